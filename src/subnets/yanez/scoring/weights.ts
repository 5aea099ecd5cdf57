// Scores over rounds. Section 5.5; MIID/base/validator.py d71f292b.

/** Weight of the newest round. */
export const ALPHA = 0.15;

/** alpha × reward + (1 − alpha) × score per UID; a UID without a reward gets reward 0. */
export function updateScores(
  scores: readonly number[],
  rewards: readonly number[],
  alpha: number = ALPHA,
): number[] {
  return scores.map((score, uid) => alpha * (rewards[uid] ?? 0) + (1 - alpha) * score);
}

/** Scores over the sum of their magnitudes; all 0 stay 0. */
export function normaliseScores(scores: readonly number[]): number[] {
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  return scores.map((score) => (total > 0 ? score / total : 0));
}
