import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  KL_GATE,
  klDivergence,
  klTop,
  meanKl,
  TEACHER_TOP,
} from '../../../../../src/subnets/quasar/scoring/divergence.ts';
import { GATE_EPSILON, gateAlpha } from '../../../../../src/subnets/quasar/scoring/gate.ts';
import { LEAGUES, leagueOf } from '../../../../../src/subnets/quasar/scoring/league.ts';
import {
  checkLogits,
  LARGEST_DIFFERENCE,
  LEAST_COSINE,
  LEAST_NORM,
  LOGIT_CHALLENGE,
} from '../../../../../src/subnets/quasar/scoring/logit-check.ts';
import {
  kernelScore,
  LEAST_SPEED_SHARE,
  PRIZES,
  rankKernels,
  weightedSpeed,
} from '../../../../../src/subnets/quasar/scoring/ranking.ts';

describe('the logit check', () => {
  it('has its constants', () => {
    expect([LEAST_COSINE, LARGEST_DIFFERENCE, LEAST_NORM]).toEqual([0.99, 0.1, 1e-9]);
    expect(LOGIT_CHALLENGE).toEqual({
      promptTokens: 128,
      leastToken: 10,
      generatedTokens: 512,
      captureSteps: [1, 50],
      timeoutSec: 300,
    });
  });

  it('tests shape, then norm, then both thresholds', () => {
    expect(checkLogits([1, 2], [1])).toEqual({
      verified: false,
      reason: 'shape_mismatch: miner=(2,), reference=(1,)',
      cosine: null,
      maxDifference: null,
      worstToken: null,
    });
    const zero = 'zero_norm: logit vectors have near-zero norm';
    expect(checkLogits([0, 0], [1, 1]).reason).toBe(zero);
    expect(checkLogits([1, 1], [0, 0]).reason).toBe(zero);
    expect(checkLogits([], []).reason).toBe(zero);
    expect(checkLogits([9e-10], [1]).reason).toBe(zero);
    expect(checkLogits([1.1e-9], [1.1e-9])).toMatchObject({ verified: true, reason: null });
  });

  it('needs both the cosine and the difference', () => {
    expect(checkLogits([10, 0.09], [10, 0])).toMatchObject({ verified: true });
    expect(checkLogits([10, 0.11], [10, 0])).toMatchObject({
      verified: false,
      reason: 'threshold_failed: cosine=0.9999, max_diff=0.1100',
    });
    expect(checkLogits([0.1, 0], [0.1, 0.05])).toMatchObject({ verified: false });
    expect(checkLogits([0.1, 0], [0.1, 0.05]).reason).toContain('max_diff=0.0500');
    expect(checkLogits([1, 0.125], [1, 0.25])).toMatchObject({
      maxDifference: 0.125,
      worstToken: 1,
    });
  });

  it('fails what is not finite', () => {
    expect(checkLogits([NaN, 1], [1, 1])).toMatchObject({
      verified: false,
      reason: 'threshold_failed: cosine=nan, max_diff=nan',
    });
    expect(checkLogits([Infinity, 1], [1, 1]).verified).toBe(false);
  });

  it('passes any vector against itself', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(logits, (values) => {
        fc.pre(Math.hypot(...values) > 1e-6);

        expect(checkLogits(values, values)).toMatchObject({ verified: true, maxDifference: 0 });
      }),
    );
  });
});

