// The least weight of a bucket, and who loses it. Section e7, step 7.

export const DUST = 1.5e-5;

/** Floors in units of dust. */
export const DUST_UNITS = {
  CHALLENGE: 1,
  PLAGIARISM: 1,
  PROBATION: 2,
  MAINCOMP: 3,
  ENTITY: 4,
  UNKNOWN: 0,
} as const;
export type DustBucket = keyof typeof DUST_UNITS;

/** Share of the challengers that get nothing, and their greatest number. */
const ZERO_SHARE = 0.25;
const ZERO_MOST = 10;

export interface Challenger {
  readonly id: string;
  /** 30-day penalised PnL, USD. */
  readonly pnlUsd: number;
  /** Null where unknown. */
  readonly accountUsd: number | null;
}

/** Least and most dust of a bucket. UNKNOWN has none. */
export function dustRange(bucket: DustBucket): readonly [floor: number, ceiling: number] {
  const units = DUST_UNITS[bucket];
  return units === 0 ? [0, 0] : [units * DUST, units * DUST + DUST];
}

/**
 * Challengers without weight: all without collateral; then, up to min(int(n / 4), 10) in total, those
 * below the least account, then those with the lowest PnL. A lone challenger keeps its weight.
 */
export function zeroWeighted(
  challengers: readonly Challenger[],
  leastAccountUsd: number,
): Set<string> {
  if (challengers.length <= 1) return new Set();
  const funds = ({ accountUsd }: Challenger): number => accountUsd ?? 0;
  const zeroed = challengers.filter((challenger) => funds(challenger) <= 0);
  const limit = Math.min(Math.floor(ZERO_SHARE * challengers.length), ZERO_MOST);
  const rank = (challenger: Challenger): number => (funds(challenger) < leastAccountUsd ? 0 : 1);
  const worst = challengers
    .filter((challenger) => funds(challenger) > 0)
    .sort((a, b) => rank(a) - rank(b) || a.pnlUsd - b.pnlUsd)
    .slice(0, Math.max(0, limit - zeroed.length));
  return new Set([...zeroed, ...worst].map(({ id }) => id));
}

/**
 * Dust weights of one bucket: floor..ceiling by PnL over the best one's (losses count as 0); all
 * have the floor when nobody gained.
 *
 * @param zeroed ids that get 0; looked at in CHALLENGE only
 */
export function dustWeights(
  bucket: DustBucket,
  pnlUsd: Readonly<Record<string, number>>,
  zeroed: ReadonlySet<string> = new Set(),
): Record<string, number> {
  const [floor, ceiling] = dustRange(bucket);
  const best = Object.values(pnlUsd).reduce((most, pnl) => Math.max(most, pnl), 0);
  const weights = Object.entries(pnlUsd).map(([id, pnl]) => {
    if (bucket === 'CHALLENGE' && zeroed.has(id)) return [id, 0] as const;
    const share = best > 0 ? Math.max(pnl, 0) / best : 0;
    return [id, floor + (ceiling - floor) * share] as const;
  });
  return Object.fromEntries(weights);
}

/** The larger of what pays the debt and the dust. */
export function finalWeight(debt: number, dust: number): number {
  return Math.max(debt, dust);
}
