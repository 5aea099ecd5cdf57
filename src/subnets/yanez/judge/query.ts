import * as v from 'valibot';
import { splitWords } from '../../../shared/python-parse.ts';
import type { PartWeights, RuleBlock } from '../scoring/name.ts';
import { RULE_NAMES } from '../scoring/rules.ts';
import type { PhoneticWeights, WeightSource } from '../scoring/similarity.ts';

// What the validator draws at random, as a reader may give it, and what stands in for it.

export const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Drawn weights are made to add up to 1; a sum of doubles may exceed it by this. */
const WHOLE = 1 + 1e-9;
const LONGEST = 256;
export const Text = v.pipe(v.string(), v.maxLength(LONGEST));
/** Names are compared pair by pair and letter by letter: the work grows with the square of this. */
export const MAX_CHARACTERS = 4000;

export const Bands = v.strictObject({
  Light: v.optional(Share, 0),
  Medium: v.optional(Share, 0),
  Far: v.optional(Share, 0),
});

export const Rules = v.optional(v.array(v.picklist(RULE_NAMES)));
export const Percentage = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 30);

/** Null without a list of rules: the query then has no rule block. */
export function ruleBlockOf(
  rules: v.InferOutput<typeof Rules>,
  percentage: number,
): RuleBlock | null {
  return rules ? { rules, percentage } : null;
}

/** Weights of the codes by text; the order of the codes is the order of addition. */
export const WeightTable = v.optional(
  v.record(
    v.string(),
    v.pipe(
      v.record(v.string(), Share),
      v.transform((weights) => Object.entries(weights)),
      v.array(v.tuple([v.picklist(['soundex', 'metaphone', 'nysiis']), Share])),
      v.check(
        (weights) => weights.reduce((sum, [, weight]) => sum + weight, 0) <= WHOLE,
        'must be 1 together, or less',
      ),
    ),
  ),
  {},
);
type WeightTable = v.InferOutput<typeof WeightTable>;

/** The parts of a name with three or more share the whole: two of them have less. */
export const GivenParts = v.pipe(
  v.strictObject({ first: Share, last: Share }),
  v.check(({ first, last }) => first + last <= WHOLE, 'must be 1 together, or less'),
);

/** The mean of what the validator draws. */
const EQUAL: PhoneticWeights = (['soundex', 'metaphone', 'nysiis'] as const).map(
  (code) => [code, 1 / 3] as const,
);

/** Weights that are given, equal ones for every other text. */
export function weightSource(table: WeightTable): WeightSource {
  const given = new Map<string, PhoneticWeights>(Object.entries(table));
  return (text) => given.get(text) ?? EQUAL;
}

/** Weights of first and second token by their share of the letters: the middle of what is drawn. */
export function partsByLength(name: string): PartWeights {
  const [first = 0, last = 0, ...others] = splitWords(name).map((token) => [...token].length);
  const letters = others.reduce((sum, length) => sum + length, first + last);
  return letters === 0 ? { first: 1, last: 0 } : { first: first / letters, last: last / letters };
}

/** Whether every random weight that a name's score rests on is given. */
export function isDrawKnown(
  name: string,
  table: WeightTable,
  parts: v.InferOutput<typeof GivenParts> | undefined,
): boolean {
  const tokens = splitWords(name);
  const ends = tokens.length < 2 ? [name] : [tokens[0] ?? '', tokens.at(-1) ?? ''];
  const isGiven = ends.every((text) => Object.hasOwn(table, text));
  return isGiven && (tokens.length < 2 || parts !== undefined);
}
