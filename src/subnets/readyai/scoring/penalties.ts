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

/**
 * The adjusted score after its penalties, which multiply.
 *
 * @param score −1..1
 * @returns between 0 and `score`. Source: ReadyAI @ 12981da, section e.3.
 */
export function penalise(score: number, { tags, unique, max }: TagCounts): number {
  const shared = tags - unique === 0 ? NO_SHARED_TAG : 1;
  const junk = max < JUNK.maxBelow ? JUNK.factor : 1;
  const lonely = tags < LONELY.tagsBelow ? LONELY.factor : 1;
  return score * shared * junk * lonely * (UNIQUE_FACTORS[unique] ?? 1);
}
