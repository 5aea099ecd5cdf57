import { metaphone, nysiis, soundex } from './phonetic-codes.ts';

// How alike two names sound and are spelled. Section 7.1; MIID/validator/reward.py 659496b1.

const CODES = { soundex, metaphone, nysiis } as const;
export type PhoneticCode = keyof typeof CODES;

/**
 * Weights of the three codes, summing to 1. Their order is the order of addition: a sum that ends
 * a hair above 1 falls out of the highest band.
 */
export type PhoneticWeights = readonly (readonly [code: PhoneticCode, weight: number])[];

/**
 * The validator draws weights from a generator seeded with a hash of the first text that is salted
 * per process; a port must be given them.
 */
export type WeightSource = (firstText: string) => PhoneticWeights;

/** Σ weight of the codes that agree, 0..1; one name reaches at most 8 different values. */
export function phoneticSimilarity(
  original: string,
  variation: string,
  weights: PhoneticWeights,
): number {
  return weights.reduce((sum, [name, weight]) => {
    const code = CODES[name];
    return sum + (code(original) === code(variation) ? weight : 0);
  }, 0);
}

/** 1 − Levenshtein distance / the longer length, 0..1; 0 for two empty texts. */
export function orthographicSimilarity(original: string, variation: string): number {
  const longer = Math.max([...original].length, [...variation].length);
  return longer === 0 ? 0 : 1 - editDistance(original, variation) / longer;
}

/**
 * Levenshtein distance over code points, as Python counts characters. Own code: the usual
 * libraries compare UTF-16 units. O(length²).
 */
export function editDistance(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  let row = right.map((_, j) => j + 1);
  for (const [i, char] of left.entries()) {
    let diagonal = i;
    let before = i + 1;
    row = row.map((above, j) => {
      const cost = char === right[j] ? diagonal : Math.min(diagonal, above, before) + 1;
      [diagonal, before] = [above, cost];
      return cost;
    });
  }
  return row.at(-1) ?? left.length;
}

/** Whether a character, line feed excepted, stands three times in a row, ignoring case. */
export function hasExcessiveRepetition(text: string): boolean {
  return /([^\n])\1{2}/iu.test(text);
}
