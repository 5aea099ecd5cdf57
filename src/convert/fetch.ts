import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package version whose tarball is pinned by npm's integrity string. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** `sha512-` and base64, as in a lockfile. */
  readonly integrity: string;
}

/** Whether bytes have the pinned sha512. */
export function matchesIntegrity(bytes: Uint8Array, integrity: string): boolean {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
}

/**
 * The tarball of a package, from the cache folder or through `npm pack` from the configured registry.
 *
 * @throws Error when npm fails or the bytes are not the pinned ones
 */
export function fetchTarball(pinned: PinnedPackage, cacheDir: string): Uint8Array {
  const file = `${pinned.name.replace('@', '').replace('/', '-')}-${pinned.version}.tgz`;
  const path = join(cacheDir, file);
  const cached = readIfThere(path);
  if (cached && matchesIntegrity(cached, pinned.integrity)) return cached;
  mkdirSync(cacheDir, { recursive: true });
  const folder = join(cacheDir, `.fetch-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    pack(`${pinned.name}@${pinned.version}`, folder);
    const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (packed === undefined) throw new Error(`npm pack left no archive of ${pinned.name}`);
    const bytes = readFileSync(join(folder, packed));
    if (!matchesIntegrity(bytes, pinned.integrity)) {
      throw new Error(
        `${pinned.name}@${pinned.version} is not the pinned archive (integrity differs); nothing was used of it`,
      );
    }
    renameSync(join(folder, packed), path);
    return bytes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(spec: string, folder: string): void {
  const windows = process.platform === 'win32';
  const done = spawnSync(
    windows ? 'npm.cmd' : 'npm',
    ['pack', spec, '--ignore-scripts', '--pack-destination', folder],
    { encoding: 'utf8', shell: windows },
  );
  if (done.status === 0) return;
  const reason = done.error?.message ?? done.stderr.trim().split('\n').slice(-3).join(' ');
  throw new Error(`npm pack ${spec} failed: ${reason}; check the network and try again`);
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null; // not cached yet
  }
}

/** Writes a file in one step, so that a reader never sees half of it. */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.part`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}
