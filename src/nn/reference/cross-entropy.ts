import { at } from './linear.ts';

export interface Loss {
  /** Mean over all positions that have a next token, nats. */
  readonly loss: number;
  /** Shape of the logits. */
  readonly gradient: Float64Array;
}

/**
 * Cross-entropy of the next token: logits[t] against label[t + 1]. B batch, T tokens, V vocabulary.
 *
 * @param logits shape (B, T, V)
 * @param labels shape (B, T), 0..V − 1
 */
export function shiftedCrossEntropy(
  logits: ArrayLike<number>,
  labels: readonly (readonly number[])[],
  vocabulary: number,
): Loss {
  const gradient = new Float64Array(logits.length);
  const tokens = labels[0]?.length ?? 0;
  const count = labels.length * (tokens - 1);
  if (count <= 0) return { loss: 0, gradient };
  let loss = 0;
  for (const [b, row] of labels.entries()) {
    for (let t = 0; t + 1 < tokens; t++) {
      const start = (b * tokens + t) * vocabulary;
      const scores = Array.from({ length: vocabulary }, (_, i) => at(logits, start + i));
      const top = scores.reduce((most, score) => Math.max(most, score), -Infinity);
      const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
      const label = row[t + 1] ?? 0;
      loss += Math.log(total) + top - at(scores, label);
      for (const [i, score] of scores.entries()) {
        const share = Math.exp(score - top) / total;
        gradient[start + i] = (share - (i === label ? 1 : 0)) / count;
      }
    }
  }
  return { loss: loss / count, gradient };
}
