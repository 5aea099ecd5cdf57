import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderBlobs } from '../../../src/coordinator/blobs/folder.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { manualClock } from '../../../src/shared/clock.ts';
import { sha256Hex } from '../../../src/shared/hash.ts';

let folder: string;
const clock = manualClock(Date.now());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adit-blobs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stores text and dates it back. */
async function putOld(text: string, ageMinutes: number): Promise<string> {
  const hash = await createFolderBlobs(folder, clock).put(utf8(text));
  const date = new Date(clock.now() - ageMinutes * 60_000);
  utimesSync(join(folder, hash.slice(0, 2), hash), date, date);
  return hash;
}

describe('a folder of content', () => {
  test('gives back what was put under its hash', async () => {
    const blobs = createFolderBlobs(folder, clock);

    const hash = await blobs.put(utf8('frame'));

    expect(hash).toBe(sha256Hex('frame'));
    expect(await blobs.get(hash)).toEqual(utf8('frame'));
    expect(await blobs.has(hash)).toBe(true);
    expect(await blobs.size(hash)).toBe(5);
    expect(await blobs.total()).toBe(5);
  });

  test('stores the same content once, also when put at the same time', async () => {
    const blobs = createFolderBlobs(folder, clock);

    const hashes = await Promise.all(Array.from({ length: 8 }, () => blobs.put(utf8('same'))));

    expect(new Set(hashes).size).toBe(1);
    expect(readdirSync(join(folder, sha256Hex('same').slice(0, 2)))).toEqual([sha256Hex('same')]);
  });

  test('knows nothing of what is not there, nor of paths', async () => {
    const blobs = createFolderBlobs(folder, clock);

    expect(await blobs.get(sha256Hex('other'))).toBeNull();
    expect(await blobs.size(sha256Hex('other'))).toBeNull();
    expect(await blobs.get('../../etc/passwd')).toBeNull();
    expect(await blobs.total()).toBe(0);
  });

  test('collects the oldest unreferenced content until the quota holds', async () => {
    const oldest = await putOld('aaaaaaaaaa', 90);
    const referenced = await putOld('bbbbbbbbbb', 80);
    const older = await putOld('cccccccccc', 70);
    const old = await putOld('dddddddddd', 60);
    const young = await putOld('eeeeeeeeee', 1);
    const blobs = createFolderBlobs(folder, clock);

    const freed = await blobs.collect(new Set([referenced]), 30);

    expect(freed).toBe(20);
    expect(await blobs.has(oldest)).toBe(false);
    expect(await blobs.has(older)).toBe(false);
    for (const kept of [referenced, old, young]) expect(await blobs.has(kept)).toBe(true);
    expect(await blobs.total()).toBe(30);
  });

  test('keeps young content even above the quota: its row may be on the way', async () => {
    const young = await putOld('eeeeeeeeee', 1);
    const blobs = createFolderBlobs(folder, clock);

    expect(await blobs.collect(new Set(), 0)).toBe(0);
    expect(await blobs.has(young)).toBe(true);
  });
});
