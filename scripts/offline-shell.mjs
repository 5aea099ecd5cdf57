import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// What the service worker keeps ahead of use: the first load and every screen, with all that they
// import statically. What a screen loads later (a chain's library, a subnet's judge) is a hashed
// file that the browser keeps once it was asked for: nobody downloads what they never open.

const SCREEN = /^src\/features\/.*\.svelte$/;

/** Names, relative to the build's folder, of the scripts and styles of the shell. */
function shellFiles(manifest) {
  const seen = new Set();
  const take = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) take(imported);
  };
  for (const [key, { isEntry, isDynamicEntry }] of Object.entries(manifest)) {
    if (isEntry || (isDynamicEntry && SCREEN.test(key))) take(key);
  }
  return new Set([...seen].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));
}

/**
 * A transform of the list of files to keep, for a finished build in `folder`.
 *
 * @returns Workbox's manifest transform; keeps all files that are neither script nor style
 */
export function keepShellOnly(folder) {
  return (entries) => {
    const path = join(folder, '.vite/manifest.json');
    if (!existsSync(path)) return { manifest: entries, warnings: [`${path} is missing`] };
    const shell = shellFiles(JSON.parse(readFileSync(path, 'utf8')));
    const isKept = ({ url }) => !/\.(?:js|css)$/.test(url) || shell.has(url);
    return { manifest: entries.filter(isKept), warnings: [] };
  };
}
