import { afterEach, expect, test, vi } from 'vitest';
import { cachedBlob, isBlobRequest } from '../../../src/app/offline/blob-store.ts';

const HOST = 'https://adit.test';
const addressOf = (digit: string): string => `${HOST}/v1/blobs/${digit.repeat(64)}`;

/** One cache that remembers the order of its entries, as the browser's does. */
function fakeCaches() {
  const entries = new Map<string, Response>();
  const urlOf = (key: Request | string): string => (typeof key === 'string' ? key : key.url);
  const cache = {
    put: async (key: Request, response: Response) => void entries.set(urlOf(key), response),
    match: async (key: Request) => entries.get(urlOf(key))?.clone(),
    keys: async () => [...entries.keys()].map((url) => new Request(url)),
    delete: async (key: Request) => entries.delete(urlOf(key)),
  };
  return { entries, api: { open: async () => cache, match: cache.match } };
}

function serve(bytes: number) {
  return vi.fn(
    async () => new Response('content', { headers: { 'content-length': String(bytes) } }),
  );
}

async function get(address: string): Promise<Response> {
  const later: Promise<unknown>[] = [];
  const response = await cachedBlob(new Request(address), (work) => later.push(work));
  await Promise.all(later);
  return response;
}

afterEach(() => vi.unstubAllGlobals());

test('only content by hash is ever kept', () => {
  const hash = 'a'.repeat(64);

  expect(isBlobRequest('GET', new URL(`${HOST}/v1/blobs/${hash}`))).toBe(true);
  expect(isBlobRequest('PUT', new URL(`${HOST}/v1/blobs/${hash}`))).toBe(false);
  expect(isBlobRequest('GET', new URL(`${HOST}/v1/blobs/${hash}?lease=1`))).toBe(false);
  expect(isBlobRequest('GET', new URL(`${HOST}/v1/leaderboard`))).toBe(false);
  expect(isBlobRequest('GET', new URL(`${HOST}/v1/hello`))).toBe(false);
});

test('a blob is fetched once and then comes from the cache', async () => {
  const { api } = fakeCaches();
  const fetched = serve(7);
  vi.stubGlobal('caches', api);
  vi.stubGlobal('fetch', fetched);

  await get(addressOf('a'));
  const again = await get(addressOf('a'));

  expect(await again.text()).toBe('content');
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('models are left to the miner, failures to the network', async () => {
  const { api, entries } = fakeCaches();
  vi.stubGlobal('caches', api);
  vi.stubGlobal('fetch', serve(8_000_000));
  await get(addressOf('a'));
  vi.stubGlobal('fetch', async () => new Response('gone', { status: 404 }));
  await get(addressOf('b'));

  expect(entries.size).toBe(0);
});

test('the oldest content goes when the cap is reached', async () => {
  const { api, entries } = fakeCaches();
  vi.stubGlobal('caches', api);
  vi.stubGlobal('fetch', serve(500_000));

  for (let i = 0; i < 110; i++) await get(`${HOST}/v1/blobs/${String(i).padStart(64, '0')}`);

  const kept = [...entries.keys()];
  expect(kept).toHaveLength(100); // 48 MiB of 500 kB each
  expect(kept.at(0)?.endsWith('10')).toBe(true);
  expect(kept.at(-1)?.endsWith('109')).toBe(true);
});
