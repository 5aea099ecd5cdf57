// How much of the burn goes to idle nodes instead. Section e.5; incentive/rental_price.py 026d4498.

/** Total burn of the packaged defaults, part of emission. */
export const BURN_EMISSION = 0.91;
const TEMPO_BLOCKS = 360;
const SECONDS_PER_BLOCK = 12;
const SECONDS_PER_HOUR = 3600;
/** Part of emission that miners get. */
const MINER_RATIO = 0.41;
/** Prices when no feed answers: USD per TAO, and alpha per block in TAO. */
export const FALLBACK_PRICES = { taoUsd: 200, alphaPerBlock: 0.001 } as const;

export interface EmissionPrices {
  /** USD per TAO. */
  readonly taoUsd: number;
  /** TAO per block. */
  readonly alphaPerBlock: number;
}

/**
 * Part of emission that pays the idle pool, before it is capped at the burn: cost of one tempo over
 * the miners' part of that tempo's emission in USD. 0 when emission or a price is 0.
 *
 * @param costPerHour USD
 */
export function idleShare(costPerHour: number, { taoUsd, alphaPerBlock }: EmissionPrices): number {
  const emission = TEMPO_BLOCKS * taoUsd * alphaPerBlock;
  if (!(emission > 0)) return 0;
  const hours = (TEMPO_BLOCKS * SECONDS_PER_BLOCK) / SECONDS_PER_HOUR;
  return (costPerHour * hours) / MINER_RATIO / emission;
}
