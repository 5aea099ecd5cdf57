import type { ApiClient } from '../client.ts';
import { sha256Of } from '../digest.ts';

// Inputs by hash. What was fetched a moment ago (frames of the unit ahead) is in memory; what is
// big and used by every unit (models) stays on disk. Everything is verified by its hash, also
// what comes from disk.

const MEMORY_BYTES = 64 * 1024 * 1024;
/** Models are larger; smaller content is used by one unit only, and no copy of a customer's may stay. */
const KEEP_FROM_BYTES = 4 * 1024 * 1024;

/** Durable copies; both may fail without harm. */
export interface Shelf {
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface BlobCache {
  get(sha256: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Fetches ahead of use; failures are left to the later `get`. */
  prefetch(hashes: readonly string[]): void;
}

export function createBlobCache(api: Pick<ApiClient, 'blob'>, shelf: Shelf | null): BlobCache {
  const memory = new Map<string, Uint8Array<ArrayBuffer>>();
  const underway = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let size = 0;

  function remember(sha256: string, bytes: Uint8Array<ArrayBuffer>): void {
    memory.set(sha256, bytes);
    size += bytes.length;
    for (const [oldest, old] of memory) {
      if (size <= MEMORY_BYTES || oldest === sha256) break;
      memory.delete(oldest);
      size -= old.length;
    }
  }

  async function fetchOnce(sha256: string): Promise<Uint8Array<ArrayBuffer>> {
    const shelved = await shelf?.get(sha256).catch(() => null); // a broken cache is only slower
    if (shelved && (await sha256Of(shelved)) === sha256) return shelved;
    const bytes = await api.blob(sha256);
    if (bytes.length >= KEEP_FROM_BYTES) void shelf?.put(sha256, bytes).catch(() => undefined);
    return bytes;
  }

  function load(sha256: string): Promise<Uint8Array<ArrayBuffer>> {
    const known = memory.get(sha256);
    if (known) return Promise.resolve(known);
    const waiting = underway.get(sha256);
    if (waiting) return waiting;
    const loading = fetchOnce(sha256).then(
      (bytes) => {
        underway.delete(sha256);
        remember(sha256, bytes);
        return bytes;
      },
      (error: unknown) => {
        underway.delete(sha256);
        throw error;
      },
    );
    underway.set(sha256, loading);
    return loading;
  }

  return {
    async get(sha256, signal) {
      signal?.throwIfAborted();
      const bytes = await load(sha256);
      signal?.throwIfAborted();
      return bytes;
    },
    prefetch(hashes) {
      for (const sha256 of hashes) load(sha256).catch(() => undefined);
    },
  };
}

/** Copies in the browser's Cache API; null where there is none. */
export function openCacheShelf(): Shelf | null {
  if (typeof caches === 'undefined') return null;
  const opened = caches.open('adit-content');
  const url = (sha256: string): string => `/v1/blobs/${sha256}`;
  return {
    async get(sha256) {
      const hit = await (await opened).match(url(sha256));
      return hit ? new Uint8Array(await hit.arrayBuffer()) : null;
    },
    async put(sha256, bytes) {
      await (await opened).put(url(sha256), new Response(bytes));
    },
  };
}
