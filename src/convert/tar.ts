import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * Reads the named files out of a gzipped tar archive (ustar, as npm packs them).
 *
 * @throws Error when one of them is missing
 */
export function readTarball(
  tarball: Uint8Array,
  names: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const archive = gunzipSync(tarball);
  const wanted = new Set(names);
  const found = new Map<string, Uint8Array>();
  for (let offset = 0; offset + BLOCK <= archive.length;) {
    const name = field(archive, offset, 100);
    if (name === '') break; // two empty blocks end the archive
    const prefix = field(archive, offset + 345, 155);
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const size = Number.parseInt(field(archive, offset + 124, 12).trim(), 8);
    const start = offset + BLOCK;
    if (wanted.has(path)) found.set(path, archive.subarray(start, start + size));
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  const missing = names.filter((path) => !found.has(path));
  if (missing.length > 0) throw new Error(`the archive does not contain ${missing.join(', ')}`);
  return found;
}

function field(archive: Uint8Array, offset: number, length: number): string {
  let end = offset;
  while (end < offset + length && archive[end] !== 0) end++;
  return new TextDecoder('latin1').decode(archive.subarray(offset, end));
}
