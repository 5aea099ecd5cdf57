// First load = the entry of index.html and all it imports statically; each lazy view on its own.
// What a screen loads by itself as soon as it is shown, or on a click, counts with all it imports.

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

/** Files of several chunks together, each counted once, without the first load. */
function together(keys) {
  const seen = new Set();
  for (const key of keys) {
    if (!manifest[key]) throw new Error(`the build has no chunk for ${key}`);
    closure(key, first, seen);
  }
  return files(seen);
}

const files = (keys) => [...keys].map((key) => `dist/app/${manifest[key].file}`);
const first = closure(entryKey);
const STAKE = 'src/features/stake/Stake.svelte';
/** What `WalletState.open` loads, and the sheet that calls it. */
const WALLET = [
  'src/features/wallet/ConnectSheet.svelte',
  'src/wallet/connection.ts',
  'src/wallet/identicon.ts',
];
const views = Object.keys(manifest).filter((key) => /src\/subnets\/.*\/View\.svelte$/.test(key));

module.exports = [
  { name: 'first load (JS)', path: files(first), limit: '130 kB', gzip: true },
  ...views.map((key) => ({
    name: key,
    path: files(closure(key, first)),
    limit: '30 kB',
    gzip: true,
  })),
  {
    name: 'stake page with the chain library (JS)',
    path: together([STAKE, ...(manifest[STAKE].dynamicImports ?? [])]),
    limit: '400 kB',
    gzip: true,
  },
  { name: 'wallet (JS)', path: together(WALLET), limit: '210 kB', gzip: true },
];
