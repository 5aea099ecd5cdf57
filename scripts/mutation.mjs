import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './exec.mjs';
import { fail, say } from './log.mjs';
import { install } from './setup.mjs';

// npm run test:mutation [-- SLUG…] [--json]: how many small changes of the scoring code do the
// tests of its subnet notice? Exit code 1 when a subnet stays below the goal.

const GOAL = 0.85;

const words = process.argv.slice(2);
const json = words.includes('--json');
const asked = words.filter((word) => !word.startsWith('--'));
await install();
const { instrument } = await import('./mutation/mutants.mjs');
const { startVitest } = await import('vitest/node');

/** Scoring code of a subnet: paths below the root. */
function scoringFiles(slug) {
  const folder = `src/subnets/${slug}`;
  const single = ['score.ts', 'verify.ts'].map((name) => `${folder}/${name}`);
  const scoring = `${folder}/scoring`;
  const listed = existsSync(join(ROOT, scoring)) ? readdirSync(join(ROOT, scoring)) : [];
  return [...single, ...listed.filter((name) => name.endsWith('.ts')).map((n) => `${scoring}/${n}`)]
    .filter((path) => existsSync(join(ROOT, path)))
    .sort();
}

function subnets() {
  const all = readdirSync(join(ROOT, 'src/subnets'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && scoringFiles(entry.name).length > 0)
    .map(({ name }) => name);
  const unknown = asked.find((slug) => !all.includes(slug));
  if (unknown) fail(`there is no scoring code of ${unknown}; choose from ${all.join(', ')}`);
  return asked.length > 0 ? asked : all;
}

/** Every scoring file with its mutants inside, by absolute path. */
function instrumentAll(paths) {
  const files = new Map();
  let next = 0;
  for (const path of paths) {
    const { code, mutants } = instrument(readFileSync(join(ROOT, path), 'utf8'), next);
    next += mutants.length;
    files.set(join(ROOT, path), { path, code, mutants });
  }
  return files;
}

/** Runs a subnet's tests against its mutants; killed and reached ids, and how many repetitions were cut short. */
async function runTests(slug, files) {
  const folder = mkdtempSync(join(tmpdir(), 'adit-mutation-'));
  const state = join(folder, 'state.json');
  writeFileSync(state, JSON.stringify({ killed: [], reached: [], slow: 0 }));
  process.env['ADIT_MUTATION_STATE'] = state;
  const plugin = {
    name: 'mutants',
    enforce: 'pre',
    transform: (_code, id) => files.get(id.split('?')[0])?.code,
  };
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: ROOT,
      watch: false,
      include: [`tests/unit/subnets/${slug}/**/*.test.ts`],
      pool: 'threads',
      isolate: false,
      fileParallelism: false,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 1000,
      reporters: [{}],
      runner: join(ROOT, 'tests/mutation/runner.mjs'),
    },
    { configFile: false, plugins: [plugin] },
  );
  const broken = failedTests(vitest);
  await vitest.close();
  const result = JSON.parse(readFileSync(state, 'utf8'));
  rmSync(folder, { recursive: true });
  if (broken.length > 0) fail(`${slug} fails without any mutant:\n${broken.join('\n')}`);
  return result;
}

function failedTests(vitest) {
  return vitest.state.getTestModules().flatMap((module) => {
    const broken = [...module.children.allTests('failed')].map(
      (test) => `  ${test.fullName}: ${test.result().errors?.[0]?.message}`,
    );
    return [...module.errors().map(({ message }) => `  ${module.moduleId}: ${message}`), ...broken];
  });
}

function report(slug, files, { killed, reached, slow }) {
  const [dead, seen] = [new Set(killed), new Set(reached)];
  const rows = [...files.values()].map(({ path, mutants }) => ({
    file: path,
    mutants: mutants.length,
    killed: mutants.filter(({ id }) => dead.has(id)).length,
    survivors: mutants
      .filter(({ id }) => !dead.has(id))
      .map(({ id, line, from, to }) => ({ line, from, to, reached: seen.has(id) })),
  }));
  const total = rows.reduce((sum, { mutants }) => sum + mutants, 0);
  const count = rows.reduce((sum, row) => sum + row.killed, 0);
  return {
    slug,
    mutants: total,
    killed: count,
    score: total ? count / total : 1,
    cutShort: slow,
    files: rows,
  };
}

function print({ slug, mutants, killed, score, cutShort, files }) {
  const lines = [`${slug}: ${killed} of ${mutants} mutants killed (${(100 * score).toFixed(1)} %)`];
  if (cutShort > 0) lines.push(`  ${cutShort} repetitions were cut short`);
  for (const file of files) {
    lines.push(`  ${file.file}: ${file.killed} of ${file.mutants}`);
    for (const { line, from, to, reached } of file.survivors) {
      const place = `    ${line}: ${oneLine(from)} → ${oneLine(to)}`;
      lines.push(reached ? place : `${place} (no test comes here)`);
    }
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ');
}

const reports = [];
for (const slug of subnets()) {
  const files = instrumentAll(scoringFiles(slug));
  say(`${slug}: ${[...files.values()].reduce((n, { mutants }) => n + mutants.length, 0)} mutants`);
  const row = report(slug, files, await runTests(slug, files));
  reports.push(row);
  if (!json) print(row);
}
if (json) process.stdout.write(`${JSON.stringify({ goal: GOAL, subnets: reports })}\n`);
process.exit(reports.every(({ score }) => score >= GOAL) ? 0 : 1);
