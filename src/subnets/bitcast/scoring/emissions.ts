// From weights by miner and brief to the weights that are set on chain. Section e4.

/** Receives what nobody earned, before the treasury takes it. */
export const BURN_UID = 0;
export const TREASURY_UID = 155;
/** Most that moves from the burn to the treasury. */
export const TREASURY_SHARE = 1;
/** Share of the new weights in the moving average. */
export const NEW_SHARE = 0.6;
const BLOCKS_PER_DAY = 7200;
/** Share of a subnet's alpha that its miners earn. */
const MINER_SHARE = 0.41;
/** Share of the YouTube mechanism where the chain does not say. */
export const FALLBACK_MECHANISM_SHARE = 0.85;

/** Alpha that miners of the mechanism earn in a day. */
export function dailyMinerAlpha(
  alphaOutPerBlock: number,
  mechanismShare: number = FALLBACK_MECHANISM_SHARE,
): number {
  return BLOCKS_PER_DAY * alphaOutPerBlock * MINER_SHARE * mechanismShare;
}

/**
 * Scales each brief down to its cap, then everything down to a total of 1.
 *
 * @param weights shape (miners, briefs), 0 or more
 * @param caps    most of the emission that a brief may take, by brief; 1 where missing
 * @returns the same shape; the sum is at most 1
 */
export function constrainWeights(
  weights: readonly (readonly number[])[],
  caps: readonly number[],
): number[][] {
  const briefs = weights.reduce((most, row) => Math.max(most, row.length), 0);
  const factors = Array.from({ length: briefs }, (_, brief) => {
    const total = sum(weights.map((row) => row[brief] ?? 0));
    const cap = caps[brief] ?? 1;
    return total > cap ? cap / total : 1;
  });
  const capped = weights.map((row) => row.map((value, brief) => value * (factors[brief] ?? 1)));
  const total = sum(capped.flat());
  return total > 1 ? capped.map((row) => row.map((value) => value / total)) : capped;
}

/**
 * Weight of each miner; uid 0 gets what the others leave of 1, never less than 0.
 *
 * @param weights shape (miners, briefs), after `constrainWeights`; row 0 is uid 0
 */
export function minerRewards(weights: readonly (readonly number[])[]): number[] {
  const rewards = weights.map(sum);
  if (rewards.length === 0) return rewards;
  const others = sum(rewards.slice(1));
  return [Math.max(1 - others, 0), ...rewards.slice(1)];
}

/** Moves up to `share` from uid 0 to the treasury; nothing happens when either is missing. */
export function divertToTreasury(
  rewards: readonly number[],
  uids: readonly number[],
  { treasury = TREASURY_UID, share = TREASURY_SHARE } = {},
): number[] {
  const from = uids.indexOf(BURN_UID);
  const to = uids.indexOf(treasury);
  if (from < 0 || to < 0) return [...rewards];
  const amount = Math.min(share, rewards[from] ?? 0);
  const result = [...rewards];
  result[from] = (result[from] ?? 0) - amount;
  result[to] = (result[to] ?? 0) + amount;
  return result;
}

/** 0.6 of the new weight and 0.4 of the old one, by miner; a missing old weight is 0. */
export function movingAverage(fresh: readonly number[], old: readonly number[]): number[] {
  return fresh.map((value, i) => NEW_SHARE * value + (1 - NEW_SHARE) * (old[i] ?? 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
