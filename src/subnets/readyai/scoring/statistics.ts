import { finiteOrZero } from './finite.ts';

// What is taken from the cosines of one answer's tags, and their weighted sum. Section e.3.

/** Weight of each statistic in the adjusted score; they add up to 1. */
export const STATISTIC_WEIGHTS = { top3Mean: 0.55, median: 0.1, mean: 0.25, max: 0.1 } as const;
const W = STATISTIC_WEIGHTS;
/** Best unique tags that are averaged; missing ones count 0. */
const TOP = 3;

export interface ScoreStatistics {
  /** Mean of the three best unique tags, padded with zeros. */
  readonly top3Mean: number;
  readonly median: number;
  readonly mean: number;
  readonly max: number;
  readonly min: number;
  /** Weighted sum; −1..1 for cosines. */
  readonly adjusted: number;
}

/**
 * Statistics of an answer's cosines.
 *
 * @param scores cosines of all tags; empty gives zeros
 * @param uniqueScores cosines of the tags outside the ground truth
 * @returns numbers that are always finite: a statistic that is NaN or infinite counts 0, so one
 *   NaN among `scores` leaves only what the unique tags earn
 *
 * Source: ReadyAI `GroundTruthTagSimilarityScoringMechanism.py` @ 12981da.
 */
export function scoreStatistics(
  scores: readonly number[],
  uniqueScores: readonly number[],
): ScoreStatistics {
  const best = sorted(uniqueScores).slice(-TOP);
  const top3Mean = finiteOrZero(best.reduce((sum, score) => sum + score, 0) / TOP);
  const median = finiteOrZero(medianOf(scores));
  const mean = finiteOrZero(scores.reduce((sum, score) => sum + score, 0) / scores.length);
  const max = finiteOrZero(extreme(scores, Math.max));
  const min = finiteOrZero(extreme(scores, Math.min));
  const adjusted = W.top3Mean * top3Mean + W.median * median + W.mean * mean + W.max * max;
  return { top3Mean, median, mean, max, min, adjusted };
}

/** Ascending; NaN last, as numpy sorts. */
function sorted(values: readonly number[]): number[] {
  const numbers = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return [...numbers, ...values.filter((value) => Number.isNaN(value))];
}

/** NaN for none, and for any NaN among them. */
function medianOf(values: readonly number[]): number {
  if (values.some((value) => Number.isNaN(value))) return NaN;
  const ordered = sorted(values);
  const lower = ordered[Math.floor((ordered.length - 1) / 2)];
  const upper = ordered[Math.floor(ordered.length / 2)];
  return ((lower ?? NaN) + (upper ?? NaN)) / 2;
}

/** Spread arguments would overflow the stack for a list without a bound. */
function extreme(values: readonly number[], pick: (a: number, b: number) => number): number {
  return values.reduce((found, value) => pick(found, value), values[0] ?? NaN);
}
