import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';
import { VRAM_SIZES_MB } from './scoring/vram.ts';

// What a validator asks of a node's cards, and what the prober on the node prints (section b of the
// specification, "Hardware signature"). The report of a node is what scoring reads (section e.3).

/** Most GPUs of one node that the network accepts. */
export const MAX_GPUS = 14;
/** A prober prints one line; what it prints besides stays below this. */
const MAX_OUTPUT = 65_536;

const Text = v.pipe(v.string(), v.maxLength(256));
const Nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const Gpus = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_GPUS));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** One challenge: every claimed card answers the same nonce. */
export const LiumInput = v.strictObject({
  version: v.literal(1),
  nonce: Nonce,
  /** Exact driver name of the cards. */
  model: v.pipe(
    Text,
    v.check((model) => Object.hasOwn(VRAM_SIZES_MB, model), 'is not a supported card'),
  ),
  claimedGpus: Gpus,
});
export type LiumInput = v.InferOutput<typeof LiumInput>;

/** What the prober printed on each card, and what the driver reports about it. */
export const LiumResult = v.strictObject({
  cards: v.pipe(
    v.array(
      v.strictObject({
        /** Index of the card as the node counts them. */
        slot: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_GPUS - 1)),
        output: v.pipe(v.string(), v.maxLength(MAX_OUTPUT)),
        memoryMb: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    v.maxLength(MAX_GPUS),
  ),
});
export type LiumResult = v.InferOutput<typeof LiumResult>;

/** A node as its provider describes it; numbers that were not measured are null. */
export const NodeReport = v.strictObject({
  uuid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  model: Text,
  gpus: Gpus,
  rented: v.boolean(),
  rentedGpus: v.nullable(Gpus),
  rentedSinceMs: v.nullable(Amount),
  splitMin: v.nullable(Gpus),
  sysbox: v.boolean(),
  driver: Text,
  pricePerGpu: v.nullable(Amount),
  downloadMbps: v.nullable(Amount),
  gpuMemoryMb: v.array(Amount),
  diskTotalKb: v.nullable(Amount),
  freePorts: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  ncuAccess: v.nullable(Text),
  attested: v.boolean(),
  capabilityMask: v.nullable(Text),
  controlOwnerUid: v.nullable(v.pipe(v.number(), v.integer())),
  discordConnected: v.boolean(),
  rentalsPaused: v.boolean(),
  spot: v.boolean(),
  ownDefaultJob: v.boolean(),
  banned: v.optional(v.boolean(), false),
  outdatedImage: v.optional(v.boolean(), false),
});
export type NodeReport = v.InferOutput<typeof NodeReport>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): LiumInput {
  return parseAs(LiumInput, value, 'input.malformed');
}

/**
 * Parses an answer: each slot at most once. How many cards answered is judged, not refused.
 *
 * @throws AppError `submission.malformed` with the path of the first fault
 */
export function parseResult(value: unknown): LiumResult {
  const result = parseAs(LiumResult, value, 'submission.malformed');
  const slots = result.cards.map(({ slot }) => slot);
  const twice = slots.findIndex((slot, i) => slots.indexOf(slot) !== i);
  if (twice >= 0) {
    throw new AppError('submission.malformed', `cards.${twice}.slot ${slots[twice]} comes twice`);
  }
  return result;
}

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseReports(value: unknown): NodeReport[] {
  return parseAs(v.array(NodeReport), value, 'input.malformed');
}
