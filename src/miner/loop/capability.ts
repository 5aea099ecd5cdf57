import type { Capability } from '../../protocol/claim.ts';
import type { Prepared } from './workbench.ts';

/**
 * What a claim says about this device.
 *
 * @param speed.share     GPU share in force, 0.1..1
 * @param speed.measured  mean wall milliseconds per item over the last units, rests included
 * @returns before the first unit the probe's speed, stretched by the rests to come
 */
export function capabilityOf(
  { placement, msPerItem }: Pick<Prepared, 'placement' | 'msPerItem'>,
  { share, measured }: { share: number; measured: number | null },
): Capability {
  const expected = measured ?? msPerItem / share;
  return {
    backend: placement.backend,
    deviceClass: `${placement.backend}-${placement.threads}`,
    msPerItem: Math.min(600_000, Math.max(0.01, expected)),
  };
}
