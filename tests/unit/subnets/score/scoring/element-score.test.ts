import { describe, expect, it } from 'vitest';
import {
  elementScore,
  p95,
  passesRealTime,
  realTimeFactor,
  runScore,
  weightScore,
} from '../../../../../src/subnets/score/scoring/element-score.ts';

const RULE = { theta: 0.5, deltaFloor: 0.01, beta: 2 };

describe('a run', () => {
  it('is the weighted sum of its pillars', () => {
    expect(
      elementScore([
        { weight: 0.25, value: 1 },
        { weight: 0.75, value: 0.5 },
      ]),
    ).toBe(0.625);
    expect(elementScore([])).toBe(0);
  });

  it('is worth what lies above the baseline, times beta, and never less than the floor', () => {
    expect(weightScore(0.75, RULE)).toBe(0.5);
    expect(weightScore(0.505, RULE)).toBe(0.02);
    expect(weightScore(0.1, RULE)).toBe(0.02);
    expect(weightScore(0.1, { ...RULE, deltaFloor: -1 })).toBe(0);
  });

  it('is worth nothing when it is slower than real time', () => {
    expect(runScore(0.75, RULE, 1)).toBe(0.5);
    expect(runScore(0.75, RULE, 1.0001)).toBe(0);
  });
});

describe('the real-time factor', () => {
  it('is ten seconds at five frames a second', () => {
    expect(realTimeFactor(10_000, 5)).toBe(1);
    expect(realTimeFactor(100, 5)).toBe(0.01);
    expect(realTimeFactor(5000, 20)).toBe(2);
  });

  it('passes up to 1', () => {
    expect(passesRealTime(1)).toBe(true);
    expect(passesRealTime(1.000_01)).toBe(false);
  });
});

describe('the 95th percentile', () => {
  it('is a value of the list, the lower of two', () => {
    expect(p95([10, 9])).toBe(9);
    expect(p95([3, 1, 2])).toBe(2);
    expect(p95([7])).toBe(7);
    expect(p95(Array.from({ length: 106 }, (_, i) => 105 - i))).toBe(99);
  });

  it('of nothing is 0', () => {
    expect(p95([])).toBe(0);
  });
});
