import * as v from 'valibot';
import { Address, KeyType, WalletSignature } from './grant.ts';
import {
  Count,
  DeviceKey,
  Id,
  MaterialLabel,
  MicroCredits,
  Ms,
  Sha256,
  Signature,
  Slug,
} from './primitives.ts';
import { Verdict } from './verdict.ts';

/**
 * `POST /v1/submissions?id=<submissionId>` (signed). The path is part of what the device signs, so
 * its signature names the submission, and a receipt proves it without the body.
 */
export const SubmissionRequest = v.object({
  submissionId: Sha256,
  taskId: Id,
  leaseId: Id,
  token: Id,
  /** sha256 of the canonical JSON of `result`. */
  resultHash: Sha256,
  /** Parsed by the subnet's own schema. */
  result: v.unknown(),
  backend: v.picklist(['webgpu', 'wasm']),
  /** Milliseconds of work by stage, as the tab measured them; statistics only, never scored. */
  msPerStage: v.record(v.pipe(v.string(), v.maxLength(24)), Ms),
});
export type SubmissionRequest = v.InferOutput<typeof SubmissionRequest>;

export const UNIT_STATES = [
  'leased',
  'submitted',
  'verifying',
  'accepted',
  'rejected',
  'late',
  'expired',
  'settled',
] as const;
export const UnitState = v.picklist(UNIT_STATES);
export type UnitState = v.InferOutput<typeof UnitState>;

/** Answer to a submission: given after it is durable, and the same bytes on every retry. */
export const SubmissionAnswer = v.object({
  submissionId: Sha256,
  unitId: Id,
  state: v.picklist(['verifying', 'late']),
  acknowledgedMs: Ms,
});
export type SubmissionAnswer = v.InferOutput<typeof SubmissionAnswer>;

/** What the coordinator's key signs about an accepted result; verifies offline. */
export const ReceiptBody = v.object({
  protocol: v.string(),
  coordinatorKey: DeviceKey,
  deviceKey: DeviceKey,
  unitId: Id,
  taskId: Id,
  subnet: Slug,
  material: MaterialLabel,
  submissionId: Sha256,
  resultHash: Sha256,
  /** Token of the answered lease, a secret no longer: `submissionId` is recomputed with it. */
  token: v.optional(Id),
  /** When the device took the unit; decides which grant counts. */
  claimedMs: v.optional(Ms),
  verdict: Verdict,
  /** Ledger row that credits the unit, and its hash in the chain. */
  ledgerSeq: Count,
  ledgerHash: Sha256,
  /** Claim on the epoch's work purse: items × quality in millionths. Its pay is the unit's `credit`. */
  work: MicroCredits,
  epoch: Count,
  issuedMs: Ms,
  /** The device's own signed request: what was signed can be rebuilt from these. */
  submission: v.object({
    method: v.literal('POST'),
    path: v.string(),
    bodyHash: Sha256,
    seq: Count,
    timeMs: Ms,
    signature: Signature,
  }),
  /** Wallet grant in force when the unit was claimed, null for a guest. */
  grant: v.nullable(
    v.object({
      text: v.string(),
      signature: WalletSignature,
      /** SS58 address, as in the text. */
      account: Address,
      keyType: KeyType,
    }),
  ),
});
export type ReceiptBody = v.InferOutput<typeof ReceiptBody>;

/** Signature over the canonical JSON of `body` by `body.coordinatorKey`. */
export const Receipt = v.object({ body: ReceiptBody, signature: Signature });
export type Receipt = v.InferOutput<typeof Receipt>;

/** One device's unit with its fate: `GET /v1/units/<unitId>` and lists of `GET /v1/devices/<key>/units`. */
export const UnitInfo = v.object({
  unitId: Id,
  taskId: Id,
  subnet: Slug,
  deviceKey: DeviceKey,
  deviceName: v.string(),
  material: MaterialLabel,
  items: Count,
  state: UnitState,
  claimedMs: Ms,
  submittedMs: v.nullable(Ms),
  decidedMs: v.nullable(Ms),
  submissionId: v.nullable(Sha256),
  verdict: v.nullable(Verdict),
  /** What the work purse paid, known when the epoch has ended (`settled`). */
  credit: v.nullable(MicroCredits),
  /** Sentence about the present state, for a person. */
  reason: v.string(),
});
export type UnitInfo = v.InferOutput<typeof UnitInfo>;

/** `GET /v1/units/<unitId>`: with input and result, for `/verify/<unit>` (once decided). */
export const UnitDetail = v.object({
  unit: UnitInfo,
  input: v.unknown(),
  result: v.nullable(v.unknown()),
  receipt: v.nullable(Receipt),
});
export type UnitDetail = v.InferOutput<typeof UnitDetail>;

export const UnitsPage = v.object({ units: v.array(UnitInfo), nextBefore: v.nullable(v.string()) });
export type UnitsPage = v.InferOutput<typeof UnitsPage>;
