import type { Position, Quote, SubnetState } from '../../chain/contract.ts';

// Figures that the page derives from what the chain said. Prices and outputs are not among them:
// those are the chain's own simulation.

export const ROOT = 0;

/** Blocks of twelve seconds in a year of 365.25 days. */
const BLOCKS_PER_YEAR = 2_629_800;
const PPB = 10n ** 9n;

/** From here on a price impact is marked, and from the second on it must be agreed to in writing. */
export const IMPACT_NOTICE = 0.02;
export const IMPACT_ALARM = 0.1;

/** Part of a whole as a number, parts per billion exact. */
export function ratioOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * PPB) / whole) / 1e9;
}

/**
 * Yield of a year: what the last payout gave, times the payouts in a year, over the stake. In the
 * subnet's own alpha, without compounding and without the price of the alpha.
 *
 * @returns 0.12 for 12 %; null where the chain reports no payout to go by (root pays otherwise)
 */
export function yieldOf(
  { stake, emission, netuid }: Pick<Position, 'stake' | 'emission' | 'netuid'>,
  tempo: number,
): number | null {
  if (netuid === ROOT || stake === 0n || tempo <= 0) return null;
  return (ratioOf(emission, stake) * BLOCKS_PER_YEAR) / tempo;
}

export type ImpactLevel = 'calm' | 'notice' | 'alarm';

export function impactLevel({ impact }: Pick<Quote, 'impact'>): ImpactLevel {
  if (impact >= IMPACT_ALARM) return 'alarm';
  return impact >= IMPACT_NOTICE ? 'notice' : 'calm';
}

/** The subnet of a number. */
export function subnetAt(
  subnets: readonly SubnetState[],
  netuid: number | null,
): SubnetState | undefined {
  return subnets.find((one) => one.netuid === netuid);
}
