import { fromHex, toHex } from '../../../shared/bytes.ts';
import { AppError } from '../../../shared/errors.ts';
import { canonicalHash } from './canonical.ts';

// What a miner commits: hashes of drafts and batches, and the bytes on chain. Section d, X.

const DRAFT_DOMAIN = 'dx2/draft';
const BATCH_DOMAIN = 'dx2/batch';
/** "DX2". */
const MAGIC = [0x44, 0x58, 0x32] as const;
const HASH_BYTES = 32;
export const ENVELOPE_BYTES = MAGIC.length + 8 + 2 + HASH_BYTES;
export const MAX_EVENTS = 65_535;

export interface Envelope {
  /** 1 for a miner's first batch. */
  readonly sequence: bigint;
  /** 1..65535. */
  readonly events: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** Commitment to a draft that is revealed later. */
export function draftCommitment(claimId: string, draft: string, nonce: string): string {
  const content = { claim_id: claimId, draft_nfkc: draft.normalize('NFKC'), nonce };
  return canonicalHash(DRAFT_DOMAIN, content);
}

/** Hash of a batch's content: version, miner_hotkey, sequence, previous_batch_hash, events. */
export function batchHash(content: Readonly<Record<string, unknown>>): string {
  return canonicalHash(BATCH_DOMAIN, content);
}

/**
 * "DX2" | sequence u64 | event count u16 | hash, big-endian: 45 bytes.
 *
 * @throws AppError `input.malformed` when a field does not fit
 */
export function encodeEnvelope({ sequence, events, hash }: Envelope): Uint8Array<ArrayBuffer> {
  if (sequence < 0n || sequence >= 1n << 64n) {
    throw malformed('sequence must fit an unsigned 64-bit integer');
  }
  checkEvents(events);
  const digest = fromHex(hash);
  if (digest.length !== HASH_BYTES) throw malformed('batch_hash must contain exactly 32 bytes');
  const bytes = new Uint8Array(ENVELOPE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setBigUint64(MAGIC.length, sequence);
  view.setUint16(MAGIC.length + 8, events);
  bytes.set(digest, ENVELOPE_BYTES - HASH_BYTES);
  return bytes;
}

/** @throws AppError `input.malformed` with the fault, in the network's own words */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length !== ENVELOPE_BYTES) {
    throw malformed(`commitment envelope must be ${ENVELOPE_BYTES} bytes`);
  }
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw malformed('unsupported commitment envelope magic');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events = view.getUint16(MAGIC.length + 8);
  checkEvents(events);
  return {
    sequence: view.getBigUint64(MAGIC.length),
    events,
    hash: toHex(bytes.subarray(ENVELOPE_BYTES - HASH_BYTES)),
  };
}

function checkEvents(events: number): void {
  if (!Number.isInteger(events) || events < 1 || events > MAX_EVENTS) {
    throw malformed(`event_count must be between 1 and ${MAX_EVENTS}`);
  }
}

function malformed(message: string): AppError {
  return new AppError('input.malformed', message);
}
