import * as v from 'valibot';
import { ChainSnapshot } from './chain-snapshot.ts';
import { Address } from './grant.ts';
import { Count, DeviceKey, Ms, Ratio, Slug } from './primitives.ts';

export const BOARD_WINDOWS = ['1h', '24h', '7d', 'all'] as const;
export const BoardWindow = v.picklist(BOARD_WINDOWS);
export type BoardWindow = v.InferOutput<typeof BoardWindow>;

export const BoardRow = v.object({
  rank: Count,
  deviceKey: DeviceKey,
  name: v.string(),
  /** Address of the account it mines for now; null for a guest. */
  account: v.nullable(Address),
  standing: v.picklist(['new', 'trusted', 'banned']),
  /** True for a miner that the operator started to show the product. */
  demo: v.boolean(),
  /** Mean quality of accepted units, weighted by items: the first sort key. */
  quality: Ratio,
  acceptedUnits: Count,
  rejectedUnits: Count,
  items: Count,
  /** Micro-credits earned in the window (work purse, arena purse). */
  workCredit: v.number(),
  arenaCredit: v.number(),
  lastMs: Ms,
});
export type BoardRow = v.InferOutput<typeof BoardRow>;

/** `GET /v1/leaderboard?subnet=<slug|all>&window=<1h|24h|7d|all>`. Quality first, then items, then key. */
export const Leaderboard = v.object({
  subnet: v.union([Slug, v.literal('all')]),
  window: BoardWindow,
  rows: v.array(BoardRow),
  /** Feed sequence number this board includes. */
  feedSeq: Count,
  atMs: Ms,
});
export type Leaderboard = v.InferOutput<typeof Leaderboard>;

/** `GET /v1/network`: totals and what checking costs. */
export const NetworkInfo = v.object({
  devices: Count,
  minersNow: Count,
  acceptedUnits: Count,
  rejectedUnits: Count,
  lateUnits: Count,
  items: Count,
  /** Items the coordinator computed to audit slices, as a share of all items mined. */
  auditShare: v.number(),
  /** Items the coordinator computed as the second vote, as a share of all items mined (counted apart). */
  secondVoteShare: v.number(),
  /** Items that tabs did more than once (quorum) or as known answers, as a share of all tab items. */
  redundancyShare: v.number(),
  epoch: Count,
  epochEndsMs: Ms,
  ledgerSeq: Count,
  ledgerHash: v.string(),
  /** What the chain said last; null when the operator configured none or it never answered. */
  chain: v.nullable(ChainSnapshot),
});
export type NetworkInfo = v.InferOutput<typeof NetworkInfo>;

/** Commitment to the secret seed of rendered material, revealed after the epoch it was used in. */
export const SeedInfo = v.object({
  seedId: v.string(),
  commitment: v.string(),
  seed: v.nullable(v.string()),
  epoch: v.nullable(Count),
});
export type SeedInfo = v.InferOutput<typeof SeedInfo>;
