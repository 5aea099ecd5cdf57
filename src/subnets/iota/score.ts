import type { ScoreComponent } from '../../protocol/verdict.ts';
import { PASS_SCORE, PENALTY, reproduces, weightsScore } from './scoring/reproduction.ts';
import type { Reproduction } from './scoring/reproduction.ts';

// What a validator's re-run says about a miner. Section e, v0.2; today's scoring is closed.

export interface ActivationMeasurement {
  readonly components: readonly ScoreComponent[];
  readonly reproduction: Reproduction;
  /** +1 or −3. */
  readonly score: number;
}

/**
 * Compares an activation with the validator's own; null, an activation that never came, costs as
 * much as a wrong one.
 *
 * @throws AppError `submission.malformed` when the lengths differ
 */
export function measureActivation(
  validator: ArrayLike<number>,
  miner: ArrayLike<number> | null,
): ActivationMeasurement {
  const reproduction: Reproduction = miner
    ? reproduces('activation', validator, miner)
    : { ratio: 0, cosine: null, passed: false, reason: 'failed' };
  const score = reproduction.passed ? PASS_SCORE : PENALTY;
  return { reproduction, score, components: componentsOf('activation', reproduction, score) };
}

/** Compares submitted weights; the optimizer state is looked at first. */
export function measureWeights(
  optimizerCosine: number,
  validator: ArrayLike<number>,
  miner: ArrayLike<number>,
): ActivationMeasurement {
  const reproduction = reproduces('weights', validator, miner);
  const score = weightsScore(optimizerCosine, reproduction);
  return { reproduction, score, components: componentsOf('weights', reproduction, score) };
}

function componentsOf(
  name: string,
  { ratio, cosine }: Reproduction,
  score: number,
): ScoreComponent[] {
  const label = name === 'activation' ? 'exact' : 'from the specification';
  return [
    { name: `${name}.magnitude_ratio`, value: ratio, weight: 0, label },
    ...(cosine === null
      ? []
      : [{ name: `${name}.cosine`, value: cosine, weight: 0, label } as const]),
    { name: `${name}.score`, value: score, weight: 1, label: 'from the specification' },
  ];
}
