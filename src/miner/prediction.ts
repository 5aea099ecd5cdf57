import type { Manifest } from '../subnets/contract.ts';

const HOUR_MS = 3_600_000;

/**
 * Units an hour that a speed is worth at full share.
 *
 * @param msPerItem measured milliseconds per item
 * @returns units of the size that the coordinator would give this device, per hour
 */
export function predictedUnitsPerHour(
  { unitSeconds, unitItems }: Pick<Manifest, 'unitSeconds' | 'unitItems'>,
  msPerItem: number,
): number {
  const [low, high] = unitSeconds;
  const wished = ((low + high) / 2) * (1000 / msPerItem);
  const items = Math.min(unitItems[1], Math.max(unitItems[0], Math.round(wished)));
  return HOUR_MS / (items * msPerItem);
}
