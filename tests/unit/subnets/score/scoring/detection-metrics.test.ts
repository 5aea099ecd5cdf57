import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredIou } from '../../../../../src/subnets/score/scoring/adaptive-threshold.ts';
import { precisionMetrics } from '../../../../../src/subnets/score/scoring/average-precision.ts';
import {
  countPillar,
  iouPillar,
  labelStrictF1,
} from '../../../../../src/subnets/score/scoring/f1.ts';
import { palettePillar, rolePillar } from '../../../../../src/subnets/score/scoring/palette.ts';
import { smoothnessPillar } from '../../../../../src/subnets/score/scoring/smoothness.ts';
import type {
  DetectionFrame,
  PredictedObject,
} from '../../../../../src/subnets/score/scoring/detection.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

/** Ties may fall either way when order changes: one fixed seed keeps these tests repeatable. */
const RUNS = { seed: 44, numRuns: 200 };
const TEAMS = { team1: '1', team2: '2' };

const box = fc
  .tuple(
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 0, max: 500 }),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([x, y, w, h]): Box => [x, y, x + w, y + h]);
const object = fc.record({
  box,
  label: fc.constantFrom('player', 'referee', 'goalkeeper'),
  team: fc.constantFrom('red', 'blue', 'other', null),
});
const prediction = fc
  .tuple(object, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([found, score]): PredictedObject => ({ ...found, score }));
const frame = fc.record({
  truth: fc.array(object, { maxLength: 8 }),
  predicted: fc.uniqueArray(prediction, { maxLength: 8, selector: ({ score }) => score }),
});
const frames = fc.array(frame, { minLength: 1, maxLength: 4 });

function allMetrics(list: readonly DetectionFrame[]): number[] {
  const { map50, precision, recall, falsePositive } = precisionMetrics(list);
  const byPrecision = [map50, precision, recall, falsePositive];
  const byF1 = [countPillar(list), iouPillar(list), labelStrictF1(list)];
  return byPrecision.concat(byF1, palettePillar(list, TEAMS), rolePillar(list, TEAMS));
}

describe('detection metrics', () => {
  it('stay between 0 and 1 for any boxes', () => {
    fc.assert(
      fc.property(frames, (list) => {
        for (const value of allMetrics(list)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      RUNS,
    );
  });

  it('do not depend on the order of frames or of true objects', () => {
    fc.assert(
      fc.property(frames, (list) => {
        const turned = list
          .map(({ truth, predicted }) => ({ truth: truth.toReversed(), predicted }))
          .toReversed();

        // Ties of IoU or of colour counts may fall either way: only unambiguous lists compare.
        const before = precisionMetrics(list);
        const after = precisionMetrics(turned);
        expect(countPillar(turned)).toBeCloseTo(countPillar(list), 9);
        if (!hasEqualBoxes(list)) expect(after.map50).toBeCloseTo(before.map50, 9);
      }),
      RUNS,
    );
  });

  it('do not depend on the order of predictions whose scores differ', () => {
    fc.assert(
      fc.property(frames, (list) => {
        fc.pre(
          new Set(list.flatMap((f) => f.predicted.map((p) => p.score))).size === countOf(list),
        );
        const turned = list.map(({ truth, predicted }) => ({
          truth,
          predicted: predicted.toReversed(),
        }));

        expect(precisionMetrics(turned)).toEqual(precisionMetrics(list));
      }),
      RUNS,
    );
  });

  it('are all 1 when every object is found as it is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(object, { minLength: 1, maxLength: 8, selector: (o) => `${o.box}` }),
        (truth) => {
          const perfect = [{ truth, predicted: truth.map((o) => ({ ...o, score: 0.9 })) }];

          expect(precisionMetrics(perfect)).toEqual({
            map50: 1,
            precision: 1,
            recall: 1,
            falsePositive: 1,
          });
          expect([countPillar(perfect), iouPillar(perfect), labelStrictF1(perfect)]).toEqual([
            1, 1, 1,
          ]);
        },
      ),
      RUNS,
    );
  });

  it('never rise when a prediction far from everything is added', () => {
    fc.assert(
      fc.property(frames, (list) => {
        const junk = { box: [940, 520, 950, 530] as const, label: 'player', score: 0.01 };
        const worse = list.map((f) => ({ ...f, predicted: [...f.predicted, junk] }));
        fc.pre(list.every((f) => f.truth.every((o) => o.box[2] < 940 || o.box[3] < 520)));

        expect(countPillar(worse)).toBeLessThanOrEqual(countPillar(list));
        expect(precisionMetrics(worse).falsePositive).toBeLessThan(
          precisionMetrics(list).falsePositive + 1e-12,
        );
      }),
      RUNS,
    );
  });

  it('read a missing or infinite score as 1 and compare class names without case', () => {
    const truth = [{ box: [0, 0, 100, 100] as const, label: ' Fire ' }];
    const wrong = { box: [500, 300, 600, 400] as const, label: 'fire', score: 0.9 };
    const right = { box: [0, 0, 100, 100] as const, label: 'fire' };

    for (const score of [null, NaN, Infinity]) {
      const metrics = precisionMetrics([{ truth, predicted: [wrong, { ...right, score }] }]);
      expect(metrics.map50).toBe(1);
    }
  });
});

