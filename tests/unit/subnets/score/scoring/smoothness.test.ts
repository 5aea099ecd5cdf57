import { describe, expect, it } from 'vitest';
import {
  coveredIou,
  smoothnessPillar,
} from '../../../../../src/subnets/score/scoring/smoothness.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

const object = (box: Box, label = 'ball', team?: string) => ({
  box,
  label,
  ...(team === undefined ? {} : { team }),
});
const frame = (...objects: ReturnType<typeof object>[]) => ({ objects });
const still = object([0, 0, 10, 10]);

describe('the area that two lists of boxes cover', () => {
  it('is shared over covered', () => {
    expect(coveredIou([[0, 0, 10, 10]], [[5, 2, 15, 8]])).toBeCloseTo(30 / 130, 12);
    expect(coveredIou([[0, 0, 4, 2]], [[0, 0, 4, 8]])).toBe(0.25);
    expect(coveredIou([[3, 5, 7, 9]], [[3, 5, 7, 9]])).toBe(1);
  });

  it('counts ground that is covered twice once', () => {
    const cross: Box[] = [
      [0, 4, 10, 6],
      [4, 0, 6, 10],
    ];

    // 20 + 20 − 4 of 100.
    expect(coveredIou(cross, [[0, 0, 10, 10]])).toBeCloseTo(0.36, 12);
  });

  it('is nothing of nothing, and of boxes apart', () => {
    expect(coveredIou([], [])).toBe(0);
    expect(coveredIou([[2, 2, 2, 2]], [[2, 2, 2, 2]])).toBe(0);
    expect(coveredIou([[0, 0, 5, 5]], [[20, 20, 25, 25]])).toBe(0);
    expect(coveredIou([[0, 0, 5, 5]], [])).toBe(0);
  });
});

describe('smoothness', () => {
  it('gives a type that leaves and comes back two transitions of nothing', () => {
    // 1, 0, 0, 1: mean 0.5, mean change 2 / 3.
    const run = [frame(still), frame(still), frame(), frame(still), frame(still)];

    expect(smoothnessPillar([run])).toBeCloseTo(0.5 / (1 + 2 / 3), 12);
  });

  it('makes no transition of two frames that both lack a type', () => {
    const run = [frame(still), frame(still), frame(still), frame(), frame(), frame()];

    // 1, 1, 0: mean 2 / 3, mean change 1 / 2.
    expect(smoothnessPillar([run])).toBeCloseTo(2 / 3 / 1.5, 12);
  });

  it('is 0 for a type with one transition, and needs two', () => {
    expect(smoothnessPillar([[frame(still), frame(still)]])).toBe(0);
    expect(smoothnessPillar([[frame(still), frame(still), frame(still)]])).toBe(1);
    expect(
      smoothnessPillar([
        [frame(still), frame(still)],
        [frame(still), frame(still)],
      ]),
    ).toBe(1);
  });

  it('is the mean over types, told apart by name and by side', () => {
    const steady = [object([0, 0, 10, 10], 'player', '1')];
    const lost = object([50, 0, 60, 10], 'player', '2');

    // One side stands still: 1. The other is seen once: 0 then gone, one transition: 0.
    const run = [frame(...steady, lost), frame(...steady), frame(...steady)];
    expect(smoothnessPillar([run])).toBe(0.5);
  });

  it('is that of filled pixels where something is a polygon', () => {
    const half = {
      ...still,
      polygon: [
        [0, 0],
        [0, 10],
        [10, 10],
      ] as const,
    };
    const whole = frame(still);
    const shaped = { objects: [half] };

    // 66 of 121 pixels, then 121 of 121: the mean is 0.5 + 33 / 121, the change 55 / 121.
    const share = 66 / 121;
    expect(smoothnessPillar([[whole, shaped, shaped]])).toBeCloseTo(
      (share + 1) / 2 / (1 + 1 - share),
      12,
    );
  });

  it('counts pixels within the frame alone', () => {
    const size = { width: 5, height: 5 };
    const polygon = [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
    ] as const;
    const small = { objects: [{ box: [0, 0, 4, 4] as const, label: 'ball' }], size };
    const large = { objects: [{ box: [0, 0, 9, 9] as const, label: 'ball', polygon }], size };

    expect(smoothnessPillar([[small, large, small]])).toBe(1);
  });
});
