import { AppError } from '../../../shared/errors.ts';

/** Cosine from which two templates are near-duplicates: the platform's default. */
export const DUPLICATE_COSINE = 0.85;
/** The threshold that a study of 1351 production submissions suggested. */
export const SUGGESTED_COSINE = 0.71;

/**
 * Cosine of two embeddings, −1..1; 0 where one of them is zero.
 *
 * @param a shape (D)
 * @param b shape (D)
 * @throws AppError `input.malformed` when the lengths differ or a number is not finite
 */
export function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) {
    throw new AppError('input.malformed', `embeddings of ${a.length} and ${b.length} numbers`);
  }
  let [dot, normA, normB] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? NaN;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      throw new AppError('input.malformed', `embedding number ${i} is not finite`);
    }
    dot += x * y;
    normA += x * x;
    normB += y * y;
  }
  const norms = Math.sqrt(normA) * Math.sqrt(normB);
  return norms === 0 ? 0 : Math.max(-1, Math.min(1, dot / norms));
}

/**
 * Whether two templates are near-duplicates by their embeddings. Section e.4. The platform
 * embeds with text-embedding-3-small; another model's cosines are a stand-in. Label: proxy.
 */
export function isNearDuplicate(
  a: readonly number[],
  b: readonly number[],
  threshold: number = DUPLICATE_COSINE,
): boolean {
  return cosine(a, b) >= threshold;
}
