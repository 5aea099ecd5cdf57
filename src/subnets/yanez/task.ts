import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';
import { RULE_NAMES } from './scoring/rules.ts';
import type { Answer } from './scoring/answer.ts';

// The retired identity task (section 6): names, dates of birth and addresses in, variations of
// each out, in the subnet's own shapes.

/** Most identities of one query. */
export const MAX_IDENTITIES = 64;
/** Most variations of one name that are read; more than 1.2 × those requested are penalised. */
export const MAX_VARIATIONS = 128;

const Text = v.pipe(v.string(), v.maxLength(512));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Bands = v.strictObject({
  Light: v.optional(Share),
  Medium: v.optional(Share),
  Far: v.optional(Share),
});

/** One query; an identity is [name, date of birth `YYYY-MM-DD`, address], blanks allowed. */
export const YanezInput = v.strictObject({
  version: v.literal(1),
  identities: v.pipe(
    v.array(v.tuple([v.pipe(Text, v.minLength(1)), Text, Text])),
    v.minLength(1),
    v.maxLength(MAX_IDENTITIES),
  ),
  variationCount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  phonetic: Bands,
  orthographic: Bands,
  ruleBlock: v.nullable(
    v.strictObject({
      rules: v.array(v.picklist(RULE_NAMES)),
      /** Share of variations that should follow a rule, percent. */
      percentage: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
    }),
  ),
});
export type YanezInput = v.InferOutput<typeof YanezInput>;

/** Variations of each name: [name, date of birth, address]. */
export const YanezResult = v.strictObject({
  variations: v.pipe(
    v.array(
      v.strictObject({
        name: Text,
        entries: v.pipe(v.array(v.tuple([Text, Text, Text])), v.maxLength(MAX_VARIATIONS)),
      }),
    ),
    v.maxLength(2 * MAX_IDENTITIES),
  ),
});
export type YanezResult = v.InferOutput<typeof YanezResult>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): YanezInput {
  const input = parseAs(YanezInput, value, 'input.malformed');
  const twice = repeated(input.identities.map(([name]) => name));
  if (twice !== null) throw new AppError('input.malformed', `identities.${twice}.0 comes twice`);
  return input;
}

/** @throws AppError `submission.malformed` with the path of the first fault */
export function parseResult(value: unknown): YanezResult {
  const result = parseAs(YanezResult, value, 'submission.malformed');
  const twice = repeated(result.variations.map(({ name }) => name));
  if (twice !== null) {
    throw new AppError('submission.malformed', `variations.${twice}.name comes twice`);
  }
  return result;
}

/** The answer as scoring reads it, names in their order. */
export function answerOf(result: YanezResult): Answer {
  return result.variations.map(
    ({ name, entries }) =>
      [name, entries.map(([text, dob, address]) => ({ name: text, dob, address }))] as const,
  );
}

function repeated(names: readonly string[]): number | null {
  const at = names.findIndex((name, i) => names.indexOf(name) !== i);
  return at < 0 ? null : at;
}
