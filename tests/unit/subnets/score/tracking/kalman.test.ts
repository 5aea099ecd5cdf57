import { describe, expect, test } from 'vitest';
import { randomNormal, seededRng } from '../../../../../src/shared/rng.ts';
import {
  type Estimate,
  begin,
  correct,
  predict,
  smooth,
} from '../../../../../src/subnets/score/tracking/kalman.ts';

const DT = 0.04;
const NOISE = 4;
const UNREST = 1;

/** A walk of 100 steps at 30 px/s, measured with noise; the filter's estimates on the way. */
function walk(seed: string) {
  const rng = seededRng(seed);
  const truth = Array.from({ length: 100 }, (_, i) => 30 * DT * i);
  const filtered: Estimate[] = [];
  const predicted: Estimate[] = [];
  for (const [i, position] of truth.entries()) {
    const measured = position + 2 * randomNormal(rng);
    const last = filtered[i - 1];
    const before = last ? predict(last, DT, UNREST) : begin(measured, NOISE, 2500);
    predicted.push(before);
    filtered.push(last ? correct(before, measured, NOISE) : before);
  }
  return { truth, filtered, predicted };
}

const rms = (estimates: readonly Estimate[], truth: readonly number[]): number =>
  Math.sqrt(
    estimates.reduce((sum, { position }, i) => sum + (position - (truth[i] ?? 0)) ** 2, 0) /
      truth.length,
  );

describe('the filter of one coordinate', () => {
  test('finds the speed of a steady walk and lies closer than its measurements', () => {
    const { truth, filtered } = walk('steady');

    expect(filtered.at(-1)?.velocity).toBeGreaterThan(20);
    expect(filtered.at(-1)?.velocity).toBeLessThan(40);
    expect(rms(filtered, truth)).toBeLessThan(2);
  });

  test('smoothed with what came later it lies closer still', () => {
    const { truth, filtered, predicted } = walk('smooth');

    const smoothed = smooth(filtered, predicted, DT);

    expect(rms(smoothed, truth)).toBeLessThan(0.8 * rms(filtered, truth));
    expect(smoothed.at(-1)).toEqual(filtered.at(-1));
  });

  test('carries a gap along a straight line', () => {
    const { filtered, predicted } = walk('gap');
    const [start] = filtered.slice(40, 41);
    const end = filtered[60];
    if (!start || !end) throw new Error('a walk of 100 steps');
    const ahead: Estimate[] = [start];
    for (let i = 0; i < 20; i++) ahead.push(predict(ahead.at(-1) ?? start, DT, UNREST));
    const last = correct(ahead.at(-1) ?? start, end.position, NOISE);

    const way = smooth(
      [...ahead.slice(0, -1), last],
      [predicted[40] ?? start, ...ahead.slice(1)],
      DT,
    );

    const middle = way[10]?.position ?? NaN;
    expect(Math.abs(middle - (start.position + end.position) / 2)).toBeLessThan(1.5);
  });

  test('is less sure the longer it only predicts', () => {
    const later = predict(begin(0, 1, 100), 1, 10);

    expect(later.pp).toBeGreaterThan(100);
    expect(predict(later, 1, 10).pp).toBeGreaterThan(later.pp);
  });
});
