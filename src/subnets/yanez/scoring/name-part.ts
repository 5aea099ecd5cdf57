import { measureBands, ORTHOGRAPHIC_BANDS, PHONETIC_BANDS } from './bands.ts';
import {
  hasExcessiveRepetition,
  orthographicSimilarity,
  phoneticSimilarity,
} from './similarity.ts';
import type { BandReport, BandTargets } from './bands.ts';
import type { WeightSource } from './similarity.ts';

// Variations of one part of a name, first or last. Section 7.2; MIID/validator/reward.py 659496b1.

export const PART_WEIGHTS = {
  similarity: 0.6,
  count: 0.15,
  uniqueness: 0.1,
  length: 0.15,
} as const;
const TOLERANCE = { base: 0.2, perTen: 0.05, most: 0.4 } as const;
/** How alike two variations may be, and what sound and spelling weigh in it. */
const TWIN = { above: 0.99, phonetic: 0.7, orthographic: 0.3 } as const;
/** Similarity below which only a tenth of it is left. */
const LOW = { below: 0.2, keeps: 0.1 } as const;
const REPETITION = { each: 0.05, most: 0.2 } as const;

export interface PartQuery {
  readonly phonetic: BandTargets;
  /** Null scores by sound alone: seeds that are not written in Latin letters. */
  readonly orthographic: BandTargets | null;
  /** Variations wanted; may be fractional. */
  readonly expected: number;
  readonly weights: WeightSource;
}

/** What became of one variation of a part. */
export interface PartVariation {
  readonly text: string;
  /** Dropped for a letter three times in a row, or for being all but equal to an earlier one. */
  readonly fate: 'kept' | 'repetition' | 'twin';
  /** 0..1, to the original. */
  readonly phonetic: number;
  readonly orthographic: number;
}

export interface PartScore {
  /** 0..1, like all that follow but the counts. */
  readonly score: number;
  readonly phonetic: number;
  /** Null when scored by sound alone. */
  readonly orthographic: number | null;
  readonly similarity: number;
  readonly count: number;
  readonly uniqueness: number;
  readonly length: number;
  readonly kept: number;
  readonly total: number;
  /** What is left for the variations with repeated letters, 0.8..1. */
  readonly repetition: number;
  /** Null without variations. */
  readonly phoneticBands: BandReport | null;
  /** Null when scored by sound alone, too. */
  readonly orthographicBands: BandReport | null;
  readonly variations: readonly PartVariation[];
}

/** Where the reference raises: the name is then left out of the average. */
export type Ungraded = 'nothing expected' | 'empty text';
export type PartOutcome = { readonly graded: PartScore } | { readonly ungraded: Ungraded };

const NOTHING: PartScore = {
  score: 0,
  phonetic: 0,
  orthographic: 0,
  similarity: 0,
  count: 0,
  uniqueness: 0,
  length: 0,
  kept: 0,
  total: 0,
  repetition: 1,
  phoneticBands: null,
  orthographicBands: null,
  variations: [],
};

/**
 * Scores the variations of one part.
 *
 * @param original   the part, lower case
 * @param variations in order of the answer, lower case; none scores 0
 */
export function scoreNamePart(
  original: string,
  variations: readonly string[],
  query: PartQuery,
): PartOutcome {
  if (variations.length === 0) return { graded: NOTHING };
  if (query.expected === 0) return { ungraded: 'nothing expected' };
  const fates = fatesOf(variations, query);
  const texts = variations.filter((_, i) => fates[i] === 'kept');
  if (texts.length > 0 && (original === '' || texts.includes('')))
    return { ungraded: 'empty text' };
  const read = variations.map((text, i): PartVariation => {
    const phonetic = phoneticSimilarity(original, text, query.weights(original));
    const orthographic = orthographicSimilarity(original, text);
    return { text, fate: fates[i] ?? 'kept', phonetic, orthographic };
  });
  const kept = read.filter(({ fate }) => fate === 'kept');
  const phoneticBands = measureBands(
    kept.map(({ phonetic }) => phonetic),
    PHONETIC_BANDS,
    query.phonetic,
  );
  const orthographicBands =
    query.orthographic &&
    measureBands(
      kept.map(({ orthographic }) => orthographic),
      ORTHOGRAPHIC_BANDS,
      query.orthographic,
    );
  const [phonetic, orthographic] = [phoneticBands.quality, orthographicBands?.quality ?? null];
  const mean = orthographic === null ? phonetic : (phonetic + orthographic) / 2;
  const similarity = mean < LOW.below ? mean * LOW.keeps : mean;
  const count = countScore(variations.length, query.expected);
  const uniqueness = kept.length / variations.length;
  const length = lengthScore(original, texts);
  const sum =
    PART_WEIGHTS.similarity * similarity +
    PART_WEIGHTS.count * count +
    PART_WEIGHTS.uniqueness * uniqueness +
    PART_WEIGHTS.length * length;
  const filtered = fates.filter((fate) => fate === 'repetition').length;
  const repetition = 1 - Math.min(REPETITION.most, REPETITION.each * filtered);
  const components = { phonetic, orthographic, similarity, count, uniqueness, length };
  const explained = { repetition, phoneticBands, orthographicBands, variations: read };
  const counts = { kept: kept.length, total: variations.length };
  return { graded: { score: sum * repetition, ...components, ...counts, ...explained } };
}

/** 1 inside [max(1, e − e t), e + e t], else exp(−distance to the nearer end / e). */
function countScore(actual: number, expected: number): number {
  const tolerance = Math.min(
    TOLERANCE.base + TOLERANCE.perTen * Math.floor(expected / 10),
    TOLERANCE.most,
  );
  const least = Math.max(1, expected - expected * tolerance);
  const most = expected + expected * tolerance;
  const deviation = Math.max(least - actual, actual - most, 0);
  return Math.exp(-deviation / expected);
}

/** Which variations stay: no repeated letters, and none all but equal to an earlier one. */
function fatesOf(variations: readonly string[], query: PartQuery): PartVariation['fate'][] {
  const kept: string[] = [];
  return variations.map((candidate) => {
    if (hasExcessiveRepetition(candidate)) return 'repetition';
    const weights = kept.length > 0 ? query.weights(candidate) : [];
    const mostPhonetic = weights.reduce((sum, [, weight]) => sum + weight, 0);
    const isTwin = kept.some((other) => {
      if (query.orthographic === null) {
        return phoneticSimilarity(candidate, other, weights) > TWIN.above;
      }
      const spelled = orthographicSimilarity(candidate, other) * TWIN.orthographic;
      // Most pairs are told apart by spelling alone, which is far cheaper than the codes.
      if (mostPhonetic * TWIN.phonetic + spelled <= TWIN.above) return false;
      return phoneticSimilarity(candidate, other, weights) * TWIN.phonetic + spelled > TWIN.above;
    });
    if (isTwin) return 'twin';
    kept.push(candidate);
    return 'kept';
  });
}

/** Mean of min(a/b, b/a) × (1 − min(1, |a − b| / b)), b the length of the original; 0 of nothing. */
function lengthScore(original: string, kept: readonly string[]): number {
  if (kept.length === 0) return 0;
  const own = [...original].length;
  const total = kept.reduce((sum, variation) => {
    const length = [...variation].length;
    const ratio = Math.min(length / own, own / length);
    return sum + ratio * (1 - Math.min(1, Math.abs(length - own) / own));
  }, 0);
  return total / kept.length;
}
