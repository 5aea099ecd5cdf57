import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './exec.mjs';

// The steps of `npm run check` and `npm test`, each with its own count.

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** A step that passes or fails as a whole. */
function whole(name, command, args) {
  return {
    name,
    async run() {
      const code = await run(command, args);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** A vitest project; counts come from its JSON report. */
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
          project,
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

export const CHECK_STEPS = [
  whole('paraglide', bin('paraglide-js'), [
    'compile',
    '--project',
    './project.inlang',
    '--outdir',
    './src/paraglide',
    '--silent',
  ]),
  whole('types', bin('svelte-check'), [
    '--tsgo',
    '--fail-on-warnings',
    '--output',
    'human',
    '--tsconfig',
    './tsconfig.json',
  ]),
  whole('oxlint', bin('oxlint'), ['--deny-warnings', '.']),
  whole('eslint', bin('eslint'), ['--max-warnings', '0', '.']),
  whole('prettier', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
  whole('imports', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'workers']),
  whole('unused', bin('knip'), ['--no-progress']),
];

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
