import { bfloat16 } from './bfloat16.ts';

// The outer step of a stage: mean of the miners' pseudo-gradients, then SGD with Nesterov momentum,
// in bfloat16 wherever the source has it. Section d, optimisation.

export const OUTER_RATE = 0.7;
const MOMENTUM = { first: 0.5, last: 0.9, epochs: 20 } as const;
/** Sources with fewer local steps may be dropped. */
export const LEAST_LOCAL_STEPS = 5;
/** Downloads: a merged slice replaces the old one from this cosine on; this share must arrive. */
export const ACCEPTED_COSINE = 0.9;
export const ARRIVED_SHARE = 0.9;
const CLIP_EPSILON = 1e-6;

/** 0.5 + 0.4 epoch / 20, then 0.9. */
export function momentumAt(epoch: number): number {
  const { first, last, epochs } = MOMENTUM;
  return epoch >= epochs ? last : first + ((last - first) * epoch) / epochs;
}

/**
 * Weighted mean: sources rounded to bfloat16, sums in f32, the result rounded once.
 *
 * @param sources shape (S, L)
 * @param factors work of each source, shape (S)
 */
export function averageGradients(
  sources: readonly (readonly number[])[],
  factors: readonly number[],
): number[] {
  const f = Math.fround;
  const total = factors.reduce((sum, factor) => f(sum + f(factor)), 0);
  return (sources[0] ?? []).map((_, i) => {
    const sum = sources.reduce((part, source, s) => {
      return f(part + f(f(factors[s] ?? 0) * bfloat16(source[i] ?? 0)));
    }, 0);
    return bfloat16(sum / total);
  });
}

export interface OuterStep {
  readonly weights: readonly number[];
  /** g + m buf: what the rate is applied to. */
  readonly update: readonly number[];
  readonly buffer: readonly number[];
}

/**
 * buf ← m buf + g (g where there is none), w ← w − 0.7 (g + m buf): m, 0.7, every product and
 * every sum rounded to bfloat16.
 */
export function outerStep(
  state: { readonly weights: readonly number[]; readonly buffer: readonly number[] | null },
  gradient: readonly number[],
  { momentum, rate = OUTER_RATE }: { readonly momentum: number; readonly rate?: number },
): OuterStep {
  const b = bfloat16;
  const [m, lr] = [b(momentum), b(rate)];
  const { buffer: old } = state;
  const buffer = gradient.map((g, i) => (old ? b(b(m * b(old[i] ?? 0)) + b(g)) : b(g)));
  const update = gradient.map((g, i) => b(b(g) + b(m * (buffer[i] ?? 0))));
  const weights = state.weights.map((w, i) => b(b(w) - b(lr * (update[i] ?? 0))));
  return { weights, update, buffer };
}

/** Factor that brings a gradient to at most `most`: most / (norm + 1e-6), never above 1. */
export function clipFactor(norm: number, most: number): number {
  return Math.min(1, most / (norm + CLIP_EPSILON));
}
