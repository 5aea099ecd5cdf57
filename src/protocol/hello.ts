import * as v from 'valibot';
import { Address, Genesis } from './grant.ts';
import { Count, DeviceKey, Ms, Ratio, ScoreLabel, Slug, WorkLabel } from './primitives.ts';

/** What a page needs to know of one subnet before it mines it. */
export const SubnetInfo = v.object({
  slug: Slug,
  netuid: Count,
  title: v.string(),
  work: WorkLabel,
  score: ScoreLabel,
  /** Bytes a tab downloads once before its first unit (models, wasm). */
  downloadBytes: Count,
  /** Bytes of one item of a unit. */
  bytesPerItem: Count,
  /** Whether work can be claimed now. */
  open: v.boolean(),
  /** Whether it takes jobs here. */
  takesJobs: v.boolean(),
  /** Units waiting, by material; jobs with open items count one each. */
  waiting: v.object({ operator: Count, rendered: Count, job: Count }),
});
export type SubnetInfo = v.InferOutput<typeof SubnetInfo>;

/** `GET /v1/hello`: version handshake, clock, key. Unsigned. */
export const Hello = v.object({
  protocol: v.string(),
  version: v.string(),
  /** Server clock, for the offset of signed timestamps. */
  timeMs: Ms,
  /** Raw Ed25519 public key that signs receipts. */
  coordinatorKey: DeviceKey,
  epochMs: Ms,
  /** True when the board shows miners that the operator started to show the product. */
  demo: v.boolean(),
  /** Share of the emission of an epoch paid for verified work; the rest is the arena. */
  workShare: Ratio,
  subnets: v.array(SubnetInfo),
  /** Genesis hash of the chain that grants name, also when no node of it is configured. */
  chainGenesis: Genesis,
  /** Nodes that the page may connect to, in order of preference; empty when there is no chain. */
  chainEndpoints: v.array(v.string()),
});
export type Hello = v.InferOutput<typeof Hello>;

/** `POST /v1/devices` (signed): registers the key, or renames it. Idempotent. */
export const DeviceRequest = v.object({ name: v.optional(v.pipe(v.string(), v.maxLength(32))) });
export type DeviceRequest = v.InferOutput<typeof DeviceRequest>;

/** Public facts of a device: answer of `POST /v1/devices` and `GET /v1/devices/<key>`. */
export const DeviceInfo = v.object({
  deviceKey: DeviceKey,
  name: v.string(),
  /** `new` until enough valid units; `banned` devices get no work. */
  standing: v.picklist(['new', 'trusted', 'banned']),
  trust: Ratio,
  demo: v.boolean(),
  registeredMs: Ms,
  acceptedUnits: Count,
  rejectedUnits: Count,
  lateUnits: Count,
  /** Spendable and held-back micro-credits that the device holds as a guest. */
  balance: v.number(),
  escrow: v.number(),
  /** Account it mines for under a live grant; null for a guest. */
  account: v.nullable(v.object({ address: Address, expiresMs: Ms })),
  /** Reason in words when banned. */
  reason: v.nullable(v.string()),
});
export type DeviceInfo = v.InferOutput<typeof DeviceInfo>;
