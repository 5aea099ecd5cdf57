import { PROTOCOL } from '../../protocol/signing.ts';
import type { ReceiptBody } from '../../protocol/submission.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import { utf8 } from '../../shared/bytes.ts';
import { canonicalJson } from '../../shared/hash.ts';
import type { LedgerHead } from '../ledger/ledger.ts';
import type { GrantRow, LeaseRow } from '../store/tables.ts';
import type { Turn } from './turn.ts';

interface Entry {
  readonly head: LedgerHead;
  readonly work: number;
  readonly epoch: number;
  readonly grant: GrantRow | null;
}

/** Signs and stores the receipt of an accepted unit. */
export async function issueReceipt(
  turn: Turn,
  lease: LeaseRow,
  verdict: Verdict,
  entry: Entry,
): Promise<void> {
  const body: ReceiptBody = {
    protocol: PROTOCOL,
    coordinatorKey: turn.key.publicKey,
    deviceKey: lease.device_key,
    unitId: lease.lease_id,
    taskId: lease.task_id,
    subnet: lease.subnet,
    material: lease.material,
    submissionId: lease.submission_id ?? '',
    resultHash: lease.result_hash ?? '',
    // The lease is answered: nothing can be done with its token any more.
    token: lease.token,
    claimedMs: lease.claimed_ms,
    verdict,
    ledgerSeq: entry.head.seq,
    ledgerHash: entry.head.hash,
    work: entry.work,
    epoch: entry.epoch,
    issuedMs: turn.now,
    submission: JSON.parse(lease.signed ?? 'null') as ReceiptBody['submission'], // written by submit
    grant: entry.grant && grantPart(entry.grant),
  };
  const signature = turn.key.sign(utf8(canonicalJson(body)));
  await turn.sql.insert('receipts', {
    submission_id: body.submissionId,
    receipt: JSON.stringify({ body, signature }),
  });
}

function grantPart({ text, signature, address, key_type }: GrantRow): ReceiptBody['grant'] {
  return { text, signature, account: address, keyType: key_type };
}
