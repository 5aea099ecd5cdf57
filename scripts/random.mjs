import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './exec.mjs';
import { fail } from './log.mjs';
import { install } from './setup.mjs';

// npm run test:random [-- INPUTS [SEED]]: random inputs through the scorers of every subnet, and
// what became of them. 10,000 for each subnet unless said otherwise.

const [inputs = '10000', seed = 'judges'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(inputs))
  fail(`${inputs} is no number of inputs: npm run test:random -- 10000`);
await install();

const folder = mkdtempSync(join(tmpdir(), 'adit-random-'));
const report = join(folder, 'report.jsonl');
const code = await run(
  join(ROOT, 'node_modules/.bin/vitest'),
  ['run', '--project', 'unit*', 'tests/unit/subnets/random-inputs.test.ts'],
  {
    env: {
      ...process.env,
      ADIT_RANDOM_INPUTS: inputs,
      ADIT_RANDOM_SEED: seed,
      ADIT_RANDOM_REPORT: report,
    },
  },
);

const rows = readRows();
rmSync(folder, { recursive: true });
const total = Object.fromEntries(
  ['judged', 'refused', 'reordered', 'raised'].map((key) => [
    key,
    rows.reduce((sum, row) => sum + row[key], 0),
  ]),
);
const lines = [...rows, { slug: 'all', ...total }].map(
  ({ slug, judged, refused, reordered, raised }) =>
    `${slug.padEnd(9)} ${judged + refused} inputs: ${judged} judged, ${refused} refused in words; ` +
    `${reordered} compared in another order, ${raised} with more of something`,
);
process.stdout.write(`${lines.join('\n')}\n`);
process.exit(code);

function readRows() {
  try {
    const text = readFileSync(report, 'utf8').trim();
    return text.split('\n').map((line) => JSON.parse(line));
  } catch {
    return []; // no subnet came through: vitest has said why
  }
}
