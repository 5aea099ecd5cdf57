import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIou, maskIou, rasterise } from '../../../../../src/subnets/score/scoring/raster.ts';

type Points = readonly (readonly [number, number])[];

/** Rows of the mask, # for a pixel that is covered. */
function draw(polygon: Points, width: number, height: number): string[] {
  const mask = rasterise(polygon, { width, height });
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (mask[y * width + x] === 1 ? '#' : '.')).join(''),
  );
}

describe('a line', () => {
  it('that is level, upright or diagonal covers every pixel from end to end', () => {
    expect(
      draw(
        [
          [1, 1],
          [3, 1],
        ],
        5,
        3,
      ),
    ).toEqual(['.....', '.###.', '.....']);
    expect(
      draw(
        [
          [1, 1],
          [1, 3],
        ],
        3,
        5,
      ),
    ).toEqual(['...', '.#.', '.#.', '.#.', '...']);
    expect(
      draw(
        [
          [0, 0],
          [2, 2],
        ],
        3,
        3,
      ),
    ).toEqual(['#..', '.#.', '..#']);
    expect(
      draw(
        [
          [0, 2],
          [2, 0],
        ],
        3,
        3,
      ),
    ).toEqual(['..#', '.#.', '#..']);
  });

  it('that is flat steps down once in a few columns', () => {
    expect(
      draw(
        [
          [0, 0],
          [5, 1],
        ],
        6,
        2,
      ),
    ).toEqual(['###...', '...###']);
    expect(
      draw(
        [
          [0, 1],
          [5, 0],
        ],
        6,
        2,
      ),
    ).toEqual(['...###', '###...']);
  });

  it('that is steep steps aside once in a few rows', () => {
    expect(
      draw(
        [
          [0, 0],
          [1, 5],
        ],
        2,
        6,
      ),
    ).toEqual(['#.', '#.', '#.', '.#', '.#', '.#']);
    expect(
      draw(
        [
          [1, 0],
          [0, 5],
        ],
        2,
        6,
      ),
    ).toEqual(['.#', '.#', '.#', '#.', '#.', '#.']);
  });

  it('covers the same pixels from either end', () => {
    expect(
      draw(
        [
          [5, 2],
          [0, 0],
        ],
        6,
        3,
      ),
    ).toEqual(
      draw(
        [
          [0, 0],
          [5, 2],
        ],
        6,
        3,
      ),
    );
    expect(
      draw(
        [
          [2, 6],
          [0, 0],
        ],
        3,
        7,
      ),
    ).toEqual(
      draw(
        [
          [0, 0],
          [2, 6],
        ],
        3,
        7,
      ),
    );
  });
});

