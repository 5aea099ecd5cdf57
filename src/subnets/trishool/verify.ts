import { AppError } from '../../shared/errors.ts';
import { largestTier, TIERS } from './scoring/tier-probabilities.ts';
import type { TierProbabilities } from './scoring/tier-probabilities.ts';

// Are two evaluations of a guard on the same texts the same work? A sample is run again, and each
// tier's probability may differ by a tolerance that whoever runs the sample has measured for the
// two precisions: there is no number that holds for all.

export interface TierComparison {
  readonly passed: boolean;
  /** Largest |Δ probability| over texts and tiers, 0..1. */
  readonly worst: number;
  /** Texts whose largest tier differs though the tolerance cannot explain it. */
  readonly flipped: readonly number[];
}

/**
 * Compares two lists of tier probabilities text by text.
 *
 * @param ours      shape (N)
 * @param theirs    shape (N), same texts in the same order
 * @param tolerance largest |Δ probability| that arithmetic explains, 0..1
 * @returns passed when no difference exceeds the tolerance; of no texts, passed
 * @throws AppError `submission.malformed` when counts differ or a number is no probability
 */
export function compareTiers(
  ours: readonly TierProbabilities[],
  theirs: readonly TierProbabilities[],
  tolerance: number,
): TierComparison {
  if (ours.length !== theirs.length) {
    throw new AppError(
      'submission.malformed',
      `${theirs.length} texts answered, ${ours.length} were run again`,
    );
  }
  let worst = 0;
  const flipped: number[] = [];
  for (const [index, mine] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) continue; // counts are equal
    const distance = distanceOf(mine, other, index);
    worst = Math.max(worst, distance);
    if (distance > tolerance && largestTier(mine) !== largestTier(other)) flipped.push(index);
  }
  return { passed: worst <= tolerance, worst, flipped };
}

function distanceOf(mine: TierProbabilities, other: TierProbabilities, index: number): number {
  return Math.max(
    ...TIERS.map((tier) => {
      const value = other[tier];
      if (!(value >= 0 && value <= 1)) {
        throw new AppError(
          'submission.malformed',
          `texts[${index}].${tier} is ${value}, expected 0 to 1`,
        );
      }
      return Math.abs(mine[tier] - value);
    }),
  );
}
