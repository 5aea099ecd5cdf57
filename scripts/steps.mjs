import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, capture, run } from './exec.mjs';

// The steps of `npm run check` and `npm test`, each with its own count.

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** A step that passes or fails as a whole; those `together` run at the same time. */
function whole(name, command, args, together = false) {
  return {
    name,
    together,
    async run() {
      const { code, output } = await capture(command, args);
      if (code !== 0) process.stderr.write(output);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** A vitest project and those whose names begin with its own; counts come from its JSON report. */
function vitest(project, env = {}) {
  return {
    name: project,
    async run() {
      const report = join(ROOT, `test-results/${project}.json`);
      rmSync(report, { force: true });
      const code = await run(
        bin('vitest'),
        [
          'run',
          '--project',
          `${project}*`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ],
        { env: { ...process.env, ...env } },
      );
      return countVitest(report, code);
    },
  };
}

function countVitest(report, code) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A file that fails to load has no tests: the exit code still tells.
    const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Playwright's runner over one folder of tests. */
function playwright(name, env = {}) {
  return {
    name,
    async run() {
      const report = join(ROOT, `test-results/${name}.json`);
      rmSync(report, { force: true });
      const code = await run(bin('playwright'), ['test', '--project', name], {
        env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
      });
      return countPlaywright(report, code);
    },
  };
}

function countPlaywright(report, code) {
  try {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = code !== 0 && stats.unexpected === 0 ? 1 : stats.unexpected;
    return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const together = (name, tool, args) => whole(name, bin(tool), args, true);

export const CHECK_STEPS = [
  whole('paraglide', bin('paraglide-js'), [
    'compile',
    '--project',
    './project.inlang',
    '--outdir',
    './src/paraglide',
    '--silent',
  ]),
  // The slowest first: the others run beside it.
  together('eslint', 'eslint', ['--max-warnings', '0', '.']),
  together('types', 'svelte-check', [
    '--tsgo',
    '--fail-on-warnings',
    '--output',
    'human',
    '--tsconfig',
    './tsconfig.json',
  ]),
  together('oxlint', 'oxlint', ['--deny-warnings', '.']),
  together('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']),
  together('imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src', 'workers']),
  together('unused', 'knip', ['--no-progress']),
  whole('notices', process.execPath, [join(ROOT, 'scripts/notices.mjs'), '--check'], true),
];

/** Apart from the whole test: it needs the packages of tests/peers. */
export const CHAIN_NODE_STEPS = [vitest('chain-node')];

/** Steps of the whole test, after set-up and check. */
export function testSteps(browser) {
  const env = { ADIT_CHROMIUM: browser };
  return [
    vitest('unit', env),
    vitest('contract'),
    vitest('sim'),
    whole('size', bin('size-limit'), []),
    vitest('gpu', env),
    playwright('e2e', env),
    playwright('chaos', env),
  ];
}
