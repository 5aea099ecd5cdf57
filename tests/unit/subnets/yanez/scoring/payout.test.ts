import { describe, expect, it } from 'vitest';
import {
  BURN_UID,
  PARTNER_SHARE,
  reputationFactor,
  splitPools,
} from '../../../../../src/subnets/yanez/scoring/reputation.ts';
import { QUICKNET, drandRound } from '../../../../../src/subnets/yanez/scoring/drand.ts';
import { overlap, jaccard } from '../../../../../src/subnets/yanez/scoring/sets.ts';
import { VOICE_RATE, voiceWindow } from '../../../../../src/subnets/yanez/scoring/voice.ts';
import { normaliseScores, updateScores } from '../../../../../src/subnets/yanez/scoring/weights.ts';

// Numbers of the live task that are public: sections 2.2, 3.1, 5.4, 5.5.

describe('reputation as a factor', () => {
  it('is steep to 0.1, then goes in pieces that meet', () => {
    const at = (...scores: readonly number[]) => scores.map(reputationFactor);

    expect(at(-1, 0, 0.05, 0.1)).toEqual([0, 0, 0.25, 0.5]);
    expect(at(2.55, 5, 10, 15)).toEqual([0.75, 1, 1.1, 1.2]);
    expect(at(22.5, 30, 40, 50)).toEqual([1.35, 1.5, 1.65, 1.8]);
    expect(at(125, 200, 200 + 9799 / 2, 9999, 1e6)).toEqual([1.9, 2, 2.5, 3, 3]);
  });
});

describe('pools', () => {
  const rule = { burn: 0.25, partnerPresent: true, kavWeight: 0.1, uavWeight: 0.9 };

  it('are scaled each by itself to their part of 1 − burn − 0.35', () => {
    const { miners, pools, burn, partner, mode } = splitPools([1, 3, 0], [2, 0, 6], rule);

    expect(miners).toEqual([
      expect.closeTo(0.4 * (0.1 / 4 + 0.9 / 4), 12),
      expect.closeTo(0.4 * 0.1 * 0.75, 12),
      expect.closeTo(0.4 * 0.9 * 0.75, 12),
    ]);
    expect(pools[0]).toEqual({ kav: expect.closeTo(0.01, 12), uav: expect.closeTo(0.09, 12) });
    expect([burn, partner, mode]).toEqual([0.25, 0.35, 'configured']);
    expect([BURN_UID, PARTNER_SHARE]).toEqual([59, 0.35]);
  });

  it('that are empty burn', () => {
    const { miners, burn, mode } = splitPools([0, 0], [1, 1], rule);

    expect(miners).toEqual([expect.closeTo(0.18, 12), expect.closeTo(0.18, 12)]);
    expect(burn).toBeCloseTo(0.29, 12);
    expect(mode).toBe('no_kav');
    expect(splitPools([1], [0], rule).miners).toEqual([expect.closeTo(0.04, 12)]);
  });
});

describe('scores over rounds', () => {
  it('keep 0.85 of what was, for a miner without a reward as well', () => {
    expect(updateScores([0.4, 0.2], [1])).toEqual([
      expect.closeTo(0.15 + 0.34, 12),
      expect.closeTo(0.17, 12),
    ]);
    expect(updateScores([0.5], [0.1], 0.5)).toEqual([expect.closeTo(0.3, 12)]);
    expect(normaliseScores([-1, 3])).toEqual([-0.25, 0.75]);
  });
});

describe('the time lock', () => {
  it('opens with the round of quicknet, one every three seconds', () => {
    const { genesisSeconds: start } = QUICKNET;

    expect(start).toBe(1_692_803_367);
    expect(drandRound(start)).toEqual({ round: 1, revealSeconds: start });
    expect(drandRound(start + 2)).toEqual({ round: 1, revealSeconds: start });
    expect(drandRound(start + 3000)).toEqual({ round: 1001, revealSeconds: start + 3000 });
  });
});

describe('spoken tokens', () => {
  it('lie two seconds apart after one second', () => {
    expect(VOICE_RATE).toBe(16_000);
    expect(voiceWindow(0)).toEqual({ start: 16_000, end: 48_000 });
    expect(voiceWindow(3)).toEqual({ start: 112_000, end: 144_000 });
    expect(voiceWindow(2, 100)).toEqual({ start: 500, end: 700 });
  });
});

describe('sets of names', () => {
  const set = (...items: readonly string[]) => new Set(items);

  it('overlap by the smaller, and are alike by the union', () => {
    expect(overlap(set('a', 'b', 'c', 'd'), set('a', 'b'))).toBe(1);
    expect(overlap(set('a', 'b', 'c', 'd'), set('a', 'x'))).toBe(0.5);
    expect(overlap(set(), set('a'))).toBe(0);
    expect(jaccard(set('a', 'b', 'c'), set('a', 'b', 'x'))).toBe(0.5);
    expect([jaccard(set(), set()), jaccard(set('a'), set())]).toEqual([1, 0]);
  });
});
