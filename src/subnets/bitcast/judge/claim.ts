import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { describeIssue, parseAs } from '../../../protocol/parse.ts';
import { fromHex, toHex } from '../../../shared/bytes.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import {
  ENVELOPE_BYTES,
  type Envelope,
  decodeEnvelope,
  draftCommitment,
  encodeEnvelope,
} from '../scoring/commitment.ts';
import { Batch, MAX_DRAFT } from '../task.ts';
import { type BatchFault, batchFault, contentHash } from '../verify.ts';

// A claim before it is sent: the commitment of its draft, and the batch that carries it.

const hex = (digits: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${digits} hexadecimal digits`),
  );

const Input = v.object({
  claim_id: hex(32),
  draft: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_DRAFT)),
  nonce: hex(64),
  commitment: v.optional(hex(64)),
  batch: v.optional(v.unknown()),
  envelope: v.optional(hex(ENVELOPE_BYTES * 2)),
});

const FAULTS: Readonly<Record<BatchFault, () => string>> = {
  hotkey: m.judge_bitcast_fault_hotkey,
  sequence: m.judge_bitcast_fault_sequence,
  'previous-hash': m.judge_bitcast_fault_previous,
  'event-count': m.judge_bitcast_fault_events,
  'own-hash': m.judge_bitcast_fault_own,
  'chain-hash': m.judge_bitcast_fault_chain,
};

/** @throws AppError `input.malformed` */
export function judgeClaim(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const commitment = draftCommitment(input.claim_id, input.draft, input.nonce);
  const normal = input.draft.normalize('NFKC');
  const batch = input.batch === undefined ? null : readBatch(input.batch);
  const given = input.commitment;
  return {
    score: {
      name: m.judge_bitcast_commitment(),
      value: commitment,
      label: 'exact',
      rule: 'sha256("dx2/draft" ‖ 00 ‖ {claim_id, draft_nfkc, nonce})',
    },
    findings: [
      {
        name: m.judge_bitcast_normal(),
        value: normal === input.draft,
        note: normal === input.draft ? m.judge_bitcast_normal_same() : normal.slice(0, 280),
      },
      ...(given === undefined
        ? []
        : [
            {
              name: m.judge_bitcast_commitment_same(),
              value: given,
              state: given === commitment ? ('pass' as const) : ('fail' as const),
              note: m.judge_bitcast_commitment_note(),
            },
          ]),
      ...(batch ? [batchFinding(batch, commitment, input)] : []),
    ],
    improvements: [],
  };
}

function readBatch(value: unknown): Batch {
  const parsed = v.safeParse(Batch, value);
  if (parsed.success) return parsed.output;
  throw new AppError('input.malformed', `batch: ${describeIssue(parsed.issues[0])}`);
}

function batchFinding(
  batch: Batch,
  commitment: string,
  { claim_id, envelope: text }: v.InferOutput<typeof Input>,
): Finding {
  const own = contentHash(batch);
  const due: Envelope = {
    sequence: BigInt(batch.sequence),
    events: batch.events.length,
    hash: own,
  };
  const claim = batch.events.find((event) => event.kind === 'claim' && event.claim_id === claim_id);
  const isCarried = claim?.kind === 'claim' && claim.draft_commitment === commitment;
  const envelope = text === undefined ? null : decodeEnvelope(fromHex(text));
  const history = {
    hotkey: batch.miner_hotkey,
    lastSequence: batch.sequence - 1,
    lastHash: batch.previous_batch_hash,
  };
  const fault = batchFault(batch, envelope ?? due, history);
  return {
    name: m.judge_bitcast_batch(),
    state: fault === null && isCarried ? 'pass' : 'fail',
    ...(fault === null ? {} : { note: FAULTS[fault]() }),
    children: [
      {
        name: m.judge_bitcast_carries(),
        state: isCarried ? 'pass' : 'fail',
        rule: `draft_commitment = ${commitment}`,
      },
      {
        name: m.judge_bitcast_batch_hash(),
        value: own,
        state: own === batch.batch_hash ? 'pass' : 'fail',
        rule: `batch_hash = ${batch.batch_hash}`,
      },
      {
        name: m.judge_bitcast_envelope(),
        value: toHex(encodeEnvelope(due)),
        ...(envelope ? { state: fault === null ? 'pass' : 'fail' } : {}),
        rule: '"DX2" | u64 | u16 | sha256',
      },
    ],
  };
}