describe('divergence', () => {
  it('is zero for shifted logits, never negative, and blind to the order of tokens', () => {
    const pair = fc.array(
      fc.tuple(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(pair, (tokens) => {
        const teacher = tokens.map(([t]) => t);
        const student = tokens.map(([, s]) => s);
        const kl = klDivergence(teacher, student);

        expect(kl).toBeGreaterThan(-1e-12);
        expect(klDivergence(teacher.toReversed(), student.toReversed())).toBeCloseTo(kl, 9);
        expect(
          klDivergence(
            teacher,
            teacher.map((t) => t + 3),
          ),
        ).toBeCloseTo(0, 9);
      }),
    );
  });

  it('counts a token that only the teacher excludes as nothing, the other way as infinite', () => {
    expect(klDivergence([0, -Infinity], [0, 0])).toBeCloseTo(Math.LN2, 12);
    expect(klDivergence([0, 0], [0, -Infinity])).toBe(Infinity);
    expect(klDivergence([0, -Infinity], [0, -Infinity])).toBe(0);
  });

  it('refuses logits that are no distribution', () => {
    expect(() => klDivergence([0], [0, 1])).toThrow('1 logits of the teacher, 2 of the student');
    expect(() => klDivergence([], [])).toThrow('the largest of 0 logits is -Infinity');
    expect(() => klDivergence([NaN], [0])).toThrow('is NaN');
    expect(() => klDivergence([0, Infinity], [0, 0])).toThrow('is Infinity');
  });

  it('from the likeliest tokens puts all others into one', () => {
    const log = (p: number) => Math.log(p);
    const top = new Map([[0, log(0.5)]]);
    const student = [0.25, 0.5, 0.25].map(log);

    expect([KL_GATE, TEACHER_TOP]).toEqual([2, 128]);
    expect(klTop(top, student)).toBeCloseTo(0.5 * log(0.5 / 0.25) + 0.5 * log(0.5 / 0.75), 12);
    const full = new Map([
      [0, log(0.5)],
      [1, log(0.25)],
      [2, log(0.25)],
    ]);
    expect(klTop(full, student)).toBeCloseTo(klDivergence([...full.values()], student), 9);
    expect(klTop(new Map([[0, 0]]), student)).toBeCloseTo(log(4), 12);
    expect(() => klTop(new Map([[3, -1]]), student)).toThrow('token 3');
    expect(() => klTop(new Map([[0, 0.1]]), student)).toThrow('token 0');
    expect(() => klTop(new Map([[0, NaN]]), student)).toThrow('token 0');
  });

  it('is averaged over positions', () => {
    expect(meanKl([1, 2, 6])).toBe(3);
    expect(() => meanKl([])).toThrow('no positions');
  });
});

describe('leagues', () => {
  it('begin at each hundred thousand tokens', () => {
    expect(LEAGUES).toEqual([
      [1_000_000, '1M', 3],
      [900_000, '900k', 2.5],
      [800_000, '800k', 2.25],
      [700_000, '700k', 2],
      [600_000, '600k', 1.75],
      [500_000, '500k', 1.5],
      [400_000, '400k', 1.25],
      [300_000, '300k', 1],
      [200_000, '200k', 0.75],
    ]);
    for (const [index, [from, name, multiplier]] of LEAGUES.entries()) {
      expect(leagueOf(from)).toEqual({ name, multiplier });
      expect(leagueOf(from - 1).name).toBe(LEAGUES[index + 1]?.[1] ?? '100k');
    }
    expect(leagueOf(0)).toEqual({ name: '100k', multiplier: 0.5 });
    expect(leagueOf(5e6).name).toBe('1M');
  });
});

describe("the kernel contest's ranking", () => {
  const entry = (id: number, tokensPerSec: number, length: number, created = 0) => ({
    id,
    tokensPerSec,
    length,
    created,
  });

  it('weighs speed by league and breaks ties by time, then id', () => {
    expect(weightedSpeed({ tokensPerSec: 2000, length: 1_000_000 })).toBe(6000);
    const ranked = rankKernels(
      [
        entry(3, 5000, 300_000, 3),
        entry(2, 5000, 300_000, 3),
        entry(9, 5000, 300_000, 1),
        entry(1, 2000, 1_000_000, 9),
      ],
      null,
    );

    expect(ranked).toEqual([
      { id: 1, weighted: 6000 },
      { id: 9, weighted: 5000 },
      { id: 2, weighted: 5000 },
      { id: 3, weighted: 5000 },
    ]);
  });

  it('leaves out what is hidden, failed or not strictly faster than the last winner', () => {
    const entries = [
      { ...entry(1, 100, 300_000), revealed: false },
      { ...entry(2, 100, 300_000), logitsOk: false },
      { ...entry(3, 100, 300_000), logitsOk: null },
      { ...entry(4, 101, 300_000), revealed: true, logitsOk: true },
    ];

    expect(rankKernels(entries, null).map(({ id }) => id)).toEqual([4, 3]);
    expect(rankKernels(entries, { tokensPerSec: 200, length: 0 }).map(({ id }) => id)).toEqual([4]);
    expect(rankKernels([], null)).toEqual([]);
  });

  it('shares a round among four', () => {
    expect(PRIZES).toEqual([0.6, 0.25, 0.1, 0.05]);
  });

  it('scores a run from nine tenths of the claim on, at most 1', () => {
    expect(LEAST_SPEED_SHARE).toBe(0.9);
    expect(kernelScore(100, 100, true)).toBe(0.5);
    expect(kernelScore(100, 90, true)).toBeCloseTo(0.45, 12);
    expect(kernelScore(100, 89.9, true)).toBe(0);
    expect(kernelScore(100, 150, true)).toBe(0.75);
    expect(kernelScore(100, 500, true)).toBe(1);
    expect(kernelScore(100, 100, false)).toBe(0);
    expect(kernelScore(0, 100, true)).toBe(0);
    expect(kernelScore(100, NaN, true)).toBe(0);
  });
});

describe('the gate of a key', () => {
  it('grows with β from 0 and never beyond it', () => {
    expect(GATE_EPSILON).toBe(1e-8);
    expect(gateAlpha(2, 0)).toBe(0);
    expect(gateAlpha(0, 3)).toBe(0);
    expect(gateAlpha(1, 1e-8)).toBeCloseTo(0.5, 6);
    const positive = fc.double({ min: 1e-6, max: 50, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (beta, lambda) => {
        const alpha = gateAlpha(beta, lambda);

        expect(alpha).toBeGreaterThan(0);
        expect(alpha).toBeLessThanOrEqual(beta);
        expect(gateAlpha(beta * 2, lambda)).toBeGreaterThanOrEqual(alpha);
      }),
    );
  });
});
