// Do similarities fall into the bands that a query asks for? Sections 7.1 and 7.2;
// MIID/validator/reward.py 659496b1.

export type Band = 'Light' | 'Medium' | 'Far';
/** Share wanted of each band, 0..1. */
export type BandTargets = Readonly<Partial<Record<Band, number>>>;
type BandLimits = readonly (readonly [band: Band, least: number, most: number])[];

/** Both ends included, gaps between. */
export const PHONETIC_BANDS: BandLimits = [
  ['Light', 0.8, 1],
  ['Medium', 0.6, 0.79],
  ['Far', 0.3, 0.59],
];
export const ORTHOGRAPHIC_BANDS: BandLimits = [
  ['Light', 0.7, 1],
  ['Medium', 0.5, 0.69],
  ['Far', 0.2, 0.49],
];
/** Cost of all variations lying outside the bands asked for. */
const UNMATCHED_PENALTY = 0.1;

/**
 * Quality of a distribution, 0..1. Per band asked for: its share × found / ⌊share × n⌋, and above
 * the target × 1 − e^(1 − found / target), which starts at 0 again. A band with a target of 0 adds
 * nothing and its members count as unmatched.
 */
export function bandQuality(
  similarities: readonly number[],
  limits: BandLimits,
  targets: BandTargets,
): number {
  const n = similarities.length;
  let quality = 0;
  let matched = 0;
  for (const [band, least, most] of limits) {
    const share = targets[band] ?? 0;
    const target = Math.floor(share * n);
    if (target <= 0) continue;
    const found = similarities.filter((value) => value >= least && value <= most).length;
    const ratio = found / target;
    quality += share * (ratio <= 1 ? ratio : 1 - Math.exp(1 - ratio));
    matched += found;
  }
  const unmatched = n - matched;
  return unmatched > 0 ? Math.max(0, quality - UNMATCHED_PENALTY * (unmatched / n)) : quality;
}