describe('polygons', () => {
  const triangle = [
    [100, 200],
    [200, 200],
    [150, 100],
  ] as const;
  const corners: Box = [100, 100, 200, 200];

  it('are compared by their area, not by their boxes', () => {
    const truth = [{ box: corners, label: 'sign', polygon: triangle }];
    const square = [
      [100, 100],
      [200, 100],
      [200, 200],
      [100, 200],
    ] as const;
    const predicted = [{ box: corners, label: 'sign', polygon: square }];
    const list = [{ truth, predicted, size: { width: 220, height: 220 } }];

    // A triangle covers half of its box: IoU 0.51 with outlines, where this size needs 0.68.
    expect(iouPillar(list)).toBe(1);
    expect(precisionMetrics(list).map50).toBe(0);
  });

  it('lose their shape when the class is predicted with boxes only', () => {
    const truth = [{ box: corners, label: 'sign', polygon: triangle }];
    const size = { width: 220, height: 220 };

    const metrics = precisionMetrics([
      { truth, predicted: [{ box: corners, label: 'sign', score: 0.5 }], size },
    ]);

    expect(metrics.map50).toBe(1);
  });
});

describe('required IoU', () => {
  it('never falls as the object grows', () => {
    const image = { width: 960, height: 540 };
    let before = 0;
    for (let side = 1; side <= 540; side++) {
      const required = requiredIou([0, 0, side, side], image);
      expect(required).toBeGreaterThanOrEqual(before);
      before = required;
    }
    expect(before).toBe(0.7);
  });
});

describe('smoothness', () => {
  const at = (x: number) => ({ objects: [{ box: [x, 0, x + 10, 10] as const, label: 'ball' }] });

  it('is 1 for what does not move and 0 with fewer than two transitions', () => {
    expect(smoothnessPillar([[at(0), at(0), at(0)]])).toBe(1);
    expect(smoothnessPillar([[at(0), at(0)]])).toBe(0);
    expect(smoothnessPillar([])).toBe(0);
  });

  it('divides the mean overlap by one plus the mean change', () => {
    // IoU 9/11 twice, then 8/12: mean 0.76768, mean change (0 + 0.15152) / 2.
    const value = smoothnessPillar([[at(0), at(1), at(2), at(4)]]);

    expect(value).toBeCloseTo((9 / 11 + 9 / 11 + 8 / 12) / 3 / (1 + (9 / 11 - 8 / 12) / 2), 12);
  });

  it('does not join the last frame of one clip to the first of another', () => {
    expect(
      smoothnessPillar([
        [at(0), at(0), at(0)],
        [at(500), at(500), at(500)],
      ]),
    ).toBe(1);
  });

  it('counts overlapping boxes of one type once', () => {
    const pair = {
      objects: [
        { box: [0, 0, 10, 10] as const, label: 'ball' },
        { box: [5, 0, 15, 10] as const, label: 'ball' },
      ],
    };
    const one = { objects: [{ box: [0, 0, 15, 10] as const, label: 'ball' }] };

    expect(smoothnessPillar([[pair, one, pair]])).toBe(1);
  });
});

function countOf(list: readonly DetectionFrame[]): number {
  return list.reduce((sum, { predicted }) => sum + predicted.length, 0);
}

/** Whether a prediction overlaps two true objects: then ties and order may decide. */
function hasEqualBoxes(list: readonly DetectionFrame[]): boolean {
  return list.some(
    ({ truth }) => new Set(truth.map((o) => `${o.label}${o.box}`)).size < truth.length,
  );
}
