import { formatFixed } from '../../../shared/python-text.ts';
import { norm32, shapeText } from './tensor.ts';

// Did the miner run the reference model? Section e-A. Float32, as upstream. Source: QUASAR-SUBNET
// `quasar/inference_verification.py` @ 8580c504.

export const LEAST_COSINE = 0.99;
export const LARGEST_DIFFERENCE = 0.1;
/** Norm below which logits say nothing. */
export const LEAST_NORM = 1e-9;

/** The challenge of the check: lengths in tokens, `captureSteps` counted from 1. */
export const LOGIT_CHALLENGE = {
  promptTokens: 128,
  leastToken: 10,
  generatedTokens: 512,
  captureSteps: [1, 50],
  timeoutSec: 300,
} as const;

export interface LogitReport {
  readonly verified: boolean;
  /** Null on a pass. */
  readonly reason: string | null;
  /** −1..1 up to rounding; null where it was not computed. */
  readonly cosine: number | null;
  readonly maxDifference: number | null;
  /** Where the largest difference is; null where it was not computed. */
  readonly worstToken: number | null;
}

const { fround } = Math;

/**
 * Compares the logits of one step: same length, neither norm near zero, cosine at least 0.99 and
 * no difference above 0.1. NaN fails.
 *
 * @param miner     shape (V)
 * @param reference shape (V), V vocabulary
 */
export function checkLogits(miner: readonly number[], reference: readonly number[]): LogitReport {
  if (miner.length !== reference.length) {
    const [ours, theirs] = [shapeText([miner.length]), shapeText([reference.length])];
    return refuse(`shape_mismatch: miner=${ours}, reference=${theirs}`);
  }
  const [a, b] = [Float32Array.from(miner), Float32Array.from(reference)];
  const [normA, normB] = [norm32(a), norm32(b)];
  if (normA < fround(LEAST_NORM) || normB < fround(LEAST_NORM)) {
    return refuse('zero_norm: logit vectors have near-zero norm');
  }
  const [product, maxDifference, worstToken] = compare(a, b);
  const cosine = fround(product / fround(normA * normB));
  if (cosine >= LEAST_COSINE && maxDifference <= LARGEST_DIFFERENCE) {
    return { verified: true, reason: null, cosine, maxDifference, worstToken };
  }
  const [shownCosine, shownDifference] = [formatFixed(cosine, 4), formatFixed(maxDifference, 4)];
  return {
    verified: false,
    reason: `threshold_failed: cosine=${shownCosine}, max_diff=${shownDifference}`,
    cosine,
    maxDifference,
    worstToken,
  };
}

/** Inner product and largest difference, float32, and the place of that. */
function compare(a: Float32Array, b: Float32Array): [number, number, number] {
  let product = 0;
  let largest = 0;
  let worst = 0;
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    product += value * other;
    const difference = Math.abs(fround(value - other));
    if (difference > largest) worst = i;
    largest = Math.max(largest, difference);
  }
  return [fround(product), largest, worst];
}

function refuse(reason: string): LogitReport {
  return { verified: false, reason, cosine: null, maxDifference: null, worstToken: null };
}
