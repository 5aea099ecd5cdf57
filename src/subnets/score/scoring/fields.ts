// Measured fields against true ones: cricket deliveries and trading cards of the private track.
// Section e6.

export interface FieldRule {
  readonly weight: number;
  readonly tolerance: number;
}

export interface FieldScore {
  /** Σ weight × value, 0..1 where the weights sum to 1. */
  readonly score: number;
  /** Value of each field, 0..1. */
  readonly breakdown: Readonly<Record<string, number>>;
}

/** A difference this close to the tolerance scores 0. */
const EDGE = 1e-12;

/** Cricket: metres, degrees and kilometres per hour. Fields with weight 0 do not appear. */
export const CRICKET_FIELDS: Readonly<Record<string, FieldRule>> = {
  kph: { weight: 0.04, tolerance: 3 },
  bounce_x: { weight: 0.23, tolerance: 0.25 },
  stump_y: { weight: 0.18, tolerance: 0.12 },
  deviation: { weight: 0.13, tolerance: 2 },
  swing_angle: { weight: 0.11, tolerance: 2 },
  stump_z: { weight: 0.11, tolerance: 0.12 },
  release_y: { weight: 0.03, tolerance: 0.15 },
  release_z: { weight: 0.03, tolerance: 0.15 },
  bounce_y: { weight: 0.03, tolerance: 0.15 },
  impact_x: { weight: 0.03, tolerance: 0.25 },
  impact_y: { weight: 0.03, tolerance: 0.15 },
  impact_z: { weight: 0.03, tolerance: 0.15 },
  interception_distance: { weight: 0.02, tolerance: 0.25 },
};

/** Cards: grades 1..10. */
export const CARD_FIELDS: Readonly<Record<string, FieldRule>> = {
  subgrade_surface: { weight: 0.25, tolerance: 2 },
  subgrade_edges: { weight: 0.25, tolerance: 2 },
  subgrade_corners: { weight: 0.25, tolerance: 2 },
  subgrade_centering: { weight: 0.1, tolerance: 2 },
  card_grade: { weight: 0.15, tolerance: 2 },
};

/**
 * Σ weight × max(0, 1 − |d| / tolerance), 0 where |d| ≥ tolerance − 1e-12.
 * Numeric strings are read as numbers; a missing or unreadable value scores 0 for its field.
 */
export function scoreFields(
  predicted: Readonly<Record<string, unknown>>,
  truth: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, FieldRule>>,
): FieldScore {
  const breakdown: Record<string, number> = {};
  let score = 0;
  for (const [field, { weight, tolerance }] of Object.entries(rules)) {
    const [guess, actual] = [readNumber(predicted[field]), readNumber(truth[field])];
    const difference = guess === null || actual === null ? Infinity : Math.abs(guess - actual);
    const value = difference >= tolerance - EDGE ? 0 : Math.max(0, 1 - difference / tolerance);
    breakdown[field] = value;
    score += weight * value;
  }
  return { score, breakdown };
}

/** A field's number, also where it is written as text; null where it is missing or none. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
