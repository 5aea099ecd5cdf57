import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';

// Shapes of a unit in the subnet's own names: the file a blueprint miner reads and the one it
// writes (section c). Today's text entry is read by `scoring/submission.ts`.

/** Most molecules of one entry. */
const MAX_MOLECULES = 1000;
const Sequence = v.pipe(v.string(), v.regex(/^[ACDEFGHIKLMNPQRSTVWYXUB]{1,4096}$/));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `/workspace/input.json`. Filter limits stand in `config` and are kept as they are. */
export const NovaInput = v.object({
  config: v.looseObject({
    antitarget_weight: v.optional(v.pipe(v.number(), v.finite())),
    entropy_min_threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    num_molecules: v.pipe(Count, v.minValue(1), v.maxValue(MAX_MOLECULES)),
  }),
  challenge: v.object({
    target_sequences: v.pipe(v.array(Sequence), v.minLength(1)),
    antitarget_sequences: v.array(Sequence),
    /** `rxn:N`; null where every reaction is allowed. */
    allowed_reaction: v.nullish(v.pipe(v.string(), v.regex(/^rxn:\d+$/))),
  }),
});
export type NovaInput = v.InferOutput<typeof NovaInput>;

/** `/output/result.json`. */
export const NovaResult = v.strictObject({
  molecules: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^rxn:\d{1,9}(?::\d{1,12}){2,3}$/))),
    v.maxLength(MAX_MOLECULES),
  ),
});
export type NovaResult = v.InferOutput<typeof NovaResult>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): NovaInput {
  return parseAs(NovaInput, value, 'input.malformed');
}

/**
 * Parses an answer and checks it against its task: exactly the number of molecules asked, no id
 * twice.
 *
 * @throws AppError `submission.malformed` with the position and the numbers of the first fault
 */
export function parseResult(value: unknown, { config }: NovaInput): NovaResult {
  const result = parseAs(NovaResult, value, 'submission.malformed');
  const { molecules } = result;
  if (molecules.length !== config.num_molecules) {
    throw new AppError(
      'submission.malformed',
      `molecules has ${molecules.length} ids, the task asks ${config.num_molecules}`,
    );
  }
  for (const [index, id] of molecules.entries()) {
    const first = molecules.indexOf(id);
    if (first < index) {
      throw new AppError(
        'submission.malformed',
        `molecules.${index} is ${id}, as is molecules.${first}`,
      );
    }
  }
  return result;
}
