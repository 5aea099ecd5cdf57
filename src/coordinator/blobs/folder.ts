import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { BlobStore } from './store.ts';

// Content in a folder, `ab/abcdef…`: written to a temporary file, flushed, then renamed, so that
// a name never shows half a content, not even after a power cut.

const HASH = /^[0-9a-f]{64}$/;

/** Content this young may be about to be referenced: it is written before its row is. */
const GRACE_MS = 10 * 60_000;

interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
  readonly writtenMs: number;
}

/** A blob store in a folder, which is made on first use. */
export function createFolderBlobs(folder: string, clock: Clock): BlobStore {
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  let totalBytes: Promise<number> | null = null;

  async function put(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if ((await sizeOf(pathOf(sha256))) !== null) return sha256;
    await total();
    await writeDurably(join(folder, sha256.slice(0, 2)), sha256, bytes);
    totalBytes = total().then((before) => before + bytes.length);
    return sha256;
  }

  function total(): Promise<number> {
    totalBytes ??= list(folder).then(sumBytes);
    return totalBytes;
  }

  async function collect(referenced: ReadonlySet<string>, quota: number): Promise<number> {
    const blobs = await list(folder);
    const before = sumBytes(blobs);
    const youngest = clock.now() - GRACE_MS;
    const candidates = blobs
      .filter(({ sha256, writtenMs }) => writtenMs < youngest && !referenced.has(sha256))
      .sort((a, b) => a.writtenMs - b.writtenMs);
    let left = before;
    for (const { sha256, bytes } of candidates) {
      if (left <= quota) break;
      await rm(pathOf(sha256), { force: true });
      left -= bytes;
    }
    totalBytes = null;
    return before - left;
  }

  async function remove(sha256: string): Promise<void> {
    const bytes = known(sha256) ? await sizeOf(pathOf(sha256)) : null;
    if (bytes === null) return;
    await total();
    await rm(pathOf(sha256), { force: true });
    totalBytes = total().then((before) => before - bytes);
  }

  const known = (sha256: string): boolean => HASH.test(sha256);
  return {
    put,
    remove,
    total,
    collect,
    get: async (sha256) => (known(sha256) ? readOrNull(pathOf(sha256)) : null),
    has: async (sha256) => known(sha256) && (await sizeOf(pathOf(sha256))) !== null,
    size: async (sha256) => (known(sha256) ? sizeOf(pathOf(sha256)) : null),
  };
}

const sumBytes = (blobs: readonly StoredBlob[]): number =>
  blobs.reduce((sum, { bytes }) => sum + bytes, 0);

async function writeDurably(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${name}.${randomUUID()}.part`);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, name));
  // The rename itself is durable once the folder is.
  const entry = await open(folder, 'r');
  try {
    await entry.sync();
  } finally {
    await entry.close();
  }
}

async function list(folder: string): Promise<StoredBlob[]> {
  const found: StoredBlob[] = [];
  for (const prefix of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, prefix))) {
      const facts = await orNull(stat(join(folder, prefix, name)));
      if (facts && HASH.test(name))
        found.push({ sha256: name, bytes: facts.size, writtenMs: facts.mtimeMs });
    }
  }
  return found;
}

const namesIn = async (folder: string): Promise<string[]> => (await orNull(readdir(folder))) ?? [];

const sizeOf = async (path: string): Promise<number | null> =>
  (await orNull(stat(path)))?.size ?? null;

async function readOrNull(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = await orNull(readFile(path));
  return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Null where the file or folder does not exist; any other failure is thrown on. */
async function orNull<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
