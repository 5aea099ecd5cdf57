import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './exec.mjs';
import { say } from './log.mjs';

/**
 * Runs steps one after the other, all of them even when one fails, and closes with the line
 * `N passed, N failed`. Neighbours marked `together` run at the same time. Resolves to the exit code.
 */
export async function runSteps(steps) {
  mkdirSync(join(ROOT, 'test-results'), { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const batch of batches(steps)) {
    await Promise.all(
      batch.map(async (step) => {
        const counts = await timed(step);
        for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
        if (counts.failed > 0) failures.push(step.name);
      }),
    );
  }
  if (failures.length > 0) say(`failed steps: ${failures.join(', ')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed === 0 ? 0 : 1;
}

function batches(steps) {
  const all = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (step.together && last?.[0].together) last.push(step);
    else all.push([step]);
  }
  return all;
}

async function timed(step) {
  const started = performance.now();
  const counts = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  say(`${step.name}: ${counts.passed} passed, ${counts.failed} failed${skipped} in ${seconds} s`);
  return counts;
}
