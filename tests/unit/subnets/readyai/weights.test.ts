import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRng } from '../../../../src/shared/rng.ts';
import { updateAverage } from '../../../../src/subnets/readyai/scoring/moving-average.ts';
import { cubicCurve, rankWeights } from '../../../../src/subnets/readyai/scoring/rank-weights.ts';
import {
  conversationWindows,
  splitOverlap,
} from '../../../../src/subnets/readyai/scoring/windows.ts';

const rng = () => seededRng('weights');
const nobody = { uid: null, rate: 0 };
const lines = (n: number) => [...Array(n).keys()];
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('updateAverage', () => {
  it('moves a tenth towards a reward and loses half of that for none', () => {
    const { average } = updateAverage([0.5, 0.5, 0.5], [{ uid: 0, reward: 0.6 }, { uid: 1, reward: 0 }]); // prettier-ignore

    expect(average[0]).toBe(Math.fround(0.51));
    expect(average[1]).toBeCloseTo(0.475, 6);
    expect(average[2]).toBe(0.5);
  });

  it('cubes the shares', () => {
    const { scores } = updateAverage([0.2, 0.1], []);

    expect(scores[0]).toBeCloseTo(8 / 9, 6);
  });

  it('takes NaN as no reward, and an infinity beside it as the largest number', () => {
    const { average } = updateAverage([0, 0, 0], [
      { uid: 0, reward: NaN },
      { uid: 1, reward: Infinity },
      { uid: 2, reward: -Infinity },
    ]); // prettier-ignore

    expect(average[0]).toBe(0);
    expect(average[1]).toBeCloseTo(3.4028234663852886e37, -31);
    expect(average[2]).toBeCloseTo(-3.4028234663852886e37, -31);
    expect(updateAverage([0], [{ uid: 0, reward: Infinity }]).average).toEqual([Infinity]);
  });

  it('shares equally when nobody has an average', () => {
    expect(updateAverage([0, 0, 0, 0], []).scores).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(updateAverage([], []).scores).toEqual([]);
  });

  it('refuses a uid outside the list', () => {
    for (const uid of [-1, 2, 0.5, NaN]) {
      expect(() => updateAverage([1, 1], [{ uid, reward: 1 }])).toThrow(/not one of 2 miners/);
    }
  });

  it('lets the last reward of a uid hold', () => {
    const { average } = updateAverage([0], [{ uid: 0, reward: 1 }, { uid: 0, reward: 0.5 }]); // prettier-ignore

    expect(average[0]).toBeCloseTo(0.05, 7);
  });

  it('adds as numpy adds: in 8 lanes, and in halves beyond 128', () => {
    const tiny = 2 ** -24;
    // One after the other, 1 + 2⁻²⁴ stays 1 for ever; in lanes the small ones add up first.
    const best = (n: number) =>
      updateAverage([1, ...Array<number>(n - 1).fill(tiny)], [], { alpha: 0, power: 1 }).scores[0];

    expect(best(7)).toBe(1);
    expect(best(8)).toBeLessThan(1);
    expect(1 / (best(128) ?? NaN)).toBeGreaterThan(1 + 100 * tiny);
    expect(1 / (best(1000) ?? NaN)).toBeGreaterThan(1 + 950 * tiny);
  });

  it('keeps shares within 0..1 that add up to 1', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (average) => {
        const { scores } = updateAverage(average, []);

        expect(total(scores)).toBeCloseTo(1, 4);
        expect(scores.every((share) => share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });
});

describe('cubicCurve', () => {
  it('starts at 0.001 for the last rank and never reaches 0.003', () => {
    expect(cubicCurve(0, 1)).toBe(0.001);
    expect(cubicCurve(2, 3)).toBe(0.001);
    expect(cubicCurve(0, 3)).toBeCloseTo(0.002 + 0.001 / 27, 12);
    expect(cubicCurve(0, 1e9)).toBeCloseTo(0.003, 9);
  });

  it('falls with the rank', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), (n) => {
        const heights = lines(n).map((rank) => cubicCurve(rank, n));

        expect(heights.every((height, i) => i === 0 || height <= (heights[i - 1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe('rankWeights', () => {
  it('uses only the order of the scores and leaves zeros out', () => {
    const weights = rankWeights([0.1, 5, 0, 0.2], nobody, rng());

    expect(weights?.map((weight) => Number(weight.toFixed(4)))).toEqual([0.2, 0.4074, 0, 0.3926]);
  });

  it('gives the burn uid the burn rate within 0..1, never a rank', () => {
    const scores = [0.3, 0.2, 0.1];

    expect(rankWeights(scores, { uid: 0, rate: 0.9 }, rng())?.[0]).toBe(0.9);
    expect(rankWeights(scores, { uid: 0, rate: 2 }, rng())).toEqual([1, 0, 0]);
    expect(rankWeights(scores, { uid: 0, rate: -1 }, rng())?.[0]).toBe(0);
    expect(rankWeights([0.3, 0], { uid: 0, rate: 0.4 }, rng())).toEqual([0.4, 0]);
    expect(total(rankWeights(scores, { uid: 3, rate: 0.9 }, rng()) ?? [])).toBeCloseTo(1, 12);
    expect(total(rankWeights(scores, { uid: -1, rate: 0.9 }, rng()) ?? [])).toBeCloseTo(1, 12);
  });

  it('gives no weights at all without scores or with a NaN', () => {
    expect(rankWeights([], nobody, rng())).toBeNull();
    expect(rankWeights([0.1, NaN], nobody, rng())).toBeNull();
    expect(rankWeights([0, 0], nobody, rng())).toEqual([0, 0]);
  });

  it('draws the order of equals', () => {
    const first = (seed: string) => rankWeights([1, 1], nobody, seededRng(seed))?.[0] ?? 0;
    const winners = lines(20).map((seed) => first(String(seed)) > 0.5);

    expect(new Set(winners)).toEqual(new Set([true, false]));
  });

  it('ranks infinities and adds up to 1', () => {
    expect(rankWeights([-Infinity, Infinity, 1], nobody, rng())?.[1]).toBeGreaterThan(0.4);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1 }),
        (scores) => {
          const sum = total(rankWeights(scores, nobody, rng()) ?? []);

          expect(sum).toBeCloseTo(scores.some((score) => score !== 0) ? 1 : 0, 9);
        },
      ),
    );
  });
});

describe('windows', () => {
  const size = { size: 10, overlap: 2 };

  it('steps by size minus overlap until one window reaches the end', () => {
    expect(splitOverlap(lines(17), size).map(({ length }) => length)).toEqual([10, 9]);
    expect(splitOverlap(lines(18), size).map((w) => w[0])).toEqual([0, 8]);
    expect(splitOverlap(lines(19), size).map((w) => w[0])).toEqual([0, 8, 16]);
    expect(splitOverlap([], size)).toEqual([[]]);
  });

  it('gives the whole list for a step of 0 or less, and nothing for no items', () => {
    expect(splitOverlap(lines(3), { size: 2, overlap: 2 })).toEqual([[0, 1, 2]]);
    expect(splitOverlap(lines(3), { size: 2, overlap: 3 })).toEqual([[0, 1, 2]]);
    expect(splitOverlap([], { size: 2, overlap: 2 })).toEqual([]);
    expect(splitOverlap(lines(3), { size: 2, overlap: 1 })).toEqual([[0, 1], [1, 2]]); // prettier-ignore
  });

  it('never gives more windows than steps fit, even with gaps', () => {
    expect(splitOverlap(lines(14), { size: 2, overlap: -3 })).toEqual([[0, 1], [5, 6], [10, 11]]); // prettier-ignore
    expect(splitOverlap(lines(10), { size: 2, overlap: -3 })).toEqual([[0, 1], [5, 6], []]); // prettier-ignore
  });

  it('cuts a conversation at 300 lines and drops one with too few windows', () => {
    const cut = conversationWindows(lines(400), 1);

    expect(cut.at(-1)?.at(-1)).toBe(299);
    expect(cut[0]).toEqual(lines(10));
    expect(cut[1]?.[0]).toBe(8);
    expect(conversationWindows(lines(8), 0)).toEqual([lines(8)]);
    expect(conversationWindows(lines(8), 1)).toEqual([]);
    expect(conversationWindows(lines(11), 1)).toHaveLength(2);
    expect(conversationWindows(lines(11), 2)).toEqual([]);
    expect(conversationWindows([], 0)).toEqual([]);
  });

  it('covers every line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 12 }), (n, width) => {
        const windows = splitOverlap(lines(n), { size: width, overlap: width >> 1 });

        expect(new Set(windows.flat()).size).toBe(n);
      }),
    );
  });
});
