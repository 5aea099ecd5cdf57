import * as v from 'valibot';
import { NetworkInfo } from './board.ts';
import { Count, DeviceKey, Ms, Signature } from './primitives.ts';
import { UnitInfo } from './submission.ts';

// The live feed: one WebSocket at /v1/feed. The first client message opens it; then the server
// pushes events with a sequence number. A client that reconnects names the last one it saw and
// gets what it missed, or `resync` when that is too old.

export const FeedOpen = v.object({
  type: v.literal('open'),
  /** Last sequence number seen, or null for "from now". */
  since: v.nullable(Count),
  /** A device that wants its own units pushed proves its key; null for a spectator. */
  device: v.nullable(
    v.object({ deviceKey: DeviceKey, seq: Count, timeMs: Ms, signature: Signature }),
  ),
});
export type FeedOpen = v.InferOutput<typeof FeedOpen>;

/** Own unit changed (only to its device); decided units also go to everybody as `decided`. */
export const FeedEvent = v.variant('type', [
  v.object({ type: v.literal('welcome'), seq: Count, timeMs: Ms }),
  v.object({ type: v.literal('resync'), seq: Count }),
  v.object({ type: v.literal('unit'), seq: Count, unit: UnitInfo }),
  v.object({ type: v.literal('decided'), seq: Count, units: v.array(UnitInfo) }),
  v.object({ type: v.literal('board'), seq: Count, atMs: Ms }),
  v.object({ type: v.literal('network'), seq: Count, network: NetworkInfo }),
  v.object({ type: v.literal('epoch'), seq: Count, epoch: Count, endsMs: Ms }),
]);
export type FeedEvent = v.InferOutput<typeof FeedEvent>;
