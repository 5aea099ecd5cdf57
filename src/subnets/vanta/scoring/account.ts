// Size and reach of an account. Sections c, d.

export const USD_PER_THETA = 500;
export const ACCOUNT_THETA = { least: 300, most: 1000 } as const;

/** Leverage of one position, least and most. */
export const POSITION_LEVERAGE = {
  crypto: [0.01, 2.5],
  hyperliquid: [0.01, 1],
  forex: [0.1, 10],
  equities: [0.01, 2],
  commodities: [0.05, 2],
} as const;

/** Most leverage of a category by account tier 1 to 4. */
export const CATEGORY_LEVERAGE = {
  crypto: [2, 2, 3, 4],
  forex: [5, 10, 15, 20],
  equities: [1, 1.5, 2, 2],
  commodities: [2, 2, 3, 4],
  indices: [3, 6, 8, 10],
  HL_ALL: [4, 7, 10, 12],
  ALL_MARKETS: [6, 12, 18, 24],
} as const;
export type LeverageCategory = keyof typeof CATEGORY_LEVERAGE;

/** Account in USD that collateral in theta buys, at most $500 000. */
export function accountSizeUsd(theta: number): number {
  return Math.min(Math.max(theta, 0), ACCOUNT_THETA.most) * USD_PER_THETA;
}

/** Most leverage of a category; tier 3 begins at $200 000, tier 4 at $1 M. */
export function categoryLeverage(category: LeverageCategory, tier: 1 | 2 | 3 | 4): number {
  return CATEGORY_LEVERAGE[category][tier - 1] ?? 0;
}
