import { OLDEST_PNL_WEIGHT, average, decayWeights } from './average.ts';
import { riskNormalization } from './drawdown.ts';
import { numpySum } from './numpy-sum.ts';
import { annualExcess, annualVolatility, downsideVolatility } from './volatility.ts';

// The five ratios of a trader and the PnL score. Section e2.

const LEAST_VOLATILITY = 0.01;
const LEAST_DOWNSIDE = 0.01;
const LEAST_LOSS = 0.01;
/** Value of a ratio that has too few days behind it. */
export const NO_CONFIDENCE = -100;
/** The same for Omega and PnL. */
export const NO_CONFIDENCE_SUM = 0;
/** A population variance up to this counts as none. */
const NO_VARIANCE = 1e-8;
/** Days asked for where nobody says how many. */
export const DEFAULT_MIN_DAYS = 60;

export interface MetricOptions {
  readonly weighted: boolean;
  readonly daysInYear: number;
  /** Days that a score needs; 60 where null. */
  readonly minDays: number | null;
  /** Score with fewer days, too. */
  readonly bypass: boolean;
}

/** Excess / max(volatility, 0.01). */
export function sharpe(returns: readonly number[], options: MetricOptions): number {
  if (hasTooFew(returns, options)) return NO_CONFIDENCE;
  return (
    annualExcess(returns, options) / Math.max(annualVolatility(returns, options), LEAST_VOLATILITY)
  );
}

/** Excess / max(downside volatility, 0.01); 0 with fewer than two days below the risk-free rate. */
export function sortino(returns: readonly number[], options: MetricOptions): number {
  if (hasTooFew(returns, options)) return NO_CONFIDENCE;
  return (
    annualExcess(returns, options) / Math.max(downsideVolatility(returns, options), LEAST_DOWNSIDE)
  );
}

/**
 * Gains over losses: Σ positive r / max(|Σ others|, 0.01). Weighted, each side is multiplied by
 * the other side's weights (at least 0.01), which makes it a ratio of means.
 */
export function omega(returns: readonly number[], options: MetricOptions): number {
  if (hasTooFew(returns, options)) return NO_CONFIDENCE_SUM;
  if (!options.weighted) {
    const gain = returns.reduce((sum, value) => (value > 0 ? sum + value : sum), 0);
    const loss = returns.reduce((sum, value) => (value > 0 ? sum : sum + value), 0);
    return gain / Math.max(Math.abs(loss), LEAST_LOSS);
  }
  const weights = decayWeights(returns.length);
  const side = (isGain: boolean) => {
    const days = returns.flatMap((value, i) => (value > 0 === isGain ? [i] : []));
    return {
      product: numpySum(days.map((i) => (returns[i] ?? 0) * (weights[i] ?? 0))),
      weight: Math.max(numpySum(days.map((i) => weights[i] ?? 0)), LEAST_LOSS),
    };
  };
  const [gains, losses] = [side(true), side(false)];
  const denominator = Math.abs(losses.product * gains.weight);
  return (gains.product * losses.weight) / Math.max(denominator, LEAST_LOSS);
}

/**
 * One-sample t of the plain returns against 0, never weighted; −100 with fewer than two days, bypassed
 * or not, and without variance.
 */
export function tStatistic(
  returns: readonly number[],
  options: Pick<MetricOptions, 'minDays' | 'bypass'>,
): number {
  const count = returns.length;
  if (hasTooFew(returns, options) || count < 2) return NO_CONFIDENCE;
  const mean = numpySum(returns) / count;
  const squares = numpySum(returns.map((value) => (value - mean) ** 2));
  if (squares / count <= NO_VARIANCE) return NO_CONFIDENCE;
  return mean / Math.sqrt(squares / (count - 1) / count);
}

/**
 * 100 × m × D × g.
 *
 * @param ratios `mdd` of the ledger's checkpoints
 */
export function calmar(
  returns: readonly number[],
  ratios: readonly number[],
  options: MetricOptions,
): number {
  if (hasTooFew(returns, options)) return NO_CONFIDENCE;
  return average(returns, options) * options.daysInYear * 100 * riskNormalization(ratios);
}

/** Mean of the daily PnL, USD. */
export function pnlScore(
  pnl: readonly number[],
  options: Pick<MetricOptions, 'weighted' | 'minDays' | 'bypass'>,
): number {
  if (hasTooFew(pnl, options)) return NO_CONFIDENCE_SUM;
  return average(pnl, { weighted: options.weighted, oldestWeight: OLDEST_PNL_WEIGHT });
}

function hasTooFew(
  days: readonly number[],
  { minDays, bypass }: Pick<MetricOptions, 'minDays' | 'bypass'>,
): boolean {
  return days.length < (minDays ?? DEFAULT_MIN_DAYS) && !bypass;
}

/** Least days a trader of an asset class needs. */
export const MIN_DAYS = { floor: 7, ceiling: 60, traders: 20 } as const;

/**
 * Days that a class's traders need: 7 with fewer than 20 traders that have data, otherwise the
 * 20th longest history or the median, whichever is less, within 7..60.
 *
 * @param histories days of each trader; 60 when there is none at all
 */
export function minimumDays(histories: readonly number[]): number {
  if (histories.length === 0) return MIN_DAYS.ceiling;
  const sorted = histories.filter((days) => days > 0).sort((a, b) => b - a);
  if (sorted.length < MIN_DAYS.traders) return MIN_DAYS.floor;
  const [high, low] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  const median = Math.floor(((sorted[high] ?? 0) + (sorted[low] ?? 0)) / 2);
  const wanted = Math.min(sorted[MIN_DAYS.traders - 1] ?? 0, median);
  return Math.min(Math.max(wanted, MIN_DAYS.floor), MIN_DAYS.ceiling);
}
