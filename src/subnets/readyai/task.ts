import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';

// Shapes of a unit in the subnet's own names (`CgSynapse` of the specification, sections b and c).
// Vectors that an answer carries are read by nobody: the validator makes its own.

/** Most tags or tests that are read of one answer; the scorer looks at far fewer. */
const MAX_ITEMS = 512;
const MAX_LINES = 512;
const MAX_TEXT = 20_000;

const Text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
/** Speaker or source, and what it says. */
const Line = v.tuple([v.pipe(v.number(), v.integer()), Text]);
const Lines = v.pipe(v.array(Line), v.maxLength(MAX_LINES));

const Conversation = v.object({
  /** Sent as −1: a miner does not learn which window it has. */
  window_idx: v.pipe(v.number(), v.integer()),
  window: Lines,
  participants: v.array(v.string()),
  /** Snippets of web searches for the conversation. */
  enrichment_lines: v.optional(Lines),
});
const Page = v.object({ window: Lines });
const Survey = v.object({ survey_question: Text, comment: Text });
const SkillSeed = v.object({
  seed: Text,
  section_map: v.pipe(
    v.array(v.object({ section_id: v.string(), title: Text, description: Text })),
    v.minLength(1),
  ),
});

function task<Type extends string, Data extends v.GenericSchema>(type: Type, data: Data) {
  return v.object({
    mode: v.string(),
    api_version: v.number(),
    guid: v.string(),
    bundle_guid: v.string(),
    type: v.literal(type),
    scoring_mechanism: v.string(),
    input: v.object({
      guid: v.string(),
      input_type: v.string(),
      data,
      input_categories: v.optional(v.unknown()),
    }),
    prompt_chain: v.array(v.object({ prompt_template: Text })),
    example_output: v.unknown(),
    /** Seconds; 12 where absent. */
    timeout: v.optional(v.pipe(v.number(), v.gtValue(0)), 12),
  });
}

/** One task: a slice of the document, and the prompt the validator suggests. */
export const ReadyAiInput = v.variant('type', [
  task('conversation_tagging', Conversation),
  task('webpage_metadata_generation', Page),
  task('survey_tagging', Survey),
  task('named_entities_extraction', Page),
  task('skill_generation', Page),
  task('skill_coverage_evaluation', SkillSeed),
]);
export type ReadyAiInput = v.InferOutput<typeof ReadyAiInput>;

const TagAnswer = v.strictObject({
  tags: v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_TEXT))), v.maxLength(MAX_ITEMS)),
  vectors: v.optional(v.unknown()),
});

const SkillAnswer = v.strictObject({
  skill: Text,
  tdd_plan: v.optional(v.unknown()),
  section_tests: v.record(
    v.string(),
    v.pipe(
      v.array(v.strictObject({ name: Text, description: Text, assertion: Text })),
      v.maxLength(MAX_ITEMS),
    ),
  ),
});

export type ReadyAiResult =
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  | ({ readonly kind: 'skill' } & v.InferOutput<typeof SkillAnswer>);

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): ReadyAiInput {
  return parseAs(ReadyAiInput, value, 'input.malformed');
}

/**
 * Parses an answer (`cgp_output`, a list of which the first member counts) as its task asks.
 * A section of tests that the task did not name is kept: it counts in the score.
 *
 * @throws AppError `submission.malformed` with the path of the first fault
 */
export function parseResult(value: unknown, input: ReadyAiInput): ReadyAiResult {
  const [first] = parseAs(v.array(v.unknown()), value, 'submission.malformed');
  if (first === undefined) {
    throw new AppError('submission.malformed', 'the answer is an empty list, expected one member');
  }
  if (input.type === 'skill_generation' || input.type === 'skill_coverage_evaluation') {
    return { kind: 'skill', ...parseAs(SkillAnswer, first, 'submission.malformed') };
  }
  return { kind: 'tags', tags: parseAs(TagAnswer, first, 'submission.malformed').tags };
}
