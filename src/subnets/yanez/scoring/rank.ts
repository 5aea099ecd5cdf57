import { AppError } from '../../../shared/errors.ts';

// Scores of graded images, and the blend of rank and score. Sections 5.2 and 5.3;
// MIID/validator/reward.py d71f292b.

/** Highest grade of an image. */
export const BEST_GRADE = 5;
/** Weight of identity: it only breaks ties. */
const IDENTITY_WEIGHT = 1e-5;

/** What the closed grading service says about one image. */
export interface Grade {
  /** 0..5. */
  readonly validation: number;
  /** Identity kept, 0..1. */
  readonly identity: number;
}

export interface GradedScore {
  /** mean(validation)/5 + 1e-5 × mean(identity). */
  readonly score: number;
  /** Mean identity, 0..1. */
  readonly identity: number;
}

/** Score over the requested slots; a missing slot (null) counts 0 and 0, no slot at all scores 0. */
export function gradedScore(slots: readonly (Grade | null)[]): GradedScore {
  const mean = (value: (grade: Grade) => number): number =>
    slots.reduce((sum, slot) => sum + (slot ? value(slot) : 0), 0) / Math.max(1, slots.length);
  const identity = mean((grade) => grade.identity);
  const score = mean((grade) => grade.validation) / BEST_GRADE + IDENTITY_WEIGHT * identity;
  return { score, identity };
}

export interface RankRule {
  /** Ranks that can qualify. */
  readonly cap: number;
  /** Least identity. */
  readonly threshold: number;
  readonly decay: number;
  /** Weight of the rank, the rest is the score's. */
  readonly blend: number;
}

export const RANK_RULE: RankRule = { cap: 50, threshold: 0.6, decay: 0.05, blend: 0.7 };

/**
 * blend × exp(−decay × rank among the qualified) + (1 − blend) × score; 0 for who does not
 * qualify: rank in descending score below the cap and quality at the threshold. Equal scores take
 * different ranks in input order (so does the reference, reliably up to 16 miners).
 *
 * @param scores    per miner, finite
 * @param qualities identity of the live task; the score itself in the retired one
 * @throws AppError `input.malformed` if lengths differ or a score is not finite
 */
export function blendRanks(
  scores: readonly number[],
  qualities: readonly number[],
  rule: RankRule = RANK_RULE,
): number[] {
  const rewards = scores.map(() => 0);
  for (const [rank, i] of qualifiedOrder(scores, qualities, rule).entries()) {
    rewards[i] = rule.blend * Math.exp(-rule.decay * rank) + (1 - rule.blend) * (scores[i] ?? 0);
  }
  return rewards;
}

/** Places of the qualified in descending score; arguments and errors as of `blendRanks`. */
export function qualifiedOrder(
  scores: readonly number[],
  qualities: readonly number[],
  rule: RankRule = RANK_RULE,
): number[] {
  if (scores.length !== qualities.length) {
    throw new AppError(
      'input.malformed',
      `${scores.length} scores and ${qualities.length} qualities do not pair up`,
    );
  }
  if ([...scores, ...qualities].some((value) => !Number.isFinite(value))) {
    throw new AppError('input.malformed', 'a score or quality is not a finite number');
  }
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return order.slice(0, rule.cap).filter((i) => (qualities[i] ?? 0) >= rule.threshold);
}
