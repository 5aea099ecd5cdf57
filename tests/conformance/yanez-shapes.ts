import * as v from 'valibot';
import type { Answer } from '../../src/subnets/yanez/scoring/answer.ts';
import type { PartWeights } from '../../src/subnets/yanez/scoring/name.ts';
import type { PhoneticWeights, WeightSource } from '../../src/subnets/yanez/scoring/similarity.ts';
import type { ConformanceCase } from './contract.ts';

// Shapes that several groups of subnet 54 share.

export const names = v.array(v.string());

const Code = v.picklist(['soundex', 'metaphone', 'nysiis']);
/** Weights by code; the order of keys is the order of addition. */
export const Weights = v.record(v.string(), v.number());
export const WeightTable = v.optional(v.record(v.string(), Weights), {});
export const Bands = v.object({
  Light: v.optional(v.number(), 0),
  Medium: v.optional(v.number(), 0),
  Far: v.optional(v.number(), 0),
});
export const PartWeightsShape = v.object({
  first_name_weight: v.number(),
  last_name_weight: v.number(),
});
export const Rules = v.nullish(
  v.object({ selected_rules: names, rule_percentage: v.optional(v.number(), 30) }),
);
export const Variations = v.record(v.string(), v.array(v.array(v.string())));

export function weightsOf(weights: v.InferOutput<typeof Weights>): PhoneticWeights {
  return Object.entries(weights).map(([code, weight]) => [v.parse(Code, code), weight] as const);
}

/** Weights by the first text of a comparison. */
export function sourceOf(table: v.InferOutput<typeof WeightTable>): WeightSource {
  return (text) => {
    const weights = table[text];
    if (!weights) throw new Error(`no weights are recorded for ${text}`);
    return weightsOf(weights);
  };
}

export function partWeightsOf(
  weights: v.InferOutput<typeof PartWeightsShape> | undefined,
): PartWeights {
  return { first: weights?.first_name_weight ?? 1, last: weights?.last_name_weight ?? 0 };
}

export function rulesOf(rules: v.InferOutput<typeof Rules>) {
  return rules ? { rules: rules.selected_rules, percentage: rules.rule_percentage } : null;
}

/** Entries shorter than three texts are filled up with blanks. */
export function toAnswer(variations: v.InferOutput<typeof Variations>): Answer {
  return Object.entries(variations).map(
    ([name, list]) =>
      [
        name,
        list.map(([text = '', dob = '', address = '']) => ({ name: text, dob, address })),
      ] as const,
  );
}

/** A group of cases `{in, out}`. */
export function group<In extends v.GenericSchema>(
  input: In,
  actual: (data: v.InferOutput<In>, whole: unknown) => unknown,
) {
  const schema = v.object({ cases: v.array(v.object({ in: input, out: v.unknown() })) });
  return (data: unknown): ConformanceCase[] =>
    v.parse(schema, data).cases.map((entry, index) => ({
      name: String(index),
      actual: actual(entry.in, data),
      expected: entry.out,
    }));
}
