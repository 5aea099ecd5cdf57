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

  it('has nothing to assign in an empty matrix', () => {
    expect(assignMaximum([])).toEqual([]);
    expect(assignMaximum([[], []])).toEqual([]);
  });
});
