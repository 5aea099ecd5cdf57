import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { runConformance } from '../../tests/conformance/runner.ts';
import { AppError } from '../shared/errors.ts';
import type { ConformanceAdapter, PairFile } from '../../tests/conformance/contract.ts';
import type { ConformanceReport } from '../../tests/conformance/runner.ts';
import { readArguments } from './headless/arguments.ts';
import { printError } from './headless/output.ts';

// npm run conformance -- [--dir DIR] [--json]: recorded pairs of the subnets' own code against
// this project's scorers. Exit code 1 when an implemented group fails.

const adapters = import.meta.glob<ConformanceAdapter>(
  ['../../tests/conformance/[0-9]*.ts', '!../../tests/conformance/*-legacy.ts'],
  { eager: true, import: 'adapter' },
);

const usage = 'npm run conformance -- [--dir DIR] [--json]';

/** Folder of pairs: as asked, else the shared one, else the copies in the repository. */
function pairFolder(asked: string | undefined): string {
  if (asked !== undefined) return resolve(asked);
  const shared = join(process.env['ADIT_SHARED'] ?? '../shared', 'conformance');
  return resolve(existsSync(shared) ? shared : 'tests/fixtures/conformance');
}

function readPairs(folder: string): PairFile[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = names.filter((name) => /^\d+-[\w-]+\.json$/.test(name)).sort();
  if (files.length === 0) {
    throw new AppError('not-found', `${folder} holds no NN-name.json; name a folder: ${usage}`);
  }
  return files.map((name) => readPair(folder, name));
}

function readPair(folder: string, name: string): PairFile {
  try {
    const text = readFileSync(join(folder, name), 'utf8');
    const content: unknown = JSON.parse(text);
    return { name: basename(name, '.json'), content, text };
  } catch (cause) {
    throw new AppError('input.malformed', `${name} is not JSON`, { cause });
  }
}

function print({ subnets, passed, failed }: ConformanceReport): void {
  const lines: string[] = [];
  for (const { name, groups } of subnets) {
    const built = groups.filter((group) => group.implemented);
    lines.push(`${name}: ${built.length} of ${groups.length} groups implemented`);
    for (const group of built) {
      lines.push(`  ${group.name.padEnd(28)} ${group.passed} passed, ${group.failed} failed`);
      if (group.why) lines.push(`    ${group.why}`);
    }
    const missing = groups.filter((group) => !group.implemented).map(({ why = '' }) => why);
    for (const why of new Set(missing)) {
      lines.push(`  ${missing.filter((other) => other === why).length} not implemented: ${why}`);
    }
  }
  process.stdout.write(`${lines.join('\n')}\n${passed} passed, ${failed} failed\n`);
}

const { values } = readArguments({
  options: { dir: { type: 'string' }, json: { type: 'boolean', default: false } },
});

function main(): number {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const report = runConformance(readPairs(pairFolder(values.dir)), Object.values(adapters), log);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else print(report);
  return report.failed > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  printError(error, values.json);
  process.exitCode = 1;
}
