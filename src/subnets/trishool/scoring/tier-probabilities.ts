import { AppError } from '../../../shared/errors.ts';

export const TIERS = ['safe', 'unsafe', 'controversial'] as const;
export type Tier = (typeof TIERS)[number];

/** Probability by tier, 0..1 each, sum 1; all 0 where no tier has mass. */
export type TierProbabilities = Readonly<Record<Tier, number>>;

/** First tokens of the spellings of each tier. */
export type TierTokens = Readonly<Record<Tier, readonly number[]>>;

/**
 * Tier probabilities at one position: softmax over the vocabulary, the mass of each tier's tokens,
 * renormalised over the three tiers. Ids outside the vocabulary count nothing.
 *
 * @param logits shape (V), V vocabulary; −∞ has no mass
 * @throws AppError `input.malformed` when a logit is NaN or +∞
 *
 * Float64. Section e.2. Source: trishool-phase2 `scripts/qwen35_guard_runtime.py` @ 5ebca4a042b7.
 */
export function tierProbabilities(
  logits: readonly number[] | Float32Array,
  tokens: TierTokens,
): TierProbabilities {
  let largest = -Infinity;
  for (const [id, logit] of logits.entries()) {
    if (Number.isNaN(logit) || logit === Infinity) {
      throw new AppError('input.malformed', `logits[${id}] is ${logit}, expected a finite number`);
    }
    largest = Math.max(largest, logit);
  }
  const mass = { safe: 0, unsafe: 0, controversial: 0 };
  if (largest === -Infinity) return mass;
  let whole = 0;
  for (const logit of logits) whole += Math.exp(logit - largest);
  let total = 0;
  for (const tier of TIERS) {
    for (const id of tokens[tier]) {
      const logit = logits[id];
      if (logit !== undefined) mass[tier] += Math.exp(logit - largest) / whole;
    }
    total += mass[tier];
  }
  if (total === 0) return mass;
  return {
    safe: mass.safe / total,
    unsafe: mass.unsafe / total,
    controversial: mass.controversial / total,
  };
}

/** The largest tier; the first of safe, unsafe, controversial where they are equal. */
export function largestTier(probabilities: TierProbabilities): Tier {
  return TIERS.reduce((best, tier) => (probabilities[tier] > probabilities[best] ? tier : best));
}
