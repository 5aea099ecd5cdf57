import * as v from 'valibot';
import { Count, Id, MaterialLabel, Ms, Ratio, Slug } from './primitives.ts';

/** What the tab measured about itself; sizes units and predicts leases. */
export const Capability = v.object({
  backend: v.picklist(['webgpu', 'wasm']),
  /** Coarse class of the device for lease statistics, for example `wasm-2` or `webgpu-apple`. */
  deviceClass: v.pipe(v.string(), v.regex(/^[\w.-]{1,40}$/)),
  /** Measured milliseconds per item (one frame for score) at the present GPU share. */
  msPerItem: v.pipe(v.number(), v.minValue(0.01), v.maxValue(600_000)),
});
export type Capability = v.InferOutput<typeof Capability>;

/** `POST /v1/claims` (signed). */
export const ClaimRequest = v.object({
  subnets: v.pipe(v.array(Slug), v.minLength(1), v.maxLength(16)),
  capability: Capability,
});
export type ClaimRequest = v.InferOutput<typeof ClaimRequest>;

export const Lease = v.object({
  leaseId: Id,
  /** Secret of this lease: needed to heartbeat, upload and submit. */
  token: Id,
  ttlMs: Ms,
  heartbeatMs: Ms,
});
export type Lease = v.InferOutput<typeof Lease>;

export const ClaimedUnit = v.object({
  /** A task may be given to several devices; a unit is one device's lease of it: unitId = leaseId. */
  unitId: Id,
  taskId: Id,
  subnet: Slug,
  material: MaterialLabel,
  /** Parsed by the subnet's own schema before use. */
  input: v.unknown(),
  items: Count,
  lease: Lease,
});
export type ClaimedUnit = v.InferOutput<typeof ClaimedUnit>;

export const ClaimAnswer = v.union([
  v.object({ unit: ClaimedUnit }),
  v.object({ unit: v.null(), retryMs: Ms, reason: v.string() }),
]);
export type ClaimAnswer = v.InferOutput<typeof ClaimAnswer>;

/** `POST /v1/leases/<leaseId>/heartbeat` (signed). */
export const HeartbeatRequest = v.object({ token: Id, progress: Ratio });
export type HeartbeatRequest = v.InferOutput<typeof HeartbeatRequest>;
export const HeartbeatAnswer = v.object({ ttlMs: Ms });
export type HeartbeatAnswer = v.InferOutput<typeof HeartbeatAnswer>;

/** `POST /v1/leases/<leaseId>/release` (signed): gives the unit back. */
export const ReleaseRequest = v.object({ token: Id });
export type ReleaseRequest = v.InferOutput<typeof ReleaseRequest>;
