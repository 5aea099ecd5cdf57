// Are two miners' scores so alike that one may be a copy? Section e4.

/** Score by challenge id. */
export type Scores = ReadonlyMap<string, number>;

export interface SimilarityRule {
  readonly deltaAbs: number;
  readonly deltaRel: number;
  /** Common non-zero challenges needed to say anything. */
  readonly minCommon: number;
}

/** The subnet's settings of the rule, but for the delta that depends on the element. */
export const COPY_RULE = { deltaAbs: 0.003, minCommon: 8 } as const;
/** Least difference that counts, whatever the other deltas are. */
const DELTA_FLOOR = 0.05;
/** Differences in one set from which two miners are not similar. */
const DIFFERENCES = 2;
export const DEFAULT_DELTA_REL = 0.03;

/**
 * Relative delta by how hard the element's baseline is: 0.04 + 0.135 θ, clamped to [0.04, 0.175].
 *
 * @param theta baseline; null, NaN or infinite gives `fallback`. Section e4.
 */
export function adaptiveDeltaRel(
  theta: number | null,
  fallback: number = DEFAULT_DELTA_REL,
): number {
  if (theta === null || !Number.isFinite(theta)) return fallback;
  return Math.min(Math.max(0.04 + 0.135 * theta, 0.04), 0.175);
}

/** How two miners' scores compare on one set of challenges. */
export interface ScoreComparison {
  /** Challenges that both have, neither with 0. */
  readonly common: number;
  /** Of these, how many differ by more than is allowed. */
  readonly different: number;
  readonly similar: boolean;
}

/**
 * Whether one set of challenges shows similar scores: at least `minCommon` common challenges with
 * both scores non-zero, fewer than 2 of which differ by more than
 * max(0.05, deltaAbs, deltaRel × the larger score). Section e4.
 */
export function compareScores(a: Scores, b: Scores, rule: SimilarityRule): ScoreComparison {
  let common = 0;
  let different = 0;
  for (const [challenge, scoreA] of a) {
    const scoreB = b.get(challenge);
    if (scoreB === undefined || scoreA === 0 || scoreB === 0) continue;
    common++;
    const allowed = Math.max(DELTA_FLOOR, rule.deltaAbs, rule.deltaRel * Math.max(scoreA, scoreB));
    if (Math.abs(scoreA - scoreB) > allowed) different++;
  }
  return { common, different, similar: common >= rule.minCommon && different < DIFFERENCES };
}
