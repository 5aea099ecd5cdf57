// Where metadata of runtimes is kept, some 700 kB of text each, so that a page that comes back does
// not download it again. A runtime that is not kept is downloaded; nothing depends on this.

export interface MetadataCache {
  /** Everything that is kept, by `<genesis>-<specVersion>`; nothing when the storage is closed. */
  load(): Promise<Record<string, `0x${string}`>>;
  /** Keeps one entry, of which `read` gives the content, unless it is there; older ones go. */
  keep(key: string, read: () => `0x${string}`): Promise<void>;
}

const NAME = 'adit-metadata';
/** One per network that a person goes back and forth between. */
const KEPT = 2;
const KEY = /^0x[0-9a-f]{64}-\d+$/;
/** Metadata begins with the letters "meta". */
const HEX = /^0x6d657461[0-9a-f]+$/;

/** Keeps metadata in the browser's cache of responses. */
export function keepInBrowser(storage: CacheStorage): MetadataCache {
  return {
    async load() {
      try {
        const cache = await storage.open(NAME);
        const entries = await Promise.all(
          (await cache.keys()).map(async (request) => {
            const text = (await (await cache.match(request))?.text()) ?? '';
            return [keyOf(request.url), text] as const;
          }),
        );
        return Object.fromEntries(entries.filter(isMetadata));
      } catch {
        return {}; // closed in some private modes: the metadata is downloaded then
      }
    },
    async keep(key, read) {
      try {
        const cache = await storage.open(NAME);
        const url = `/${NAME}/${key}`;
        if (await cache.match(url)) return;
        await cache.put(url, new Response(read()));
        const requests = await cache.keys();
        for (const old of requests.slice(0, -KEPT)) await cache.delete(old);
      } catch {
        // Full or closed: the next visit downloads it again.
      }
    },
  };
}

function keyOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function isMetadata(entry: readonly [string, string]): entry is readonly [string, `0x${string}`] {
  return KEY.test(entry[0]) && HEX.test(entry[1]);
}
