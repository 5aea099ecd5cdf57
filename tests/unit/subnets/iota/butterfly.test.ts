import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allPairs,
  pairMiners,
  partitionBounds,
  partitionCount,
} from '../../../../src/subnets/iota/scoring/butterfly.ts';
import { PythonRandom } from '../../../../src/subnets/iota/scoring/python-random.ts';

describe('Python’s generator', () => {
  it('shuffles as random.seed(42) does', () => {
    const items = Array.from({ length: 10 }, (_, i) => i);

    expect(new PythonRandom(42).shuffle(items)).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1]);
    expect(new PythonRandom(0).shuffle([1, 2, 3, 4, 5])).toEqual([3, 2, 1, 5, 4]);
  });

  it('keeps shuffling beyond one refill of its state', () => {
    const items = Array.from({ length: 2000 }, (_, i) => i);
    const shuffled = new PythonRandom(7).shuffle(items);

    expect(shuffled.slice(0, 8)).toEqual([161, 562, 1877, 1034, 1575, 48, 655, 1873]);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
});

describe('the butterfly', () => {
  it('agrees with the worked example of four miners', () => {
    const { pairs } = pairMiners(['0', '1', '2', '3'], 8);

    expect(pairs.map((pair) => pair.join(''))).toEqual([
      '03',
      '01',
      '01',
      '12',
      '32',
      '32',
      '20',
      '13',
    ]);
  });

  it('pairs distinct miners and covers everybody’s work', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 24 }),
        (count, parts) => {
          const miners = Array.from({ length: count }, (_, i) => `m${i}`);
          const { pairs, work } = pairMiners(miners, parts);
          expect(pairs).toHaveLength(parts);
          for (const [a, b] of pairs) expect(a).not.toBe(b);
          const listed = [...work.values()].flatMap((own) => own ?? []);
          expect(listed).toHaveLength(2 * parts);
        },
      ),
    );
    expect(pairMiners([], 3).pairs).toEqual([]);
    expect(pairMiners(['a'], 2).pairs).toEqual([
      ['a', null],
      ['a', null],
    ]);
  });

  it('cuts slices and counts them', () => {
    expect(partitionBounds(10, 3)).toEqual([
      [0, 3],
      [3, 6],
      [6, 10],
    ]);
    expect(partitionBounds(1, 2)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect([partitionCount(20, 3), partitionCount(1, 2)]).toEqual([12, 0]);
    expect(allPairs(3)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(allPairs(1)).toEqual([[0, null]]);
    expect(allPairs(0)).toEqual([]);
  });
});
