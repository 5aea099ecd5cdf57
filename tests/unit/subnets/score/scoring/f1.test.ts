import { describe, expect, it } from 'vitest';
import {
  assignedPairs,
  countPillar,
  f1AtThresholds,
  iouPillar,
  labelStrictBoxF1,
  labelStrictF1,
  matchedF1,
} from '../../../../../src/subnets/score/scoring/f1.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

const object = (box: Box, label = 'player') => ({ box, label });

describe('F1 of a frame', () => {
  it('counts pairs that reach the threshold', () => {
    expect(matchedF1([[0.3]], 1, 0.3)).toBe(1);
    expect(matchedF1([[0.299]], 1, 0.3)).toBe(0);
    expect(matchedF1([[0.9, 0]], 2, 0.3)).toBeCloseTo(2 / 3, 12);
    expect(matchedF1([[0.9], [0], [0]], 1, 0.3)).toBe(0.5);
  });

  it('is the mean over 0.3 and 0.5', () => {
    expect(f1AtThresholds([[0.5]], 1)).toBe(1);
    expect(f1AtThresholds([[0.499]], 1)).toBe(0.5);
    expect(f1AtThresholds([[0.3]], 1)).toBe(0.5);
    expect(f1AtThresholds([[0.299]], 1)).toBe(0);
  });

  it('is 1 when both sides are empty and 0 when one is', () => {
    expect(f1AtThresholds([], 0)).toBe(1);
    expect(f1AtThresholds([], 2)).toBe(0);
    expect(f1AtThresholds([[], []], 0)).toBe(0);
  });

  it('pairs by the best total, not by the best pair', () => {
    expect(
      assignedPairs([
        [0.9, 0.8],
        [0.85, 0],
      ]),
    ).toEqual([
      { truth: 0, prediction: 1, iou: 0.8 },
      { truth: 1, prediction: 0, iou: 0.85 },
    ]);
  });
});

describe('the pillars', () => {
  // 3 of 10 columns are covered: IoU 0.3.
  const third = [{ truth: [object([0, 0, 10, 10])], predicted: [object([0, 0, 3, 10], 'ball')] }];
  const half = [{ truth: [object([0, 0, 10, 10])], predicted: [object([0, 0, 5, 10])] }];

  it('count and iou look past labels, at 0.3, and at 0.3 and 0.5', () => {
    expect(countPillar(third)).toBe(1);
    expect(iouPillar(third)).toBe(0.5);
    expect(iouPillar(half)).toBe(1);
  });

  it('that are strict about labels give nothing for another name', () => {
    expect(labelStrictF1(third)).toBe(0);
    expect(labelStrictBoxF1(third)).toBe(0);
    expect(labelStrictF1(half)).toBe(1);
    expect(labelStrictBoxF1(half)).toBe(1);
  });

  it('are means over frames', () => {
    const empty = { truth: [object([0, 0, 10, 10])], predicted: [] };

    expect(countPillar([...third, empty])).toBe(0.5);
    expect(iouPillar([...half, empty])).toBe(0.5);
    expect(labelStrictF1([...half, empty])).toBe(0.5);
  });
});
