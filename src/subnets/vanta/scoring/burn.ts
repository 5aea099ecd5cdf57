/** Uid that receives what nobody earned. */
export const BURN_UID = { mainnet: 229, testnet: 220 } as const;

/**
 * Weights that sum to 1, largest first (ties keep their order): below 1 the rest goes to the burn
 * key; from 1 on everything is divided by the sum and the burn key left out. Section e7, step 8.
 */
export function burnNormalize(
  weights: Readonly<Record<string, number>>,
  burnKey: string,
): (readonly [key: string, weight: number])[] {
  const entries = Object.entries(weights);
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  const complete =
    total < 1
      ? [...entries, [burnKey, 1 - total] as const]
      : entries.map(([key, weight]) => [key, weight / total] as const);
  return complete.sort((a, b) => b[1] - a[1]);
}
