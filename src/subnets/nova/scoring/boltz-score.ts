// Today's molecule score from Boltz-2's two affinity heads. Section e, "Molecule score".

export interface BoltzAffinity {
  /** Probability that it binds, 0..1. */
  readonly probability: number;
  /** Predicted affinity, log₁₀ IC₅₀ in µM: lower binds better. */
  readonly value: number;
}

/**
 * (probability − value) / heavy atoms; higher is better.
 *
 * @returns −Infinity without heavy atoms. Source: NOVA `boltz_wrapper.py` @ f947557.
 */
export function boltzScore({ probability, value }: BoltzAffinity, heavyAtoms: number): number {
  return heavyAtoms === 0 ? -Infinity : (probability - value) / heavyAtoms;
}

export interface AggregatedScore {
  /** Mean over targets per item; −Infinity where a score is missing. */
  readonly combined: readonly number[];
  /** Their sum. */
  readonly final: number;
}

/**
 * An entry's score from its items' scores.
 *
 * @param targets score per target and item, shape (targets, items); a missing one, and one of
 *   exactly 0, counts −Infinity
 * @param items number of items the entry must have
 */
export function aggregateScores(
  targets: readonly (readonly (number | null | undefined)[])[],
  items: number,
): AggregatedScore {
  const combined = Array.from({ length: items }, (_, item) =>
    meanOrMissing(targets.map((scores) => scores[item])),
  );
  return { combined, final: combined.reduce((sum, score) => sum + score, 0) };
}

/** Mean of scores; −Infinity for none of them, and when one is null, 0, NaN or infinite. */
export function meanOrMissing(scores: readonly (number | null | undefined)[]): number {
  const known = scores.filter((score) => isScore(score));
  if (known.length === 0 || known.length < scores.length) return -Infinity;
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}

function isScore(score: number | null | undefined): score is number {
  return typeof score === 'number' && Number.isFinite(score) && score !== 0;
}
