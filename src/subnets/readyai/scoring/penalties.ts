// Factors for thin or empty answers. Section e.3.

const NO_SHARED_TAG = 0.9;
const JUNK = { maxBelow: 0.2, factor: 0.5 } as const;
const LONELY = { tagsBelow: 2, factor: 0.2 } as const;
/** Factor by number of unique tags; three or more cost nothing. */
const UNIQUE_FACTORS: readonly number[] = [0.85, 0.9, 0.95];

export interface TagCounts {
  /** Distinct tags. */
  readonly tags: number;
  /** Of them, outside the ground truth. */
  readonly unique: number;
  /** Largest cosine. */
  readonly max: number;
}

/** Factors that an answer's score is multiplied by; 1 where a rule is kept. Section e.3. */
export interface PenaltyFactors {
  readonly shared: number;
  readonly junk: number;
  readonly lonely: number;
  readonly unique: number;
}

export function penaltyFactors({ tags, unique, max }: TagCounts): PenaltyFactors {
  return {
    shared: tags - unique === 0 ? NO_SHARED_TAG : 1,
    junk: max < JUNK.maxBelow ? JUNK.factor : 1,
    lonely: tags < LONELY.tagsBelow ? LONELY.factor : 1,
    unique: UNIQUE_FACTORS[unique] ?? 1,
  };
}

/**
 * The adjusted score after its penalties, which multiply.
 *
 * @param score −1..1
 * @returns between 0 and `score`. Source: ReadyAI @ 12981da, section e.3.
 */
export function penalise(score: number, counts: TagCounts): number {
  const { shared, junk, lonely, unique } = penaltyFactors(counts);
  return score * shared * junk * lonely * unique;
}
