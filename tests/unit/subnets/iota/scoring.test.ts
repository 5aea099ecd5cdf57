import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bfloat16 } from '../../../../src/subnets/iota/scoring/bfloat16.ts';
import { TODAY, learningRate } from '../../../../src/subnets/iota/scoring/learning-rate.ts';
import {
  ACCEPTED_COSINE,
  ARRIVED_SHARE,
  LEAST_LOCAL_STEPS,
  OUTER_RATE,
  averageGradients,
  clipFactor,
  momentumAt,
  outerStep,
} from '../../../../src/subnets/iota/scoring/merge.ts';
import { dequantise, packRow, quantise } from '../../../../src/subnets/iota/scoring/quantiser.ts';
import {
  LIMITS,
  cosine,
  magnitudeRatio,
  reproduces,
} from '../../../../src/subnets/iota/scoring/reproduction.ts';
import { measureActivation, measureWeights } from '../../../../src/subnets/iota/score.ts';

/** Tensors are f32. */
const small = fc.double({ min: -100, max: 100, noNaN: true }).map(Math.fround);

describe('bfloat16 and the outer step', () => {
  it.each([
    [0.6, 0.6015625],
    [0.9, 0.8984375],
    [0.7, 0.69921875],
    [1 + 2 ** -8, 1],
    [1 + 3 * 2 ** -8, 1 + 2 ** -6],
    [-0.7, -0.69921875],
    [Infinity, Infinity],
    [3.4e38, Infinity],
    [0, 0],
  ])('rounds %s to %s', (value, rounded) => {
    expect(bfloat16(value)).toBe(rounded);
  });

  it('keeps NaN', () => {
    expect(bfloat16(NaN)).toBeNaN();
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(small, (value) => {
        expect(bfloat16(bfloat16(value))).toBe(bfloat16(value));
        expect(Math.abs(bfloat16(value) - value)).toBeLessThanOrEqual(
          Math.abs(value) * 2 ** -8 + 2 ** -134,
        );
      }),
    );
  });

  it('warms its momentum up over 20 epochs', () => {
    expect([0, 10, 20, 21].map(momentumAt)).toEqual([0.5, 0.7, 0.9, 0.9]);
    expect([OUTER_RATE, LEAST_LOCAL_STEPS, ACCEPTED_COSINE, ARRIVED_SHARE]).toEqual([
      0.7, 5, 0.9, 0.9,
    ]);
  });

  it('weighs sources by their work and steps as the worked example', () => {
    const average = averageGradients([[0.1], [0.3]], [10, 30]);
    const step = outerStep({ weights: [1], buffer: null }, average, { momentum: 0.5 });

    expect(average).toEqual([0.25]);
    expect(step).toEqual({ weights: [0.73828125], update: [0.375], buffer: [0.25] });
    expect(averageGradients([], [])).toEqual([]);
  });

  it('clips only what is too long', () => {
    expect(clipFactor(0.5, 1)).toBe(1);
    expect(clipFactor(2, 1)).toBe(1 / (2 + 1e-6));
  });
});

describe('the learning rate', () => {
  const schedule = {
    ...TODAY,
    warmup: 10,
    constant: 10,
    total: 200,
    warmStart: 0.5,
    tailShare: 0.1,
  };

  it('warms up, stays, falls in saw teeth and runs out', () => {
    const factor = (step: number) => learningRate(step, { ...schedule, peak: 1, period: 40 });

    expect([factor(0), factor(5), factor(10), factor(19), factor(20)]).toEqual([
      0.5, 0.75, 1, 1, 1,
    ]);
    expect(factor(40)).toBeCloseTo((0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI / 8))) * 0.55, 12);
    expect(factor(180)).toBeCloseTo(0.1, 12);
    expect(factor(190)).toBeCloseTo(0.05, 12);
    expect(factor(200)).toBeCloseTo(0, 12);
    expect(factor(999)).toBeCloseTo(0, 12);
  });

  it('stays between 0 and its peak', () => {
    fc.assert(
      fc.property(fc.nat(250), (step) => {
        expect(learningRate(step, schedule)).toBeGreaterThanOrEqual(0);
        expect(learningRate(step, schedule)).toBeLessThanOrEqual(2e-4);
      }),
    );
    expect(learningRate(91_000_500)).toBeCloseTo(1.1e-4, 9);
    expect(TODAY).toEqual({
      peak: 2e-4,
      warmup: 1,
      constant: 90_999_999,
      total: 100_000_000,
      tailShare: 0.02,
      warmStart: 1,
      final: 0.1,
      period: 1000,
    });
  });
});

