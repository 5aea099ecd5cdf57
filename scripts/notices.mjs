import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './exec.mjs';
import { fail, say } from './log.mjs';

// THIRD-PARTY-NOTICES.md: every package that ships in the app or runs on the coordinator, with its
// licence. Made from the lockfile, so that it is the same on every platform. `--check` compares.

const FILE = join(ROOT, 'THIRD-PARTY-NOTICES.md');
/** Build-time packages whose code ends up in the app. */
const BUNDLED_DEV = [
  'svelte',
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
];

function packages() {
  const { packages: entries } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, entry] of Object.entries(entries)) {
    const name = path.split('node_modules/').at(-1);
    if (!path || !name) continue;
    const ships = (!entry.dev && !entry.devOptional) || BUNDLED_DEV.includes(name);
    if (ships) found.set(`${name}@${entry.version}`, { name, path, ...entry });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function licenceText(path) {
  const folder = join(ROOT, path);
  if (!existsSync(folder)) return null;
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name));
  return file ? readFileSync(join(folder, file), 'utf8').trim() : null;
}

/** Names of packages by licence text, so that a text that many share stands once. */
function namesByText(list) {
  const groups = new Map();
  for (const { name, version, path, optional } of list) {
    const text = optional ? null : licenceText(path); // platform binaries differ by machine
    if (text === null) continue;
    const names = groups.get(text) ?? [];
    groups.set(text, [...names, `${name} ${version}`]);
  }
  return groups;
}

function render() {
  const list = packages();
  const rows = list.map(
    ({ name, version, license }) => `| ${name} | ${version} | ${license ?? 'see package'} |`,
  );
  const texts = [...namesByText(list)].map(
    ([text, names]) => `## ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\``,
  );
  return [
    '# Third-party notices',
    '',
    'Made by `node scripts/notices.mjs`. Packages that ship in the app or run on the coordinator; the default detector’s source is named in `public/models/README.md`.',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...texts,
    '',
  ].join('\n');
}

const text = render();
if (process.argv.includes('--check')) {
  const same = existsSync(FILE) && readFileSync(FILE, 'utf8') === text;
  if (!same) fail('THIRD-PARTY-NOTICES.md is out of date; run node scripts/notices.mjs');
} else {
  writeFileSync(FILE, text);
  say(`wrote THIRD-PARTY-NOTICES.md (${packages().length} packages)`);
}
