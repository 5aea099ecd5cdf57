import { type Entrant, rankByMean } from './winner.ts';

/** A mean has to exceed this. */
const LEAST_MEAN = 1e-12;

/**
 * A private element pays the best by their rank: those with 30 samples and a mean above 1e-12, the
 * highest mean first. Section e4.
 *
 * @param shares of the element's weight by rank
 * @returns shares by contender; the ranks that nobody holds are not given out
 */
export function privateShares(
  entrants: readonly Entrant[],
  shares: readonly number[],
): ReadonlyMap<string, number> {
  const eligible = rankByMean(entrants).filter(({ mean }) => mean > LEAST_MEAN);
  return new Map(
    eligible
      .slice(0, shares.length)
      .map(({ contender }, rank) => [contender.id, shares[rank] ?? 0]),
  );
}
