import { average } from './average.ts';

// Yearly return and risk of a series of daily log returns, oldest first. Section e2.

export const ANNUAL_RISK_FREE = 3.89 / 100;
export const DAYS_IN_YEAR = { crypto: 365, forex: 252, equities: 252 } as const;
/** Days that a variance needs. */
const LEAST_DAYS = 2;

export interface SeriesOptions {
  readonly weighted: boolean;
  readonly daysInYear: number;
}

/** Mean × days − 0.0389; 0 without returns. */
export function annualExcess(returns: readonly number[], options: SeriesOptions): number {
  if (returns.length === 0) return 0;
  return average(returns, options) * options.daysInYear - ANNUAL_RISK_FREE;
}

/** √((weighted) mean of (r − m)² × days); infinite with fewer than two days. */
export function annualVolatility(
  returns: readonly number[],
  options: SeriesOptions,
  indices: readonly number[] = returns.map((_, i) => i),
): number {
  if (indices.length < LEAST_DAYS) return Infinity;
  const { weighted, daysInYear } = options;
  const mean = average(returns, { weighted, indices });
  const squares = returns.map((value) => (value - mean) ** 2);
  return Math.sqrt(average(squares, { weighted, indices }) * daysInYear);
}

/** The same over the days below the risk-free rate, with their own mean. */
export function downsideVolatility(returns: readonly number[], options: SeriesOptions): number {
  const target = Math.log(1 + ANNUAL_RISK_FREE) / options.daysInYear;
  const indices = returns.flatMap((value, i) => (value < target ? [i] : []));
  return annualVolatility(returns, options, indices);
}

/** 100 (e^(m D) − 1): return of a year, per cent. */
export function baseReturnPercent(
  returns: readonly number[],
  options: SeriesOptions = { weighted: false, daysInYear: DAYS_IN_YEAR.crypto },
): number {
  return (Math.exp(average(returns, options) * options.daysInYear) - 1) * 100;
}

/** Largest 1 − e^(c − peak) over running sums c; the peak starts at the first sum. 0..1. */
export function dailyMaxDrawdown(returns: readonly number[]): number {
  let sum = 0;
  let peak = -Infinity;
  let worst = 0;
  for (const value of returns) {
    sum += value;
    peak = Math.max(peak, sum);
    worst = Math.max(worst, 1 - Math.exp(sum - peak));
  }
  return worst;
}
