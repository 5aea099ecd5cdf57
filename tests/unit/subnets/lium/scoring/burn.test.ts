import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/shared/errors.ts';
import {
  applyReferrals,
  BURN_COLDKEYS,
  BURN_SLOTS,
  burnByUid,
} from '../../../../../src/subnets/lium/scoring/burn.ts';
import { sumCycles, toChainWeights } from '../../../../../src/subnets/lium/scoring/weights.ts';

const COLDKEY = '5G694c15wAu1LKi9rpSQqJjpBfg4K1oiBxEm5QSVdVZAfp9f';

describe('burn', () => {
  it('goes to UID 47 in ten slots, if its coldkey is the known one', () => {
    expect(BURN_SLOTS).toEqual(Array(10).fill(47));
    expect(BURN_COLDKEYS).toEqual({ 47: COLDKEY });
    expect(burnByUid(0.8, [{ uid: 47, coldkey: COLDKEY }])).toEqual(new Map([[47, 0.8]]));
    expect(burnByUid(0.8, [{ uid: 47, coldkey: 'other' }])).toEqual(new Map());
  });

  it('gives each UID its slots and the part of an absent one to nobody', () => {
    const neurons = [1, 2, 9].map((uid) => ({ uid, coldkey: '' }));

    expect(burnByUid(1, neurons, [1, 2, 2, 3], {})).toEqual(
      new Map([
        [1, 0.25],
        [2, 0.5],
      ]),
    );
    expect(burnByUid(1, neurons, [], {})).toEqual(new Map());
  });
});

describe('referral pool', () => {
  const base = {
    scores: new Map([
      ['burn', 0.8],
      ['a', 0.15],
      ['b', 0.05],
    ]),
    burn: new Map([['burn', 0.8]]),
    revenue: new Map([
      ['a', 1],
      ['b', 3],
    ]),
    share: 0.1,
  };

  it('takes at most the whole burn', () => {
    const after = applyReferrals({ ...base, share: 1 });

    expect(after.get('burn')).toBeCloseTo(0, 12);
    expect(after.get('a')).toBeCloseTo(0.35, 12);
    expect(after.get('b')).toBeCloseTo(0.65, 12);
  });

  it('clamps the share to 0..1', () => {
    expect(applyReferrals({ ...base, share: 7 })).toEqual(applyReferrals({ ...base, share: 1 }));
    expect(applyReferrals({ ...base, share: -7 })).toEqual(base.scores);
    expect(applyReferrals({ ...base, share: 0 })).toEqual(base.scores);
  });

  it('moves nothing without a scored hotkey that does not burn and has revenue', () => {
    for (const revenue of [
      new Map<string, number>(),
      new Map([['burn', 5]]),
      new Map([['stranger', 5]]),
      new Map([
        ['a', 0],
        ['b', -1],
      ]),
      new Map([['a', NaN]]),
    ]) {
      expect(applyReferrals({ ...base, revenue })).toEqual(base.scores);
    }
    expect(applyReferrals({ ...base, burn: new Map() })).toEqual(base.scores);
  });

  it('takes from several burn hotkeys in proportion to their burn', () => {
    const after = applyReferrals({
      scores: new Map([
        ['x', 0.6],
        ['y', 0.2],
        ['a', 0.2],
      ]),
      burn: new Map([
        ['x', 0.6],
        ['y', 0.2],
      ]),
      revenue: new Map([['a', 1]]),
      share: 0.4,
    });

    expect(after.get('x')).toBeCloseTo(0.3, 12);
    expect(after.get('y')).toBeCloseTo(0.1, 12);
    expect(after.get('a')).toBeCloseTo(0.6, 12);
  });

  it('keeps the sum of scores', () => {
    // Below the smallest normal number a product loses its digits.
    const amount = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true }));
    fc.assert(
      fc.property(amount, amount, amount, amount, (score, burn, revenue, share) => {
        const scores = new Map([
          ['burn', burn],
          ['a', score],
        ]);
        const after = applyReferrals({
          scores,
          burn: new Map([['burn', burn]]),
          revenue: new Map([['a', revenue]]),
          share,
        });
        expect((after.get('burn') ?? 0) + (after.get('a') ?? 0)).toBeCloseTo(score + burn, 9);
      }),
    );
  });
});

describe('weights on chain', () => {
  it('scale to 65535, ties to even', () => {
    expect(toChainWeights([131070, 1, 3])).toEqual([
      [0, 65535],
      [1, 1],
      [2, 2],
    ]);
    expect(toChainWeights([131070, 5])).toEqual([
      [0, 65535],
      [1, 2],
    ]);
  });

  it('never round a positive weight to 0 and leave out the rest', () => {
    expect(toChainWeights([1, 1e-300, 0, -1])).toEqual([
      [0, 65535],
      [1, 1],
    ]);
    expect(toChainWeights([])).toEqual([]);
    expect(toChainWeights([0, -2])).toEqual([]);
  });

  it('refuse what is not a finite number', () => {
    for (const weight of [NaN, Infinity, -Infinity]) {
      expect(() => toChainWeights([1, weight])).toThrow(AppError);
    }
  });

  it('sum the cycles of a tempo in float32', () => {
    const total = sumCycles([
      new Map([['a', 0.1]]),
      new Map([
        ['a', 0.2],
        ['b', 0.3],
      ]),
    ]);

    expect(total).toEqual(
      new Map([
        ['a', Math.fround(0.1 + 0.2)],
        ['b', Math.fround(0.3)],
      ]),
    );
  });

  it('keep the order of what they are made of', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (weights) => {
        const chain = toChainWeights(weights);
        const sorted = [...chain].sort(([a], [b]) => (weights[a] ?? 0) - (weights[b] ?? 0));
        const values = sorted.map(([, weight]) => weight);
        expect(values).toEqual([...values].sort((a, b) => a - b));
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(1);
          expect(value).toBeLessThanOrEqual(65535);
        }
      }),
    );
  });
});
