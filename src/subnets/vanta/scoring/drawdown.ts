// Depth of a ledger, and what it does to scores. Sections e2, e4.

/** Per cent from which on a trader earns nothing. */
export const MAX_DRAWDOWN_PERCENT = 10;

/**
 * (1 − least value-to-peak ratio of the checkpoints) × 100.
 *
 * @param ratios `mdd` of each checkpoint, 1 = no drawdown; none counts as 1
 * @returns 0..100, in doubles as they come: a ratio of 0.90 gives 9.999999999999998
 */
export function drawdownPercent(ratios: readonly number[]): number {
  const least = ratios.reduce((low, ratio) => Math.min(low, ratio), 1);
  if (least <= 0) return 100;
  return least >= 1 ? 0 : (1 - least) * 100;
}

/** g = 1 / drawdown between 0 and 10 per cent, both excluded; otherwise 0. */
export function riskNormalization(ratios: readonly number[]): number {
  const percent = drawdownPercent(ratios);
  return percent > 0 && percent < MAX_DRAWDOWN_PERCENT ? 1 / percent : 0;
}

/** 0 from 10 per cent on, else 1. */
export function drawdownPenalty(ratios: readonly number[]): 0 | 1 {
  return drawdownPercent(ratios) >= MAX_DRAWDOWN_PERCENT ? 0 : 1;
}
