import { shuffled } from '../../../shared/rng.ts';
import type { Rng } from '../../../shared/rng.ts';

// Weights on the chain by rank. Section e.5: only the order of the scores matters.

/** Range of the curve over ranks. */
const CURVE = { min: 0.001, max: 0.003 } as const;

/**
 * Height of the cubic curve at a rank: x = 2 (n − i − 1) / n − 1, so the best rank has 1 − 2/n and
 * never 1.
 *
 * @param rank 0 for the best, below `ranks`
 * @param ranks number of ranked miners, ≥ 1
 * @returns 0.001 up to (never including) 0.003
 */
export function cubicCurve(rank: number, ranks: number): number {
  const x = (2 * (ranks - rank - 1)) / ranks - 1;
  return CURVE.min + ((CURVE.max - CURVE.min) * (x ** 3 + 1)) / 2;
}

export interface Burn {
  /** Whose weight is burnt; null or outside the scores: nobody. */
  readonly uid: number | null;
  /** Share that is burnt, clamped to 0..1. */
  readonly rate: number;
}

/**
 * Weight per miner from the order of the scores.
 *
 * @param scores one per uid; a score of 0 gets no weight
 * @param burn the burn uid takes `rate` and never a rank; where it is nobody the rest adds up to 1
 * @param rng shuffles miners of equal score
 * @returns weights per uid, or null without scores or with a NaN among them
 *
 * Source: ReadyAI `ValidatorLib.py` @ 12981da and the newer validator, section e.5.
 */
export function rankWeights(
  scores: readonly number[],
  burn: Burn,
  rng: Rng,
): readonly number[] | null {
  if (scores.length === 0 || scores.some((score) => Number.isNaN(score))) return null;
  const burnt = burn.uid !== null && scores[burn.uid] !== undefined ? burn.uid : null;
  const rate = burnt === null ? 0 : Math.min(Math.max(burn.rate, 0), 1);
  const ranked = shuffled(rng, [...scores.entries()])
    .filter(([uid, score]) => score !== 0 && uid !== burnt)
    .sort(([, a], [, b]) => (a === b ? 0 : b - a))
    .map(([uid], rank, { length }) => ({ uid, height: cubicCurve(rank, length) }));
  const total = ranked.reduce((sum, { height }) => sum + height, 0);
  const weights = scores.map(() => 0);
  for (const { uid, height } of ranked) weights[uid] = (height / total) * (1 - rate);
  if (burnt !== null) weights[burnt] = rate;
  return weights;
}
