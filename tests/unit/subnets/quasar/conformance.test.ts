import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapter } from '../../../conformance/24-quasar.ts';
import { runConformance } from '../../../conformance/runner.ts';

const content: unknown = JSON.parse(
  readFileSync(new URL('../../../fixtures/conformance/24-quasar.json', import.meta.url), 'utf8'),
);
const failures: string[] = [];
const report = runConformance([{ name: '24-quasar', content }], [adapter], (line) =>
  failures.push(line),
);

describe('recorded pairs of the subnet', () => {
  it.each(report.subnets[0]?.groups ?? [])('agrees with every pair of $name', (group) => {
    const faults = failures.filter((line) => line.startsWith(`24-quasar ${group.name}`));

    expect(group.implemented).toBe(true);
    expect(faults).toEqual([]);
    expect(group.passed).toBeGreaterThan(0);
  });

  it('covers the seventeen groups of the file', () => {
    expect(report.subnets[0]?.groups).toHaveLength(17);
  });
});
