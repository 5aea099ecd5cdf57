import type { Turn } from '../core/turn.ts';

// The board's projection: sums of five minutes per device and subnet. It can be rebuilt from the
// units and the ledger; windows of the board are sums of buckets.

export const BUCKET_MS = 5 * 60_000;

export interface BucketChange {
  readonly accepted?: number;
  readonly rejected?: number;
  readonly items?: number;
  readonly qualityItems?: number;
  readonly workCredit?: number;
  readonly arenaCredit?: number;
}

interface Owner {
  readonly subnet: string;
  readonly device_key: string;
}

/** Adds to the bucket of now. */
export async function addToBucket(turn: Turn, owner: Owner, change: BucketChange): Promise<void> {
  await turn.sql.run(
    `INSERT INTO buckets (subnet, device_key, bucket, accepted, rejected, items, quality_items,
       work_credit, arena_credit, last_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, subnet, device_key) DO UPDATE SET
       accepted = buckets.accepted + excluded.accepted,
       rejected = buckets.rejected + excluded.rejected,
       items = buckets.items + excluded.items,
       quality_items = buckets.quality_items + excluded.quality_items,
       work_credit = buckets.work_credit + excluded.work_credit,
       arena_credit = buckets.arena_credit + excluded.arena_credit,
       last_ms = excluded.last_ms`,
    owner.subnet,
    owner.device_key,
    Math.floor(turn.now / BUCKET_MS),
    change.accepted ?? 0,
    change.rejected ?? 0,
    change.items ?? 0,
    change.qualityItems ?? 0,
    change.workCredit ?? 0,
    change.arenaCredit ?? 0,
    turn.now,
  );
}
