import { describe, expect, it } from 'vitest';
import { DEFAULT_SIZE } from '../../../../../src/subnets/score/scoring/detection.ts';
import {
  boxMatrix,
  matchedForm,
  objectIou,
  overlapMatrix,
} from '../../../../../src/subnets/score/scoring/overlap.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

const SIZE = { width: 12, height: 12 };
const SQUARE: Box = [0, 0, 4, 4];
/** The lower left half of the square: 15 pixels with its outline; the square has 25. */
const TRIANGLE = [
  [0, 0],
  [0, 4],
  [4, 4],
] as const;
const CORNERS = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];

const plain = (label: string) => ({ box: SQUARE, label });
const shaped = (label: string) => ({ ...plain(label), polygon: TRIANGLE });

describe('overlap of two objects', () => {
  it('is that of their boxes when neither has a shape', () => {
    expect(objectIou(plain('a'), { box: [2, 0, 6, 4], label: 'a' }, SIZE)).toBeCloseTo(8 / 24, 12);
  });

  it('is that of pixels when one has, and the other lends its corners', () => {
    expect(objectIou(shaped('a'), plain('a'), SIZE)).toBe(15 / 25);
    expect(objectIou(plain('a'), shaped('a'), SIZE)).toBe(15 / 25);
    expect(objectIou(shaped('a'), shaped('a'), SIZE)).toBe(1);
  });
});

describe('the form of a true object', () => {
  it('is a box where its class was answered with boxes alone', () => {
    expect(matchedForm([shaped('a')], [plain(' A '), plain('a')])).toEqual([plain('a')]);
  });

  it('is a shape where its class was answered with shapes alone', () => {
    expect(matchedForm([plain('a'), shaped('a')], [shaped('a')])).toEqual([
      { ...plain('a'), polygon: CORNERS },
      shaped('a'),
    ]);
  });

  it('stays as it is where the answer mixes both, or names another class', () => {
    const truth = [shaped('a'), plain('a')];

    expect(matchedForm(truth, [plain('a'), shaped('a')])).toEqual(truth);
    expect(matchedForm(truth, [plain('b')])).toEqual(truth);
    expect(matchedForm(truth, [])).toEqual(truth);
  });
});

describe('the matrix of overlaps', () => {
  it('has a row for each object and a column for each prediction', () => {
    const frame = { truth: [plain('a'), shaped('a')], predicted: [shaped('a')], size: SIZE };

    expect(overlapMatrix(frame)).toEqual([[15 / 25], [1]]);
    expect(boxMatrix(frame.truth, frame.predicted)).toEqual([[1], [1]]);
  });

  it('assumes 960 × 540 where no size is known', () => {
    expect(DEFAULT_SIZE).toEqual({ width: 960, height: 540 });
    const low: Box = [0, 537, 9, 560];
    const polygon = [
      [0, 539],
      [9, 539],
    ] as const;

    // Rows 537 to 539 of the picture are left of the box: 3 × 10 pixels, of which 10 are the line.
    expect(
      overlapMatrix({
        truth: [{ box: low, label: 'a' }],
        predicted: [{ box: low, label: 'a', polygon }],
      }),
    ).toEqual([[10 / 30]]);
  });
});
