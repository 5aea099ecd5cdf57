import { cosine, meanVector } from './cosine.ts';
import { penalise, penaltyFactors } from './penalties.ts';
import type { PenaltyFactors } from './penalties.ts';
import { scoreStatistics } from './statistics.ts';
import type { ScoreStatistics } from './statistics.ts';
import type { Vector } from './cosine.ts';

/** Distinct tags that get a cosine: the source means 20 and its comparison lets one more pass. */
const MAX_SCORED = 21;

export interface TagRule {
  /** Raw tags, duplicates counted, below which the answer is worth 0. */
  readonly minTags: number;
  /** Named entities are scored without factors. */
  readonly penalties: boolean;
}

/** The rule by task type; section e.3. */
export const TAG_RULES = {
  conversation_tagging: { minTags: 3, penalties: true },
  webpage_metadata_generation: { minTags: 3, penalties: true },
  survey_tagging: { minTags: 1, penalties: true },
  named_entities_extraction: { minTags: 1, penalties: false },
} as const satisfies Record<string, TagRule>;

export interface TagScore {
  /** Before penalties, −1..1. */
  readonly adjusted: number;
  readonly final: number;
}

/** A tag's part in its answer. */
export interface TagCosine {
  readonly tag: string;
  /** −1..1; NaN for an all-zero vector. */
  readonly cosine: number;
  /** Outside the ground truth. */
  readonly unique: boolean;
}

export interface RatedTags extends TagScore {
  /** Distinct tags that get a cosine, in the order of the answer. */
  readonly tags: readonly TagCosine[];
  readonly statistics: ScoreStatistics;
  /** Null for a rule without penalties. */
  readonly factors: PenaltyFactors | null;
}

/**
 * Scores an answer's tags by their closeness to the whole document.
 *
 * @param tags as submitted, after cleaning; duplicates count once, after `minTags` was checked
 * @param vectors embedding by tag; a tag without one gets cosine 0, an all-zero one NaN, which
 *   makes every statistic it enters 0
 * @param groundTruth embedding by tag of the whole document; none makes every cosine 0
 * @returns scores in [−1, 1], 0 for fewer than `minTags` tags
 *
 * Beyond 21 distinct tags the source keeps 21 in hash order; here the first 21. Counts for the
 * penalties cover all distinct tags. Source: ReadyAI @ 12981da, sections e.1 and e.3.
 */
export function scoreTags(
  tags: readonly string[],
  vectors: ReadonlyMap<string, Vector>,
  groundTruth: ReadonlyMap<string, Vector>,
  rule: TagRule = TAG_RULES.conversation_tagging,
): TagScore {
  if (tags.length < rule.minTags) return { adjusted: 0, final: 0 };
  const neighbourhood = meanVector([...groundTruth.values()]);
  const cosines = [...new Set(tags)].map((tag) => {
    const vector = vectors.get(tag);
    return {
      tag,
      cosine: vector && neighbourhood ? cosine(neighbourhood, vector) : 0,
      unique: !groundTruth.has(tag),
    };
  });
  const { adjusted, final } = rateTags(cosines, rule);
  return { adjusted, final };
}

/** The score of distinct tags from their cosines, with all that it follows from. */
export function rateTags(tags: readonly TagCosine[], rule: Pick<TagRule, 'penalties'>): RatedTags {
  const scored = tags.slice(0, MAX_SCORED);
  const statistics = scoreStatistics(
    scored.map((one) => one.cosine),
    scored.filter(({ unique }) => unique).map((one) => one.cosine),
  );
  const { adjusted, max } = statistics;
  const counts = { tags: tags.length, unique: tags.filter(({ unique }) => unique).length, max };
  return {
    adjusted,
    final: rule.penalties ? penalise(adjusted, counts) : adjusted,
    tags: scored,
    statistics,
    factors: rule.penalties ? penaltyFactors(counts) : null,
  };
}
