// First load = the entry of index.html and all it imports statically; each lazy view on its own.

const { readFileSync } = require('node:fs');

const manifest = JSON.parse(readFileSync('dist/app/.vite/manifest.json', 'utf8'));
const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);

/** Files of a chunk and of everything it imports statically, without those in `without`. */
function closure(key, without = new Set(), seen = new Set()) {
  if (seen.has(key) || without.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) closure(imported, without, seen);
  return seen;
}

const files = (keys) => [...keys].map((key) => `dist/app/${manifest[key].file}`);
const first = closure(entryKey);
const views = Object.keys(manifest).filter((key) => /src\/subnets\/.*\/View\.svelte$/.test(key));

module.exports = [
  { name: 'first load (JS)', path: files(first), limit: '130 kB', gzip: true },
  ...views.map((key) => ({
    name: key,
    path: files(closure(key, first)),
    limit: '30 kB',
    gzip: true,
  })),
];
