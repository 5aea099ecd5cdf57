import { describe, expect, it } from 'vitest';
import {
  adaptiveDeltaRel,
  COPY_RULE,
  compareScores,
  DEFAULT_DELTA_REL,
} from '../../../../../src/subnets/score/scoring/similarity.ts';

const RULE = { deltaAbs: 0, deltaRel: 0, minCommon: 3 };
const scores = (...values: number[]) => new Map(values.map((value, i) => [`c${i}`, value]));

describe('the relative difference that is allowed', () => {
  it('grows with the baseline, between 0.04 and 0.175', () => {
    expect(adaptiveDeltaRel(0.24)).toBeCloseTo(0.0724, 12);
    expect(adaptiveDeltaRel(0)).toBe(0.04);
    expect(adaptiveDeltaRel(-1)).toBe(0.04);
    expect(adaptiveDeltaRel(1)).toBeCloseTo(0.175, 12);
    expect(adaptiveDeltaRel(2)).toBe(0.175);
  });

  it('is 0.03 where there is no baseline', () => {
    expect(DEFAULT_DELTA_REL).toBe(0.03);
    for (const theta of [null, NaN, Infinity]) expect(adaptiveDeltaRel(theta)).toBe(0.03);
    expect(adaptiveDeltaRel(NaN, 0.1)).toBe(0.1);
  });

  it('comes with an absolute one of 0.003, over 8 challenges', () => {
    expect(COPY_RULE).toEqual({ deltaAbs: 0.003, minCommon: 8 });
  });
});

describe('two sets of scores', () => {
  it('need enough challenges in common', () => {
    const three = scores(0.5, 0.5, 0.5);

    expect(compareScores(three, three, RULE)).toEqual({ common: 3, different: 0, similar: true });
    expect(compareScores(three, scores(0.5, 0.5), RULE)).toEqual({
      common: 2,
      different: 0,
      similar: false,
    });
  });

  it('leave out challenges that either has 0 in', () => {
    expect(compareScores(scores(0.5, 0, 0.5, 0), scores(0.5, 0.5, 0, 0), RULE).common).toBe(1);
  });

  it('may differ once, not twice', () => {
    const base = scores(0.25, 0.25, 0.25);

    expect(compareScores(base, scores(0.75, 0.25, 0.25), RULE).similar).toBe(true);
    expect(compareScores(base, scores(0.75, 0.75, 0.25), RULE)).toEqual({
      common: 3,
      different: 2,
      similar: false,
    });
  });

  it('differ from more than 0.05 on, whatever the rule says', () => {
    const differ = (a: number, b: number) => compareScores(scores(a), scores(b), RULE).different;

    expect(differ(0.05, 0.1)).toBe(0); // exactly 0.05
    expect(differ(0.1, 0.1502)).toBe(1);
  });

  it('differ by more than the absolute or the relative delta where those are larger', () => {
    const differ = (a: number, b: number, rule: Partial<typeof RULE>) =>
      compareScores(scores(a), scores(b), { ...RULE, ...rule }).different;

    expect(differ(0.25, 0.375, { deltaAbs: 0.125 })).toBe(0);
    expect(differ(0.25, 0.38, { deltaAbs: 0.125 })).toBe(1);
    // A quarter of the larger score, 0.8, is 0.2; of the smaller it would be 0.15.
    expect(differ(0.62, 0.8, { deltaRel: 0.25 })).toBe(0);
    expect(differ(0.8, 0.62, { deltaRel: 0.25 })).toBe(0);
    expect(differ(0.59, 0.8, { deltaRel: 0.25 })).toBe(1);
  });
});
