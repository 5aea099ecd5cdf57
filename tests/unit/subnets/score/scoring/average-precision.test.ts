import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  classOutcomes,
  precisionMetrics,
} from '../../../../../src/subnets/score/scoring/average-precision.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

const SIZE = { width: 1000, height: 1000 };
const object = (box: Box, label = 'fire') => ({ box, label });
const found = (box: Box, score: number | null = 0.5, label = 'fire') => ({ box, label, score });

const A: Box = [0, 0, 100, 100];
const B: Box = [300, 300, 400, 400];
const NOWHERE: Box = [800, 800, 900, 900];

describe('average precision', () => {
  it('is the area under the best precision that is still to come', () => {
    expect(averagePrecision([true], 1)).toBe(1);
    expect(averagePrecision([false, true], 1)).toBe(0.5);
    expect(averagePrecision([true, false, true], 2)).toBeCloseTo(0.5 + (2 / 3) * 0.5, 12);
    expect(averagePrecision([false, true, true], 2)).toBeCloseTo(2 / 3, 12);
    expect(averagePrecision([true], 4)).toBe(0.25);
    expect(averagePrecision([], 3)).toBe(0);
  });
});

describe('the metrics of boxes', () => {
  it('count hits over boxes, hits over objects, and false boxes an image', () => {
    const metrics = precisionMetrics([
      {
        truth: [object(A), object(B)],
        predicted: [found(A, 0.9), found(NOWHERE, 0.8), found(B, 0.7)],
        size: SIZE,
      },
    ]);

    expect(metrics.map50).toBeCloseTo(5 / 6, 12);
    expect(metrics.precision).toBeCloseTo(2 / 3, 12);
    expect(metrics.recall).toBe(1);
    expect(metrics.falsePositive).toBeCloseTo(0.9, 12);
  });

  it('spread false boxes over the images, and stop at 0', () => {
    const image = (count: number) => ({
      truth: [],
      predicted: Array.from({ length: count }, () => found(NOWHERE)),
      size: SIZE,
    });

    expect(precisionMetrics([image(3), image(0)]).falsePositive).toBeCloseTo(0.85, 12);
    expect(precisionMetrics([image(10)]).falsePositive).toBe(0);
    expect(precisionMetrics([image(12)]).falsePositive).toBe(0);
  });

  it('of nothing are 0, but for the false boxes that are not there', () => {
    const nothing = { map50: 0, precision: 0, recall: 0, falsePositive: 1 };

    expect(precisionMetrics([])).toEqual(nothing);
    expect(precisionMetrics([{ truth: [], predicted: [] }])).toEqual(nothing);
    expect(precisionMetrics([{ truth: [object(A)], predicted: [] }])).toEqual(nothing);
    expect(precisionMetrics([{ truth: [], predicted: [found(A)] }])).toEqual({
      ...nothing,
      falsePositive: 0.9,
    });
  });

  it('average over classes that have truth, not over those that were only answered', () => {
    const metrics = precisionMetrics([
      {
        truth: [object(A, 'fire'), object(B, 'smoke')],
        predicted: [found(A, 0.9, 'fire'), found(NOWHERE, 0.9, 'bat')],
        size: SIZE,
      },
    ]);

    expect(metrics.map50).toBe(0.5);
    expect(metrics.precision).toBe(0.5);
    expect(metrics.recall).toBe(0.5);
  });
});

describe('a prediction', () => {
  it('that reaches exactly what its object needs is right', () => {
    // A share of 0.02 needs 0.5; half of the object is 0.5.
    const frame = (width: number) => ({
      truth: [object([0, 0, 200, 100])],
      predicted: [found([0, 0, width, 100])],
      size: SIZE,
    });

    expect(precisionMetrics([frame(100)]).recall).toBe(1);
    expect(precisionMetrics([frame(99)]).recall).toBe(0);
  });

  it('is judged by the size of its own picture, or of 960 × 540 where none is known', () => {
    const frame = { truth: [object([0, 0, 72, 72])], predicted: [found([0, 0, 36, 72])] };

    // 72 × 72 is exactly 1 % of 960 × 540, and needs 0.5.
    expect(classOutcomes([frame])[0]?.outcomes[0]?.required).toBeCloseTo(0.5, 12);
    expect(
      classOutcomes([{ ...frame, size: { width: 144, height: 144 } }])[0]?.outcomes[0]?.required,
    ).toBeCloseTo(0.7, 12);
  });

  it('takes the object it overlaps most, the first of two alike, and each object once', () => {
    const [left, right]: [Box, Box] = [
      [0, 0, 10, 10],
      [10, 0, 20, 10],
    ];
    const between: Box = [5, 0, 15, 10];

    const [fire] = classOutcomes([
      {
        truth: [object(left), object(right)],
        predicted: [found(between, 0.9), found(left, 0.8)],
        size: SIZE,
      },
    ]);

    expect(fire?.outcomes).toEqual([
      { frame: 0, prediction: 0, truth: 0, iou: 1 / 3, required: 0.3, hit: true },
      { frame: 0, prediction: 1, truth: -1, iou: 0, required: null, hit: false },
    ]);
  });

  it('of another class or another image than the object is wrong', () => {
    const [fire, smoke] = classOutcomes([
      { truth: [object(A, 'fire')], predicted: [found(A, 0.9, 'smoke')], size: SIZE },
      { truth: [], predicted: [found(A, 0.4, 'fire')], size: SIZE },
    ]);

    expect(fire).toMatchObject({ name: 'fire', truths: 1, averagePrecision: 0 });
    expect(fire?.outcomes).toMatchObject([{ frame: 1, truth: -1, hit: false }]);
    expect(smoke).toMatchObject({ name: 'smoke', truths: 0, averagePrecision: null });
  });

  it('comes before those it outscores, over all images; without a score it comes first', () => {
    const [fire] = classOutcomes([
      { truth: [object(A)], predicted: [found(A, 0.2), found(A, 0.9)], size: SIZE },
      { truth: [object(A)], predicted: [found(A, 0.5), found(A, null)], size: SIZE },
    ]);

    expect(fire?.outcomes.map(({ frame, prediction, hit }) => [frame, prediction, hit])).toEqual([
      [1, 1, true],
      [0, 1, true],
      [1, 0, false],
      [0, 0, false],
    ]);
    expect(fire?.averagePrecision).toBe(1);
  });
});
