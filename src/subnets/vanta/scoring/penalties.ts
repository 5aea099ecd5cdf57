import { drawdownPenalty } from './drawdown.ts';
import { calmar, omega, sharpe, sortino } from './metrics.ts';

// What a score is multiplied by. Section e4.

/** Smallest account that is paid in full, USD, and the factor below it. */
export const MIN_ACCOUNT_USD = 150_000;
export const SMALL_ACCOUNT_PENALTY = 0.01;
const RISK_PROFILE = { shift: 1.2, spread: 4 } as const;
const MAX_EXPONENT = 100;

/** Performance a class expects, by ratio. */
export const PERFORMANCE_THRESHOLDS = {
  crypto: { sharpe: 1, sortino: 1, calmar: 2, omega: 1.4 },
  forex: { sharpe: 0.5, sortino: 0.5, calmar: 2, omega: 1.2 },
} as const;
export type PerformanceClass = keyof typeof PERFORMANCE_THRESHOLDS;

const PERFORMANCE = {
  minDays: 60,
  /** Most that one ratio counts for. */
  maxMetric: 10,
  shift: 0.6,
  spread: -14,
  least: 0.2,
} as const;

/** 1 / (1 + e^(spread (x − shift))), the exponent clipped to ±100. */
export function sigmoid(x: number, shift = 0, spread = 1): number {
  const exponent = Math.min(Math.max(spread * (x - shift), -MAX_EXPONENT), MAX_EXPONENT);
  return 1 / (1 + Math.exp(exponent));
}

/** Near 1 for small risk, near 0 for martingales. */
export function riskProfilePenalty(riskScore: number): number {
  return sigmoid(riskScore, RISK_PROFILE.shift, RISK_PROFILE.spread);
}

/** 0.01 below the least account size, else 1. */
export function collateralPenalty(accountUsd: number): number {
  return accountUsd < MIN_ACCOUNT_USD ? SMALL_ACCOUNT_PENALTY : 1;
}

/**
 * Penalty by performance: 0.2 + 0.8 × sigmoid of the mean ratio over the expected one. Ratios are
 * plain and need 60 days, so that a younger ledger has 0.2.
 *
 * @param returns daily log returns, oldest first; null without a ledger
 * @param ratios  `mdd` of its checkpoints
 * @returns 0.2..1. December 2025.
 */
export function performancePenalty(
  returns: readonly number[] | null,
  ratios: readonly number[],
  {
    assetClass,
    daysInYear,
  }: { readonly assetClass: PerformanceClass; readonly daysInYear: number },
): number {
  if (returns === null) return 1;
  const options = { weighted: false, daysInYear, minDays: PERFORMANCE.minDays, bypass: false };
  const measured = [
    calmar(returns, ratios, options),
    sharpe(returns, options),
    omega(returns, options),
    sortino(returns, options),
  ];
  const score = mean(measured.map((value) => Math.min(value, PERFORMANCE.maxMetric)));
  const ratio = score / mean(Object.values(PERFORMANCE_THRESHOLDS[assetClass]));
  const part = (1 - PERFORMANCE.least) * sigmoid(ratio, PERFORMANCE.shift, PERFORMANCE.spread);
  return Math.min(Math.max(PERFORMANCE.least + part, PERFORMANCE.least), 1);
}

/** The penalties that apply to everybody, each a factor of 0..1. */
export interface PenaltyFactors {
  readonly drawdown: number;
  readonly riskProfile: number;
  readonly collateral: number;
}

export function penaltyFactors(facts: {
  readonly ratios: readonly number[];
  readonly riskScore: number;
  readonly accountUsd: number;
}): PenaltyFactors {
  return {
    drawdown: drawdownPenalty(facts.ratios),
    riskProfile: riskProfilePenalty(facts.riskScore),
    collateral: collateralPenalty(facts.accountUsd),
  };
}

/** Product of the penalties that apply to everybody. */
export function totalPenalty({ drawdown, riskProfile, collateral }: PenaltyFactors): number {
  return drawdown * riskProfile * collateral;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
