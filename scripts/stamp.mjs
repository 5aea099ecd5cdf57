import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './exec.mjs';

// A step runs again only when its inputs changed: their contents are hashed into a stamp.

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name === 'paraglide') continue; // generated from messages/, hashed there
    yield* filesUnder(join(path, entry.name));
  }
}

/** sha256 over names and contents of files and folders, relative to the root. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(ROOT, path))) {
      hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** Runs `step` unless the stamp file already holds `key`; writes it after success. */
export async function unlessStamped(stampFile, key, step) {
  const file = join(ROOT, stampFile);
  if (existsSync(file) && readFileSync(file, 'utf8') === key) return false;
  await step();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, key);
  return true;
}
