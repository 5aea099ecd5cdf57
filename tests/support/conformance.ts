import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runConformance } from '../conformance/runner.ts';
import type { ConformanceAdapter } from '../conformance/contract.ts';

/** The recorded pairs of a subnet, as copied into the repository. */
export function readPairs(name: string): { name: string; content: unknown; text: string } {
  const url = new URL(`../fixtures/conformance/${name}.json`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  return { name, content: JSON.parse(text) as unknown, text };
}

/** One test per group: built, agreeing with every pair, and not empty. */
export function describeConformance(adapter: ConformanceAdapter): void {
  const failures: string[] = [];
  const report = runConformance([readPairs(adapter.name)], [adapter], (line) =>
    failures.push(line),
  );

  describe('recorded pairs of the subnet', () => {
    it.each(report.subnets[0]?.groups ?? [])('agrees with every pair of $name', (group) => {
      const faults = failures.filter((line) => line.startsWith(`${adapter.name} ${group.name}`));

      expect(faults).toEqual([]);
      expect(group.implemented).toBe(true);
      expect(group.passed).toBeGreaterThan(0);
      expect(group.failed).toBe(0);
    });
  });
}