describe('the quantiser', () => {
  it('keeps values within half a step and clips outliers', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 2, maxLength: 40 }), (row) => {
        const coded = quantise(row);
        for (const [i, value] of dequantise(coded).entries()) {
          expect(Math.abs(value - (row[i] ?? 0))).toBeLessThanOrEqual(coded.scale * 1.01 + 1e-4);
        }
      }),
    );
    const outlier = quantise([...Array.from({ length: 99 }, () => 0), 1]);
    expect(outlier.codes[99]).toBe(255);
  });

  it('packs eight bytes behind the codes, and takes a row of equal values', () => {
    const row = quantise([5, 5]);

    expect([row.scale, [...row.codes]]).toEqual([0, [0, 0]]);
    expect(dequantise(row)).toEqual([5, 5]);
    const bytes = packRow(quantise([0, 2]));
    expect(bytes).toHaveLength(10);
    const view = new DataView(bytes.buffer);
    expect(view.getFloat32(6, true)).toBe(-5);
    expect(view.getFloat32(2, true)).toBe(Math.fround(12 / 255));
  });
});

describe('reproduction', () => {
  const honest = [1, 2, -3];
  const scaled = (factor: number) => honest.map((value) => value * factor);

  it.each([
    ['activation', 0.8, 'passed'],
    ['activation', 0.79, 'magnitude-ratio-failed'],
    ['activation', 1.25, 'passed'],
    ['activation', 1.26, 'magnitude-ratio-failed'],
    ['activation', -1, 'failed'],
    ['weights', 0.79, 'passed'],
    ['weights', 0.7, 'passed'],
    ['weights', 0.69, 'magnitude-ratio-failed'],
    ['activation', 0, 'magnitude-ratio-failed'],
    ['activation', NaN, 'magnitude-ratio-failed'],
  ] as const)('of %s × %s: %s', (kind, factor, reason) => {
    expect(reproduces(kind, honest, scaled(factor)).reason).toBe(reason);
  });

  it('wants a cosine above 0.9, not at it', () => {
    const at = (c: number) => reproduces('activation', [1, 0], [c, Math.sqrt(1 - c * c)]).passed;

    expect([at(0.91), at(0.899)]).toEqual([true, false]);
    expect(LIMITS).toEqual({
      activation: { ratio: 0.8, cosine: 0.9 },
      weights: { ratio: 0.7, cosine: 0.9 },
    });
    expect(() => reproduces('activation', [1], [1, 2])).toThrow('2 values, 1 are expected');
    expect(cosine([0], [1])).toBe(0);
    expect(magnitudeRatio([0], [0])).toBe(0);
  });

  it('is symmetric', () => {
    const tensor = fc.array(small, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(tensor, tensor, (a, b) => {
        expect(magnitudeRatio(a, b)).toBe(magnitudeRatio(b, a));
        expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('is worth 1 or costs 3', () => {
    expect(measureActivation(honest, honest).score).toBe(1);
    expect(measureActivation(honest, null)).toMatchObject({ score: -3 });
    expect(measureActivation(honest, honest).components).toHaveLength(3);
    expect(measureActivation(honest, null).components).toHaveLength(2);
    expect(measureWeights(0.81, honest, honest).score).toBe(1);
    expect(measureWeights(0.8, honest, honest).score).toBe(-3);
    expect(measureWeights(0.9, honest, scaled(0.5)).score).toBe(-3);
  });
});
