import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';
import { Count, Sha256 } from '../../protocol/primitives.ts';
import { COMPONENTS, FRAGMENT_COUNT } from './scoring/fragments.ts';

// What miners of the subnet receive and return since June 2026, in its own names (sections b, c):
// a signed training job, and a receipt with the digests of what was uploaded.

const Text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** A training job as the owner signed it; other fields are left out. */
export const QuasarInput = v.object({
  job_id: Text,
  run_id: Text,
  round_id: Count,
  global_step: Count,
  assigned_hotkey: Text,
  attempt: v.optional(Count, 0),
  created_unix: Amount,
  deadline_unix: Amount,
  task_params: v.optional(
    v.looseObject({
      planned_gpu_count: v.optional(v.unknown()),
      env: v.optional(v.record(v.string(), v.unknown()), {}),
    }),
    {},
  ),
  resource_requirements: v.looseObject({
    min_gpus: v.optional(Count, 0),
    gpu_count: v.optional(Count, 0),
  }),
  manifest_hash: Sha256,
});
export type QuasarInput = v.InferOutput<typeof QuasarInput>;

const Digest = v.object({ name: Text, uri: Text, sha256: Sha256, size_bytes: Count });

/** A miner's receipt; other fields are left out. */
export const QuasarResult = v.object({
  receipt_id: Text,
  manifest_hash: Sha256,
  job_id: Text,
  run_id: Text,
  round_id: Count,
  global_step: Count,
  worker: v.object({
    hotkey_ss58: Text,
    worker_id: v.string(),
    capabilities: v.optional(v.record(v.string(), v.unknown()), {}),
  }),
  output_digests: v.pipe(v.array(Digest), v.minLength(1)),
  started_unix: Amount,
  finished_unix: Amount,
  claimed_tokens: Count,
  claimed_local_steps: Count,
  metrics: v.optional(v.record(v.string(), v.unknown()), {}),
});
export type QuasarResult = v.InferOutput<typeof QuasarResult>;

/** A tensor as a fragment's manifest lists it. */
export const TensorEntry = v.object({
  name: Text,
  shape: v.array(Count),
  dtype: v.literal('float32'),
  numel: Count,
  nbytes: Count,
  component: v.optional(v.picklist(COMPONENTS)),
  sha256: v.optional(Sha256),
});
export type TensorEntry = v.InferOutput<typeof TensorEntry>;

/** The claim of a fragment in the live synchronisation. */
export const FragmentClaim = v.object({
  run_id: Text,
  learner_id: Text,
  miner_hotkey: Text,
  worker_id: v.string(),
  job_id: Text,
  fragment_id: Count,
  fragment_count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), FRAGMENT_COUNT),
  target_local_step: Count,
  local_step: Count,
  previous_fragment_state_sha256: v.nullish(Sha256),
  trained_tokens: Count,
  local_steps: Count,
});
export type FragmentClaim = v.InferOutput<typeof FragmentClaim>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): QuasarInput {
  return parseAs(QuasarInput, value, 'input.malformed');
}

/** What a receipt repeats of its job. */
const REPEATED = ['manifest_hash', 'job_id', 'run_id', 'round_id', 'global_step'] as const;
/** What every receipt carries. */
const REQUIRED_DIGESTS = ['fragment_update', 'fragment_manifest'] as const;

/**
 * Parses a receipt and checks that it answers its job: same run, job, round, step and manifest,
 * from the assigned hotkey, with the digests of update and manifest, finished after it began.
 *
 * @throws AppError `submission.malformed` with the field and both values of the first fault
 */
export function parseResult(value: unknown, input: QuasarInput): QuasarResult {
  const receipt = parseAs(QuasarResult, value, 'submission.malformed');
  for (const field of REPEATED) {
    if (receipt[field] !== input[field]) {
      throw malformed(`${field} is ${receipt[field]}, the job has ${input[field]}`);
    }
  }
  const hotkey = receipt.worker.hotkey_ss58;
  if (hotkey !== input.assigned_hotkey) {
    throw malformed(`worker.hotkey_ss58 is ${hotkey}, the job went to ${input.assigned_hotkey}`);
  }
  if (receipt.finished_unix < receipt.started_unix) {
    throw malformed(`finished_unix ${receipt.finished_unix} is before ${receipt.started_unix}`);
  }
  const names = receipt.output_digests.map(({ name }) => name);
  const missing = REQUIRED_DIGESTS.find((name) => !names.includes(name));
  if (missing) throw malformed(`output_digests has no ${missing}`);
  return receipt;
}

function malformed(message: string): AppError {
  return new AppError('submission.malformed', message);
}
