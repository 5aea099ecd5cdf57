import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';
import { checkTemplate, expandTemplate } from './scoring/template.ts';

// A challenge and a submission in the subnet's own names (sections b and c).

/** What a challenge lets a miner write: 1 prompt, 2 + url, 3 + endpoint, 4 and 5 conversations. */
export const SURFACES = [1, 2, 3, 4, 5] as const;

const Text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const ChallengeQuestion = v.object({
  question_id: Text,
  objective: v.pipe(v.string(), v.regex(/\S/, 'must not be blank')),
  category: v.optional(v.string()),
  subcategory: v.optional(v.string()),
  expected_unsafe_output: v.optional(v.string()),
  expected_safe_behavior: v.optional(v.string()),
});

/** The part of the platform's challenge that a miner works from; other fields are left out. */
export const TrishoolInput = v.object({
  id: v.union([Text, v.pipe(v.number(), v.integer())]),
  status: v.optional(v.string()),
  description: v.optional(v.string()),
  surface_area: v.optional(v.picklist(SURFACES), 1),
  submission_format: v.optional(v.picklist(['TEMPLATE', 'QUESTIONS']), 'TEMPLATE'),
  questions: v.pipe(v.array(ChallengeQuestion), v.minLength(1)),
});
export type TrishoolInput = v.InferOutput<typeof TrishoolInput>;

const Turns = v.array(v.unknown());

const QuestionItem = v.union([
  v.pipe(
    Text,
    v.transform((prompt) => ({ prompt })),
  ),
  v.object({
    prompt: Text,
    url: v.optional(v.string()),
    endpoint: v.optional(v.string()),
    conversation: v.optional(Turns),
    session1: v.optional(Turns),
    session2: v.optional(Turns),
  }),
]);

/** One prompt for each question: the older format, or a template after expansion. */
export const TrishoolResult = v.object({
  /** Null in the older format. */
  template: v.nullable(v.string()),
  prompts: v.map(v.string(), v.string()),
});
export type TrishoolResult = v.InferOutput<typeof TrishoolResult>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): TrishoolInput {
  return parseAs(TrishoolInput, value, 'input.malformed');
}

/**
 * Parses a submission's items by the format of its challenge. A template is checked by every rule
 * of the subnet's server and expanded; items by question need one for each question.
 *
 * @throws AppError `submission.malformed`; of a template, with the server's own sentence
 */
export function parseResult(value: unknown, input: TrishoolInput): TrishoolResult {
  return input.submission_format === 'TEMPLATE'
    ? parseTemplate(value, input)
    : parseQuestions(value, input);
}

function parseTemplate(value: unknown, input: TrishoolInput): TrishoolResult {
  const template = checkTemplate(value);
  if (!template.ok) throw malformed(template.error);
  const prompts = expandTemplate(template.value, input.questions);
  if (!prompts.ok) throw malformed(prompts.error);
  return { template: template.value, prompts: new Map(prompts.value) };
}

function parseQuestions(value: unknown, input: TrishoolInput): TrishoolResult {
  const parsed = parseAs(v.record(v.string(), QuestionItem), value, 'submission.malformed');
  const items = new Map(Object.entries(parsed));
  const prompts = new Map<string, string>();
  for (const { question_id: id } of input.questions) {
    const item = items.get(id);
    if (item === undefined) throw malformed(`${id}: no item for this question`);
    prompts.set(id, item.prompt);
  }
  return { template: null, prompts };
}

function malformed(message: string): AppError {
  return new AppError('submission.malformed', message);
}