describe('a polygon', () => {
  it('covers its inside and its outline', () => {
    expect(
      draw(
        [
          [1, 1],
          [4, 1],
          [4, 3],
          [1, 3],
        ],
        6,
        5,
      ),
    ).toEqual(['......', '.####.', '.####.', '.####.', '......']);
  });

  it('is filled across its corners', () => {
    expect(
      draw(
        [
          [3, 0],
          [6, 3],
          [3, 6],
          [0, 3],
        ],
        7,
        7,
      ),
    ).toEqual(['...#...', '..###..', '.#####.', '#######', '.#####.', '..###..', '...#...']);
  });

  it('with a notch is open between its arms', () => {
    const fork: Points = [
      [0, 0],
      [2, 0],
      [2, 4],
      [6, 4],
      [6, 0],
      [8, 0],
      [8, 6],
      [0, 6],
    ];

    expect(draw(fork, 9, 7)).toEqual([
      '###...###',
      '###...###',
      '###...###',
      '###...###',
      '#########',
      '#########',
      '#########',
    ]);
  });

  it('with slanting sides keeps to the left end of a side where two pixels are as near', () => {
    expect(
      draw(
        [
          [0, 0],
          [8, 0],
          [6, 4],
          [2, 4],
        ],
        9,
        5,
      ),
    ).toEqual(['#########', '########.', '.#######.', '.######..', '..#####..']);
  });

  it('that leaves the picture is cut at every edge', () => {
    expect(
      draw(
        [
          [-5, -5],
          [9, -5],
          [9, 9],
          [-5, 9],
        ],
        3,
        2,
      ),
    ).toEqual(['###', '###']);
    expect(
      draw(
        [
          [-3, 1],
          [9, 1],
        ],
        4,
        3,
      ),
    ).toEqual(['....', '####', '....']);
    expect(
      draw(
        [
          [1, -3],
          [1, 9],
        ],
        3,
        3,
      ),
    ).toEqual(['.#.', '.#.', '.#.']);
    expect(
      draw(
        [
          [-4, 0],
          [-2, 0],
          [-2, 2],
          [-4, 2],
        ],
        4,
        3,
      ),
    ).toEqual(['....', '....', '....']);
    expect(
      draw(
        [
          [4, 0],
          [6, 0],
          [6, 2],
          [4, 2],
        ],
        4,
        3,
      ),
    ).toEqual(['....', '....', '....']);
    expect(
      draw(
        [
          [0, 3],
          [3, 3],
        ],
        4,
        3,
      ),
    ).toEqual(['....', '....', '....']);
  });

  it('has whole corners, cut toward 0', () => {
    expect(
      draw(
        [
          [1.9, 1.9],
          [2.9, 1.2],
        ],
        5,
        3,
      ),
    ).toEqual(['.....', '.##..', '.....']);
    expect(
      draw(
        [
          [-0.9, 0],
          [1, 0],
        ],
        3,
        1,
      ),
    ).toEqual(['##.']);
  });

  it('of one point is a pixel, of none is nothing', () => {
    expect(draw([[1, 0]], 3, 2)).toEqual(['.#.', '...']);
    expect(draw([], 3, 2)).toEqual(['...', '...']);
  });
});

describe('masks', () => {
  it('overlap by the pixels of both over the pixels of either', () => {
    expect(maskIou(Uint8Array.of(1, 1, 1, 0, 0), Uint8Array.of(0, 1, 1, 1, 0))).toBe(0.5);
    expect(maskIou(Uint8Array.of(1, 0), Uint8Array.of(0, 1))).toBe(0);
    expect(maskIou(Uint8Array.of(1, 1), Uint8Array.of(1, 1))).toBe(1);
  });

  it('that are both empty do not overlap', () => {
    expect(maskIou(new Uint8Array(4), new Uint8Array(4))).toBe(0);
  });
});

describe('filled polygons', () => {
  const SIZE = { width: 30, height: 20 };
  const box = (x1: number, y1: number, x2: number, y2: number): Points => [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];

  it('overlap as their masks of the whole image do, wherever they lie', () => {
    const place = fc.integer({ min: -12, max: 42 });
    const polygon = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(polygon, polygon, (a, b) => {
        expect(filledIou([a], [b], SIZE)).toBe(maskIou(rasterise(a, SIZE), rasterise(b, SIZE)));
      }),
      { numRuns: 400 },
    );
  });

  it('of one side count together', () => {
    // 5 × 5 and 5 × 5 pixels against the 11 × 5 that hold both.
    expect(filledIou([box(0, 0, 4, 4), box(6, 0, 10, 4)], [box(0, 0, 10, 4)], SIZE)).toBe(50 / 55);
    expect(filledIou([], [box(0, 0, 4, 4)], SIZE)).toBe(0);
    expect(filledIou([[]], [[]], SIZE)).toBe(0);
  });

  it('that touch in one pixel overlap by it', () => {
    expect(filledIou([box(0, 0, 4, 4)], [box(4, 4, 8, 8)], SIZE)).toBe(1 / 49);
    expect(filledIou([box(0, 0, 4, 4)], [box(5, 4, 8, 8)], SIZE)).toBe(0);
    expect(filledIou([box(0, 0, 4, 4)], [box(4, 5, 8, 8)], SIZE)).toBe(0);
  });

  it('outside the image count nowhere', () => {
    expect(filledIou([box(25, 15, 40, 40)], [box(25, 15, 29, 19)], SIZE)).toBe(1);
    expect(filledIou([box(30, 0, 40, 5)], [box(30, 0, 40, 5)], SIZE)).toBe(0);
  });
});
