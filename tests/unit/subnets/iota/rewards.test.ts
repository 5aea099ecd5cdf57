import { describe, expect, it } from 'vitest';
import {
  burnedWeights,
  minerPay,
  normalizeWeights,
  pathwayLosses,
  sumByUid,
} from '../../../../src/subnets/iota/scoring/rewards.ts';
import { expectedIncentive, rankRuns } from '../../../../src/subnets/iota/scoring/run-ranking.ts';
import {
  activationBytes,
  stageBeta1,
  stageSizes,
} from '../../../../src/subnets/iota/scoring/stages.ts';

describe('stages and rewards', () => {
  it.each([
    [6, 1, [6]],
    [7, 2, [3, 4]],
    [8, 4, [2, 2, 2, 2]],
    [9, 3, [2, 5, 2]],
    [8, 3, [2, 4, 2]],
    [3, 4, [1, 1, 1, 0]],
    [50, 5, [9, 11, 11, 10, 9]],
  ])('cuts %i layers into %i stages', (layers, stages, sizes) => {
    expect(stageSizes(layers, stages)).toEqual(sizes);
  });

  it('knows bytes and decay', () => {
    expect(activationBytes({ batch: 4, tokens: 800, channels: 80 })).toBe(512_000);
    expect(stageBeta1(0, 3)).toBeCloseTo(0.96, 12);
    expect(stageBeta1(2, 3)).toBeCloseTo(0.9, 12);
  });

  it('pays by share, and nothing where nobody scored', () => {
    const pay = { score: 10, runTotal: 100, burn: 0.8, share: 0.5, allocation: 0.5 };

    expect(minerPay(pay).weight).toBeCloseTo(0.005, 12);
    expect(minerPay(pay)).toMatchObject({ part: 0.1, share: 0.5, allocation: 0.5 });
    expect(minerPay({ ...pay, runTotal: 0 }).weight).toBe(0);
    const sums = sumByUid([
      [1, 0.5],
      [1, 0.25],
      [2, -0.25],
    ]);
    expect([...sums]).toEqual([
      [1, 0.75],
      [2, -0.25],
    ]);
    expect([...(normalizeWeights(sums) ?? [])]).toEqual([
      [1, 0.75],
      [2, -0.25],
    ]);
    expect(normalizeWeights(new Map([[1, 0]]))).toBeNull();
  });

  it('burns four fifths and forgets after ten hours', () => {
    const weights = burnedWeights(
      [1, 2],
      [
        { uid: 1, timeS: 4001, score: 2 },
        { uid: 1, timeS: 4000, score: 50 },
        { uid: 2, timeS: 9000, score: -3 },
      ],
      40_000,
    );

    expect(weights.get(1)).toBeCloseTo(0.2, 12);
    expect(weights.get(2)).toBe(0);
    expect(weights.get(209)).toBeCloseTo(0.8, 12);
    expect(burnedWeights([], [], 0).get(209)).toBeCloseTo(0.8, 12);
  });

  it('averages the loss of pathways', () => {
    const samples = [
      { pathway: ['a', 'b'], loss: 2 },
      { pathway: ['a', 'c'], loss: 4 },
    ];
    expect(Object.fromEntries(pathwayLosses(samples))).toEqual({ a: 3, b: 2, c: 4 });
  });

  it('ranks runs by force, tier, list, then what one more miner earns', () => {
    const run = {
      runId: 'a',
      incentive: 0.5,
      burn: 0.2,
      miners: 9,
      tier: 1,
      whitelisted: false,
      forceAllow: false,
      authorized: true,
      isMinerPool: false,
    };
    const ids = (...runs: (typeof run)[]) => rankRuns(runs).map(({ runId }) => runId);

    expect(expectedIncentive(run)).toBeCloseTo(0.04, 12);
    expect(
      ids(
        run,
        { ...run, runId: 'b', miners: 3 },
        { ...run, runId: 'c', whitelisted: true, miners: 99 },
        { ...run, runId: 'd', tier: 2, miners: 99 },
        { ...run, runId: 'e', tier: 0, forceAllow: true },
      ),
    ).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(ids(run, { ...run, runId: 'b' })).toEqual(['a', 'b']);
    expect(ids({ ...run, authorized: false }, { ...run, isMinerPool: true })).toEqual([]);
    expect(rankRuns([{ ...run, isMinerPool: true }], true)).toHaveLength(1);
  });
});
