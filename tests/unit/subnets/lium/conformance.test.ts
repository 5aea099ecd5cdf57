import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PACKAGED_MARKET } from '../../../../src/subnets/lium/scoring/market.ts';
import { adapter } from '../../../conformance/51-lium.ts';
import { describeConformance, readPairs } from '../../../support/conformance.ts';

describeConformance(adapter);

describe('tables of the pairs', () => {
  it('are the prices, families, caps and portions that the rules use', () => {
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
      readPairs('51-lium').content,
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
