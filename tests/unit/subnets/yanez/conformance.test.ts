import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapter } from '../../../conformance/54-yanez-miid.ts';
import { runConformance } from '../../../conformance/runner.ts';

const content: unknown = JSON.parse(
  readFileSync(
    new URL('../../../fixtures/conformance/54-yanez-miid.json', import.meta.url),
    'utf8',
  ),
);
const failures: string[] = [];
const report = runConformance([{ name: '54-yanez-miid', content }], [adapter], (line) =>
  failures.push(line),
);

describe('recorded pairs of the subnet', () => {
  it.each(report.subnets[0]?.groups ?? [])('agrees with every pair of $name', (group) => {
    const faults = failures.filter((line) => line.startsWith(`54-yanez-miid ${group.name}`));

    expect(group.implemented).toBe(true);
    expect(faults).toEqual([]);
    expect(group.passed).toBeGreaterThan(0);
  });
});
