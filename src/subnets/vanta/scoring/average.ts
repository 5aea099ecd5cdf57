import { numpySum } from './numpy-sum.ts';

// Means over days, plain or with weights that decay into the past. Section e2.

const DECAY_RATE = 0.075;
const NEWEST_WEIGHT = 1;
/** Weight that the oldest days approach, for returns and for PnL. */
export const OLDEST_WEIGHT = 0.15;
export const OLDEST_PNL_WEIGHT = 0.045;

export interface AverageOptions {
  readonly weighted: boolean;
  /** Days that count, by place in the series, each keeping the weight of its place. */
  readonly indices?: readonly number[];
  readonly oldestWeight?: number;
}

/**
 * lo + (1 − lo) e^(−0.075 age), age 0 = newest.
 *
 * @returns shape (count), oldest first
 */
export function decayWeights(count: number, oldestWeight: number = OLDEST_WEIGHT): number[] {
  const range = NEWEST_WEIGHT - oldestWeight;
  return Array.from(
    { length: count },
    (_, i) => oldestWeight + range * Math.exp(-DECAY_RATE * (count - 1 - i)),
  );
}

/** Mean of the days; 0 without any. */
export function average(values: readonly number[], options: AverageOptions): number {
  if (values.length === 0) return 0;
  const { weighted, indices, oldestWeight } = options;
  const pick = (from: readonly number[]): readonly number[] =>
    indices && indices.length > 0 ? indices.map((i) => from[i] ?? 0) : from;
  const chosen = pick(values);
  if (!weighted) return numpySum(chosen) / chosen.length;
  const weights = pick(decayWeights(values.length, oldestWeight));
  return numpySum(chosen.map((value, i) => value * (weights[i] ?? 0))) / numpySum(weights);
}
