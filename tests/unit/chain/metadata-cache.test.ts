import { describe, expect, it } from 'vitest';
import { keepInBrowser } from '../../../src/chain/metadata-cache.ts';

const key = (spec: number) => `0x${'ab'.repeat(32)}-${spec}`;

/** The part of a browser's cache that is used, in memory. */
function fakeStorage() {
  const rows = new Map<string, string>();
  const urlOf = (request: string | { url: string }) =>
    typeof request === 'string' ? `https://adit.example${request}` : request.url;
  const cache = {
    keys: async () => [...rows.keys()].map((url) => ({ url })),
    match: async (request: string | { url: string }) => {
      const text = rows.get(urlOf(request));
      return text === undefined ? undefined : new Response(text);
    },
    put: async (request: string, response: Response) =>
      void rows.set(urlOf(request), await response.text()),
    delete: async (request: { url: string }) => rows.delete(request.url),
  };
  const storage = { open: async () => cache } as unknown as CacheStorage;
  return { rows, storage };
}

describe('kept metadata', () => {
  it('is what was kept, read once', async () => {
    const cache = keepInBrowser(fakeStorage().storage);
    let reads = 0;
    const read = () => `0x6d657461${(reads += 1)}` as const;

    await cache.keep(key(424), read);
    await cache.keep(key(424), read);

    expect(await cache.load()).toEqual({ [key(424)]: '0x6d6574611' });
    expect(reads).toBe(1);
  });

  it('is of the two newest runtimes', async () => {
    const cache = keepInBrowser(fakeStorage().storage);

    for (const spec of [393, 424, 425]) await cache.keep(key(spec), () => '0x6d65746100');

    expect(Object.keys(await cache.load())).toEqual([key(424), key(425)]);
  });

  it('is nothing that is no metadata', async () => {
    const { rows, storage } = fakeStorage();
    rows.set(`https://adit.example/adit-metadata/${key(1)}`, '<html>');
    rows.set('https://adit.example/adit-metadata/else', '0x00');

    expect(await keepInBrowser(storage).load()).toEqual({});
  });

  it('is nothing, and no trouble, where the storage is closed', async () => {
    const closed = {
      open: () => Promise.reject(new Error('SecurityError')),
    } as unknown as CacheStorage;
    const cache = keepInBrowser(closed);

    await cache.keep(key(424), () => '0x6d65746100');

    expect(await cache.load()).toEqual({});
  });
});
