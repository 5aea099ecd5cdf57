import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PACKAGED_MARKET } from '../../../../src/subnets/lium/scoring/market.ts';
import { adapter } from '../../../conformance/51-lium.ts';
import { runConformance } from '../../../conformance/runner.ts';

const content: unknown = JSON.parse(
  readFileSync(new URL('../../../fixtures/conformance/51-lium.json', import.meta.url), 'utf8'),
);
const failures: string[] = [];
const report = runConformance([{ name: '51-lium', content }], [adapter], (line) =>
  failures.push(line),
);

describe('recorded pairs of the subnet', () => {
  it.each(report.subnets[0]?.groups ?? [])('agrees with every pair of $name', (group) => {
    const faults = failures.filter((line) => line.startsWith(`51-lium ${group.name}`));

    expect(group.implemented).toBe(true);
    expect(faults).toEqual([]);
    expect(group.passed).toBeGreaterThan(0);
  });

  it('keeps the prices, families, caps and portions that the pairs refer to', () => {
    const numbers = v.record(v.string(), v.number());
    const { constants } = v.parse(
      v.object({
        groups: v.object({
          incentive_cycle: v.object({
            constants: v.object({
              prices: numbers,
              base: v.record(v.string(), v.string()),
              caps: v.record(v.string(), numbers),
              portions: numbers,
            }),
          }),
        }),
      }),
      content,
    ).groups.incentive_cycle;
    const paid = Object.entries(constants.portions).filter(([, portion]) => portion > 0);
    const wanted = Object.entries(constants.caps).filter(([, caps]) => Object.keys(caps).length);
    const capped = Object.entries(constants.base).filter(([, base]) => base !== 'RTX 3060');

    expect(PACKAGED_MARKET.prices).toMatchObject(constants.prices);
    expect(PACKAGED_MARKET.families).toMatchObject(Object.fromEntries(capped));
    expect(PACKAGED_MARKET.caps).toMatchObject(Object.fromEntries(wanted));
    expect(PACKAGED_MARKET.portions).toMatchObject(Object.fromEntries(paid));
  });
});
