// From metrics to a rank within an asset class. Section e3. Scores are maps miner → score.

const TEMPERATURE = 0.15;
const SOFTMAX_EPSILON = 1e-6;

/** Legacy share of each asset class. */
export const CLASS_SHARES = { crypto: 0.334, forex: 0.333, equities: 0.333 } as const;
/** Weight of the PnL in competition today; the ratios have none. */
export const PNL_WEIGHT = 1;

export type Scores = ReadonlyMap<string, number>;

export interface WeightedMetric {
  readonly weight: number;
  readonly scores: Scores;
}

/** Share of miners with a strictly lower score, 0..(n − 1)/n; a lone miner has 1. */
export function percentiles(scores: Scores): Map<string, number> {
  const values = [...scores.values()];
  return new Map(
    [...scores].map(([miner, score]) => [
      miner,
      values.length === 1 ? 1 : values.filter((other) => other < score).length / values.length,
    ]),
  );
}

/**
 * Softmax with temperature 0.15; scores of exactly 0 stay out and get 0; shares sum to slightly
 * under 1 (Σ e + 1e-6). A lone miner gets 1.
 */
export function softmaxShares(scores: Scores): Map<string, number> {
  if (scores.size === 1) return new Map([...scores.keys()].map((miner) => [miner, 1]));
  const competing = [...scores].filter(([, score]) => score !== 0);
  const best = competing.reduce((most, [, score]) => Math.max(most, score), -Infinity);
  const powers = new Map(
    competing.map(([miner, score]) => [miner, Math.exp((score - best) / TEMPERATURE)]),
  );
  const total = sum(powers.values()) + SOFTMAX_EPSILON;
  return new Map([...scores.keys()].map((miner) => [miner, (powers.get(miner) ?? 0) / total]));
}

/** Σ weight × percentile, times the miner's penalty (1 where none is listed). */
export function combineScores(
  metrics: readonly WeightedMetric[],
  penalties: Scores,
): Map<string, number> {
  const combined = new Map<string, number>();
  for (const { weight, scores } of metrics) {
    for (const [miner, rank] of percentiles(scores)) {
      combined.set(miner, (combined.get(miner) ?? 0) + weight * rank);
    }
  }
  return new Map(
    [...combined].map(([miner, score]) => [miner, score * (penalties.get(miner) ?? 1)]),
  );
}

/** Scores over their sum; empty when the sum is 0. */
export function normalizeScores(scores: Scores): Map<string, number> {
  const total = sum(scores.values());
  if (total === 0) return new Map();
  return new Map([...scores].map(([miner, score]) => [miner, score / total]));
}

/** Softmax shares of each class times the class's share, summed by miner and normalised. */
export function aggregateClasses(
  classes: readonly { readonly share: number; readonly scores: Scores }[],
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { share, scores } of classes) {
    for (const [miner, part] of softmaxShares(scores)) {
      totals.set(miner, (totals.get(miner) ?? 0) + share * part);
    }
  }
  return normalizeScores(totals);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
