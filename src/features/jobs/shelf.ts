import * as v from 'valibot';
import type { CutItem } from '../../miner/cut-api.ts';
import { JobItem } from '../../protocol/job.ts';

// The pictures of this device's own jobs, kept in the browser: an upload that broke off goes on
// from them, and results are drawn over them. They go when the job does.

/** The pictures of one job. */
export interface KeptPictures {
  /** Which contents are here, by hash. */
  readonly hashes: ReadonlySet<string>;
  content(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The picture of an item by its place in the job. */
  item(place: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface JobShelf {
  /** Takes a job's pictures. They are here at once; the copies on the disk follow. */
  keep(jobId: string, items: readonly CutItem[]): Promise<void>;
  /** Null where this browser has none of them. */
  open(jobId: string): Promise<KeptPictures | null>;
  forget(jobId: string): Promise<void>;
  /** Jobs of which there is something here. */
  jobs(): Promise<readonly string[]>;
}

const PREFIX = 'adit-job-';
const LIST = '/kept/list';
const List = v.array(JobItem);

const addressOf = (sha256: string): string => `/kept/${sha256}`;
const bytesOf = async (from: Blob | Response) => new Uint8Array(await from.arrayBuffer());

/** @param storage where copies outlive a reload; null keeps them for this visit only */
export function createShelf(storage: CacheStorage | null): JobShelf {
  const fresh = new Map<string, readonly CutItem[]>();

  async function write(jobId: string, items: readonly CutItem[]): Promise<void> {
    const cache = await storage?.open(PREFIX + jobId);
    if (!cache) return;
    const list = items.map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
    await cache.put(LIST, new Response(JSON.stringify(list)));
    for (const { sha256, content } of items) {
      if (!fresh.has(jobId)) return; // deleted meanwhile
      await cache.put(addressOf(sha256), new Response(content));
    }
    fresh.delete(jobId);
  }

  async function forget(jobId: string): Promise<void> {
    fresh.delete(jobId);
    await storage?.delete(PREFIX + jobId);
  }

  return {
    forget,
    async keep(jobId, items) {
      fresh.set(jobId, items);
      await write(jobId, items).catch(() => undefined); // a full disk: they last for this visit
    },
    async open(jobId) {
      const items = fresh.get(jobId);
      if (items) return fromMemory(items);
      if (!(await storage?.has(PREFIX + jobId))) return null;
      const cache = await storage?.open(PREFIX + jobId);
      return cache ? fromCache(cache) : null;
    },
    async jobs() {
      const kept = ((await storage?.keys()) ?? [])
        .filter((name) => name.startsWith(PREFIX))
        .map((name) => name.slice(PREFIX.length));
      return [...new Set([...kept, ...fresh.keys()])];
    },
  };
}

/** The contents of some items. */
export function hashesOf(items: readonly Pick<CutItem, 'sha256'>[]): ReadonlySet<string> {
  return new Set(items.map(({ sha256 }) => sha256));
}

function fromMemory(items: readonly CutItem[]): KeptPictures {
  const contents = new Map(items.map(({ sha256, content }) => [sha256, content]));
  const read = async (content: Blob | undefined) => (content ? bytesOf(content) : null);
  return {
    hashes: hashesOf(items),
    content: (sha256) => read(contents.get(sha256)),
    item: (place) => read(items[place]?.content),
  };
}

async function fromCache(cache: Cache): Promise<KeptPictures | null> {
  const listed = await cache.match(LIST);
  const list = v.safeParse(List, await listed?.json().catch(() => null));
  if (!list.success) return null;
  const content = async (sha256: string) => {
    const hit = await cache.match(addressOf(sha256));
    return hit ? bytesOf(hit) : null;
  };
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  return {
    hashes: new Set(paths.map((path) => path.slice(addressOf('').length))),
    content,
    async item(place) {
      const sha256 = list.output[place]?.sha256;
      return sha256 === undefined ? null : content(sha256);
    },
  };
}

/** The one shelf of this page. */
export const shelf = createShelf(typeof caches === 'undefined' ? null : caches);
