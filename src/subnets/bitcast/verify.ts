import { batchHash, draftCommitment } from './scoring/commitment.ts';
import type { Envelope } from './scoring/commitment.ts';
import type { Batch } from './task.ts';

// Whether a batch is the one that its miner committed on chain. Section d, X.

/** What is known of a miner's earlier batches. */
export interface BatchHistory {
  readonly hotkey: string;
  /** 0 before the first batch. */
  readonly lastSequence: number;
  readonly lastHash: string | null;
}

export type BatchFault =
  'hotkey' | 'sequence' | 'previous-hash' | 'event-count' | 'own-hash' | 'chain-hash';

/** The first fault of a batch against its history and its envelope on chain, or null. */
export function batchFault(
  batch: Batch,
  envelope: Envelope,
  history: BatchHistory,
): BatchFault | null {
  const expected = history.lastSequence + 1;
  if (batch.miner_hotkey !== history.hotkey) return 'hotkey';
  if (batch.sequence !== expected || envelope.sequence !== BigInt(expected)) return 'sequence';
  if (batch.previous_batch_hash !== history.lastHash) return 'previous-hash';
  if (envelope.events !== batch.events.length) return 'event-count';
  if (batch.batch_hash !== contentHash(batch)) return 'own-hash';
  if (envelope.hash !== batch.batch_hash) return 'chain-hash';
  return null;
}

/** Hash of what a batch says about itself: everything but its hash and its reveals. */
export function contentHash(batch: Batch): string {
  const { version, miner_hotkey, sequence, previous_batch_hash, events } = batch;
  return batchHash({ version, miner_hotkey, sequence, previous_batch_hash, events });
}

/** Whether a revealed draft is the one that was committed. */
export function revealMatches(reveal: Batch['reveals'][number], commitment: string): boolean {
  return draftCommitment(reveal.claim_id, reveal.draft, reveal.nonce) === commitment;
}
