// Immutable content kept by the service worker: `/v1/blobs/<sha256>`, oldest out first.

/** Bytes of content kept at most; frames of the last units, for looking at them offline. */
const MOST_BYTES = 48 * 1024 * 1024;
/** Bigger content (models) is kept by the miner itself. */
const LARGEST_BYTES = 512 * 1024;
const CACHE = 'adit-frames';

/** Whether a request is for content by hash, without the query of an upload. */
export function isBlobRequest(method: string, url: URL): boolean {
  return method === 'GET' && url.search === '' && /^\/v1\/blobs\/[0-9a-f]{64}$/.test(url.pathname);
}

/**
 * Content from any cache of this origin, else from the network; what is small and complete is
 * kept. Rejects as `fetch` does when there is neither.
 *
 * @param later keeps the worker alive until a write is done
 */
export async function cachedBlob(
  request: Request,
  later: (work: Promise<unknown>) => void,
): Promise<Response> {
  const hit = await caches.match(request, { ignoreVary: true });
  if (hit) return hit;
  const response = await fetch(request);
  // Items of somebody's job: the coordinator says that no copy is to stay.
  if (response.headers.get('cache-control')?.includes('no-store')) return response;
  const bytes = Number(response.headers.get('content-length') ?? Number.NaN);
  if (response.status === 200 && bytes > 0 && bytes <= LARGEST_BYTES) {
    const copy = response.clone();
    // A full or closed storage only means that the next view needs the network.
    later(keep(request, copy).catch(() => undefined));
  }
  return response;
}

async function keep(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(request, response);
  const kept = await cache.keys(); // in the order they were put
  let total = 0;
  for (const key of kept.toReversed()) {
    const entry = await cache.match(key);
    total += Number(entry?.headers.get('content-length') ?? 0);
    if (total > MOST_BYTES) await cache.delete(key);
  }
}
