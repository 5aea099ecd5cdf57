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

/** What one band wants, has and adds. */
export interface BandShare {
  readonly band: Band;
  /** Similarities that fall into it, both included. */
  readonly least: number;
  readonly most: number;
  /** Share asked for, 0..1. */
  readonly share: number;
  /** ⌊share × n⌋ of n variations; with 0 its members count as unmatched. */
  readonly wanted: number;
  readonly found: number;
  /** 0..share. */
  readonly value: number;
}

export interface BandReport {
  /** 0..1. */
  readonly quality: number;
  readonly bands: readonly BandShare[];
  /** Similarities that no band asked for has. */
  readonly unmatched: number;
  /** What these cost, 0..0.1. */
  readonly penalty: number;
}

/** Band that a similarity falls into; null in a gap. */
export function bandOf(similarity: number, limits: BandLimits): Band | null {
  const own = limits.find(([, least, most]) => similarity >= least && similarity <= most);
  return own ? own[0] : null;
}

/**
 * Quality of a distribution. Per band asked for: its share × found / ⌊share × n⌋, and above
 * the target × 1 − e^(1 − found / target), which starts at 0 again. A band with a target of 0 adds
 * nothing and its members count as unmatched.
 */
export function measureBands(
  similarities: readonly number[],
  limits: BandLimits,
  targets: BandTargets,
): BandReport {
  const n = similarities.length;
  const bands = limits.map(([band, least, most]): BandShare => {
    const share = targets[band] ?? 0;
    const wanted = Math.max(0, Math.floor(share * n));
    const found = similarities.filter((value) => bandOf(value, limits) === band).length;
    const ratio = found / wanted;
    const value = wanted > 0 ? share * (ratio <= 1 ? ratio : 1 - Math.exp(1 - ratio)) : 0;
    return { band, least, most, share, wanted, found, value };
  });
  const matched = bands.reduce((sum, { wanted, found }) => sum + (wanted > 0 ? found : 0), 0);
  const sum = bands.reduce((total, { value }) => total + value, 0);
  const unmatched = n - matched;
  const penalty = unmatched > 0 ? UNMATCHED_PENALTY * (unmatched / n) : 0;
  return { quality: Math.max(0, sum - penalty), bands, unmatched, penalty };
}
