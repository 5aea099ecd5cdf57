import { AppError } from '../../../shared/errors.ts';

// Does a miner's tensor reproduce? Section e, v0.2.

/** What each kind of tensor has to reach. */
export const LIMITS = {
  activation: { ratio: 0.8, cosine: 0.9 },
  weights: { ratio: 0.7, cosine: 0.9 },
} as const;
export type TensorKind = keyof typeof LIMITS;
/** Cosine of optimizer states, looked at before the weights. */
export const OPTIMIZER_COSINE = 0.8;
export const PASS_SCORE = 1;
export const PENALTY = -3;

/** Keeps two empty tensors from 0 / 0; in f32 it vanishes beside any real norm. */
const EPSILON = 1e-8;
/** The ratio is f32: exactly 0.8 of the right values passes. */
const ROUNDING = 1e-6;

export interface Reproduction {
  readonly ratio: number;
  /** Null where the ratio decided. */
  readonly cosine: number | null;
  readonly passed: boolean;
  readonly reason: 'passed' | 'failed' | 'magnitude-ratio-failed';
}

/** min(|v|, |m|) / (max(|v|, |m|) + 1e-8), norms L2 and f32. @returns 0..1 */
export function magnitudeRatio(validator: ArrayLike<number>, miner: ArrayLike<number>): number {
  const f = Math.fround;
  const [a, b] = [f(norm(validator)), f(norm(miner))];
  return f(Math.min(a, b) / f(Math.max(a, b) + EPSILON));
}

/** v · m / (|v| |m|); 0 where a norm is 0. @returns −1..1 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = norm(a) * norm(b);
  return length > 0 ? dot(a, b) / length : 0;
}

/**
 * Compares a recomputed tensor with a miner's: the ratio of lengths first, then the direction.
 *
 * @throws AppError `submission.malformed` when the lengths differ
 */
export function reproduces(
  kind: TensorKind,
  validator: ArrayLike<number>,
  miner: ArrayLike<number>,
): Reproduction {
  if (validator.length !== miner.length) {
    throw new AppError(
      'submission.malformed',
      `${miner.length} values, ${validator.length} are expected`,
    );
  }
  const limits = LIMITS[kind];
  const ratio = magnitudeRatio(validator, miner);
  if (!(ratio >= limits.ratio - ROUNDING)) {
    return { ratio, cosine: null, passed: false, reason: 'magnitude-ratio-failed' };
  }
  const direction = cosine(validator, miner);
  const passed = direction > limits.cosine;
  return { ratio, cosine: direction, passed, reason: passed ? 'passed' : 'failed' };
}

/** What a submission of weights changes: +1 when optimizer state and weights reproduce, else −3. */
export function weightsScore(optimizerCosine: number, weights: Reproduction): number {
  return optimizerCosine > OPTIMIZER_COSINE && weights.passed ? PASS_SCORE : PENALTY;
}

/** L2 norm of a flattened tensor. */
export function norm(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, values));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
