import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';

// One activation: what a stage gets and what it sends back. Sections b, c.

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Finite = v.pipe(v.number(), v.finite());

/** Most values of a tensor here: the batch of the 1B model at full width is below it. */
export const MAX_VALUES = 2 ** 23;

/** A tensor, row-major. */
export const Tensor = v.pipe(
  v.strictObject({
    shape: v.pipe(v.array(Count), v.minLength(1), v.maxLength(4)),
    values: v.pipe(v.array(Finite), v.maxLength(MAX_VALUES)),
  }),
  v.check(
    ({ shape, values }) => shape.reduce((product, size) => product * size, 1) === values.length,
    'shape and values do not agree',
  ),
);
export type Tensor = v.InferOutput<typeof Tensor>;

export const TaskInput = v.object({
  activation_id: v.string(),
  direction: v.picklist(['forward', 'backward', 'initial']),
  /** Stage, 0 first. */
  layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
  source_activation_id: v.optional(v.string()),
  expected_input_hash: v.optional(Hash),
  /** Shape of the answer. */
  shape: v.pipe(v.array(Count), v.minLength(1), v.maxLength(4)),
});
export type TaskInput = v.InferOutput<typeof TaskInput>;

export const TaskResult = v.strictObject({
  activation_id: v.string(),
  direction: v.picklist(['forward', 'backward', 'initial']),
  tensor: Tensor,
  /** Last stage only: mean cross-entropy, nats. */
  loss: v.optional(Finite),
  input_activation_hash: v.optional(Hash),
  output_activation_hash: Hash,
});
export type TaskResult = v.InferOutput<typeof TaskResult>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): TaskInput {
  return parseAs(TaskInput, value, 'input.malformed');
}

/**
 * Parses an answer and checks it against its task.
 *
 * @throws AppError `submission.malformed` with the field and the values of the first fault
 */
export function parseResult(value: unknown, input: TaskInput): TaskResult {
  const result = parseAs(TaskResult, value, 'submission.malformed');
  const { activation_id: id, direction, tensor, input_activation_hash: hash } = result;
  if (id !== input.activation_id) throw malformed(`activation_id: ${id} was not asked for`);
  if (direction !== input.direction) throw malformed(`direction: ${direction} was not asked for`);
  if (tensor.shape.join() !== input.shape.join()) {
    throw malformed(`tensor.shape: ${tensor.shape.join(' × ')}, not ${input.shape.join(' × ')}`);
  }
  if (input.expected_input_hash !== undefined && hash !== input.expected_input_hash) {
    throw malformed('input_activation_hash: not the input that was handed out');
  }
  return result;
}

function malformed(message: string): AppError {
  return new AppError('submission.malformed', message);
}
