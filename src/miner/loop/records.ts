import * as v from 'valibot';
import { ClaimedUnit } from '../../protocol/claim.ts';
import { Receipt, SubmissionRequest } from '../../protocol/submission.ts';
import type { KeyValue, Table } from '../key-value.ts';

// What the loop keeps on disk, parsed when read: an older build or a full disk may have left
// anything there.

const KEPT_RECEIPTS = 500;

const LeaseRecord = v.object({
  unit: ClaimedUnit,
  /** Own wall clock, milliseconds since 1970. */
  endsMs: v.number(),
});
export type LeaseRecord = v.InferOutput<typeof LeaseRecord>;

const OutboxRecord = v.object({
  unitId: v.string(),
  subnet: v.string(),
  acknowledged: v.boolean(),
  savedMs: v.number(),
  request: SubmissionRequest,
});
export type OutboxRecord = v.InferOutput<typeof OutboxRecord>;

export interface Records {
  leases(): Promise<LeaseRecord[]>;
  keepLease(record: LeaseRecord): Promise<void>;
  dropLease(unitId: string): Promise<void>;
  outbox(): Promise<OutboxRecord[]>;
  /** Null when it is not (or no longer) there. */
  outgoing(submissionId: string): Promise<OutboxRecord | null>;
  keepOutgoing(record: OutboxRecord): Promise<void>;
  dropOutgoing(submissionId: string): Promise<void>;
  keepReceipt(receipt: Receipt): Promise<void>;
  receipts(): Promise<Receipt[]>;
}

export function createRecords(store: KeyValue): Records {
  async function all<Schema extends v.GenericSchema>(
    table: Table,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>[]> {
    const found: v.InferOutput<Schema>[] = [];
    for (const [key, value] of await store.entries(table)) {
      const parsed = v.safeParse(schema, value);
      if (parsed.success) found.push(parsed.output);
      else await store.delete(table, key);
    }
    return found;
  }
  return {
    leases: () => all('leases', LeaseRecord),
    keepLease: (record) => store.put('leases', record.unit.unitId, record),
    dropLease: (unitId) => store.delete('leases', unitId),
    async outbox() {
      return (await all('outbox', OutboxRecord)).sort((a, b) => a.savedMs - b.savedMs);
    },
    async outgoing(submissionId) {
      const parsed = v.safeParse(OutboxRecord, await store.get('outbox', submissionId));
      return parsed.success ? parsed.output : null;
    },
    keepOutgoing: (record) => store.put('outbox', record.request.submissionId, record),
    dropOutgoing: (submissionId) => store.delete('outbox', submissionId),
    async keepReceipt(receipt) {
      await store.put('receipts', receipt.body.submissionId, receipt);
      const kept = await all('receipts', Receipt);
      const surplus = kept
        .sort((a, b) => a.body.issuedMs - b.body.issuedMs)
        .slice(0, Math.max(0, kept.length - KEPT_RECEIPTS));
      for (const { body } of surplus) await store.delete('receipts', body.submissionId);
    },
    receipts: () => all('receipts', Receipt),
  };
}
