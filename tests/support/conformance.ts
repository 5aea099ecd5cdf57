import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupNames, runNamedGroup } from '../conformance/runner.ts';
import type { ConformanceAdapter } from '../conformance/contract.ts';

/** The recorded pairs of a subnet, as copied into the repository. */
export function readPairs(name: string): { name: string; content: unknown; text: string } {
  const url = new URL(`../fixtures/conformance/${name}.json`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  return { name, content: JSON.parse(text) as unknown, text };
}

/** One test per group: built, agreeing with every pair, and not empty. */
export function describeConformance(adapter: ConformanceAdapter): void {
  const file = readPairs(adapter.name);

  describe('recorded pairs of the subnet', () => {
    it.each(groupNames(file, adapter))('agrees with every pair of %s', (name) => {
      const faults: string[] = [];

      const group = runNamedGroup(file, adapter, name, (line) => faults.push(line));

      expect(faults).toEqual([]);
      expect(group.implemented).toBe(true);
      expect(group.passed).toBeGreaterThan(0);
      expect(group.failed).toBe(0);
    });
  });
}
