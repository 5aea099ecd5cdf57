import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignMaximum } from '../../../../../src/subnets/score/scoring/assignment.ts';

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(
        fc.oneof(
          { weight: 1, arbitrary: fc.constant(0) },
          { weight: 3, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
        ),
        { minLength: columns, maxLength: columns },
      ),
      { minLength: rows, maxLength: rows },
    ),
  );

/** Best total by trying every assignment. */
function bruteForce(values: readonly (readonly number[])[], row = 0, used = 0): number {
  const columns = values[0]?.length ?? 0;
  if (row === values.length) return 0;
  const skip = values.length > columns ? bruteForce(values, row + 1, used) : -Infinity;
  let best = skip;
  for (let column = 0; column < columns; column++) {
    if (used & (1 << column)) continue;
    const rest = bruteForce(values, row + 1, used | (1 << column));
    best = Math.max(best, (values[row]?.[column] ?? 0) + rest);
  }
  return best;
}

describe('assignment by highest total', () => {
  it('reaches the best total that trying everything finds', () => {
    fc.assert(
      fc.property(matrix, (values) => {
        const pairs = assignMaximum(values);

        const total = pairs.reduce((sum, [r, c]) => sum + (values[r]?.[c] ?? 0), 0);
        expect(total).toBeCloseTo(bruteForce(values), 9);
      }),
      { seed: 44, numRuns: 300 },
    );
  });

  it('uses each row and each column once and leaves none of the shorter side out', () => {
    fc.assert(
      fc.property(matrix, (values) => {
        const pairs = assignMaximum(values);

        const shorter = Math.min(values.length, values[0]?.length ?? 0);
        expect(pairs).toHaveLength(shorter);
        expect(new Set(pairs.map(([row]) => row)).size).toBe(shorter);
        expect(new Set(pairs.map(([, column]) => column)).size).toBe(shorter);
      }),
    );
  });

  it('gives up a good pair for a better total', () => {
    const pairs = assignMaximum([
      [0.9, 0.8],
      [0.85, 0],
    ]);

    expect(pairs).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  // The only best assignment of each, found by trying all.
  it.each<[number[][], [number, number][]]>([
    [
      [
        [7, 4, 3],
        [6, 8, 5],
        [9, 4, 4],
      ],
      [
        [0, 2],
        [1, 1],
        [2, 0],
      ],
    ],
    [
      [
        [9, 8, 0, 0],
        [8, 6, 5, 0],
        [0, 6, 5, 3],
        [0, 0, 4, 1],
      ],
      [
        [0, 1],
        [1, 0],
        [2, 3],
        [3, 2],
      ],
    ],
    [
      [
        [1, 2, 4, 3],
        [2, 3, 9, 6],
      ],
      [
        [0, 3],
        [1, 2],
      ],
    ],
    [
      [
        [19, 8, 11, 20],
        [16, 0, 14, 7],
        [20, 1, 5, 3],
        [11, 15, 7, 12],
      ],
      [
        [0, 3],
        [1, 2],
        [2, 0],
        [3, 1],
      ],
    ],
    [
      [
        [17, 3, 18, 7, 0],
        [6, 13, 8, 5, 12],
        [5, 2, 4, 19, 19],
        [14, 4, 4, 0, 0],
        [6, 6, 5, 5, 9],
      ],
      [
        [0, 2],
        [1, 1],
        [2, 3],
        [3, 0],
        [4, 4],
      ],
    ],
    [
      [
        [10, 6, 17, 20, 6, 5],
        [6, 12, 9, 0, 11, 13],
        [5, 4, 8, 2, 10, 9],
        [19, 18, 0, 19, 10, 2],
      ],
      [
        [0, 3],
        [1, 5],
        [2, 4],
        [3, 0],
      ],
    ],
  ])('finds the one that adds up to most: %j', (values, best) => {
    const turned = (values[0] ?? []).map((_, column) => values.map((row) => row[column] ?? 0));
    const byColumn = best
      .map(([row, column]) => [column, row] as const)
      .sort((a, b) => a[0] - b[0]);

    expect(assignMaximum(values)).toEqual(best);
    expect(assignMaximum(turned)).toEqual(byColumn);
  });

  it('has nothing to assign in an empty matrix', () => {
    expect(assignMaximum([])).toEqual([]);
    expect(assignMaximum([[], []])).toEqual([]);
  });
});
