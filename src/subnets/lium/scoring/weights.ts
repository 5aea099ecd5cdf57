import { AppError } from '../../../shared/errors.ts';
import { roundHalfEven } from '../../../shared/rounding.ts';

// Weights as they go on chain. Section d; clients/subtensor_client.py 0b437af7.

const LARGEST = 65535;

/**
 * Weights as 16-bit numbers: the largest becomes 65535, ties round to even, a positive weight never
 * becomes 0. Weights of 0 and below are left out; nothing positive gives an empty list.
 *
 * @param weights by index; Σ of a tempo's cycle scores
 * @throws AppError `input.malformed` for NaN or an infinity
 */
export function toChainWeights(
  weights: readonly number[],
): (readonly [index: number, weight: number])[] {
  if (weights.some((weight) => !Number.isFinite(weight))) {
    throw new AppError('input.malformed', 'a weight is not a finite number');
  }
  const most = weights.reduce((largest, weight) => Math.max(largest, weight), 0);
  return weights.flatMap((weight, index) =>
    weight > 0 ? [[index, Math.max(1, roundHalfEven((weight / most) * LARGEST))] as const] : [],
  );
}

/** Scores of one tempo's cycles added up per hotkey in float32, as the validator keeps them. */
export function sumCycles(cycles: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const cycle of cycles) {
    for (const [hotkey, score] of cycle) total.set(hotkey, (total.get(hotkey) ?? 0) + score);
  }
  return new Map([...total].map(([hotkey, score]) => [hotkey, Math.fround(score)]));
}
