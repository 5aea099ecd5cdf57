import { namedSubmission, submissionId } from '../../protocol/signing.ts';
import type { SubmissionAnswer, SubmissionRequest } from '../../protocol/submission.ts';
import { AppError } from '../../shared/errors.ts';
import { canonicalJson, sha256Hex } from '../../shared/hash.ts';
import type { SignedBy } from '../port.ts';
import type { DeviceRow, LeaseRow } from '../store/tables.ts';
import { ownLease } from './leases.ts';
import { settleJob } from './jobs/settle.ts';
import { grantOf } from './live-grant.ts';
import { addToTotal } from './meta.ts';
import { recordTiming } from './timings.ts';
import { subnetOf } from './turn.ts';
import type { Turn } from './turn.ts';
import { emitUnit } from './units.ts';
import { firstCheckMs } from './verification.ts';

/**
 * Takes a result: checked for its form, stored, acknowledged. A retry gets the first answer byte
 * for byte; an answer after the lease's end is recorded as late, pays nothing and costs nothing.
 *
 * @returns body of the acknowledgement
 * @throws AppError `lease.unknown`, `lease.consumed`, `submission.id-mismatch`,
 *   `submission.malformed`, `device.banned`, `lease.expired` when its job was deleted; nothing is stored then
 */
export async function submit(
  turn: Turn,
  device: DeviceRow,
  by: SignedBy,
  request: SubmissionRequest,
): Promise<string> {
  const lease = await ownLease(turn, device.key, request.leaseId, request.token);
  if (lease.answer !== null) {
    if (lease.submission_id === request.submissionId) return lease.answer;
    throw new AppError('lease.consumed', 'this lease was answered with another result');
  }
  if (device.standing === 'banned') {
    throw new AppError('device.banned', device.reason ?? 'this device gets no more work');
  }
  checkNamed(by, request);
  const result = checkIdentity(device, lease, request);
  const input = await readInput(turn, lease);
  const { judge } = subnetOf(turn, lease.subnet);
  judge.parseResult(request.result, judge.parseInput(input));
  const late = lease.state !== 'leased' || lease.expires_ms < turn.now;
  return store(turn, lease, { by, request, result, late });
}

/** The signed path names the submission, where it names one at all. */
function checkNamed({ path }: SignedBy, request: SubmissionRequest): void {
  const named = namedSubmission(path);
  if (named === null || named === request.submissionId) return;
  throw new AppError('submission.id-mismatch', 'the path names another submission than the body');
}

/** @returns the canonical text of the result */
function checkIdentity(device: DeviceRow, lease: LeaseRow, request: SubmissionRequest): string {
  const result = canonicalJson(request.result);
  const expected = submissionId({
    taskId: lease.task_id,
    token: lease.token,
    deviceKey: device.key,
    resultHash: sha256Hex(result),
  });
  if (request.submissionId !== expected || request.taskId !== lease.task_id) {
    throw new AppError(
      'submission.id-mismatch',
      `the submission's id must be ${expected}: sha256 of task, token, device and result`,
    );
  }
  return result;
}

async function readInput(turn: Turn, lease: LeaseRow): Promise<unknown> {
  const task = await turn.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
  if (!task) throw new AppError('internal', `task ${lease.task_id} of a lease is missing`);
  const input: unknown = JSON.parse(task.input);
  if (input === null) throw new AppError('lease.expired', 'the job of this unit was deleted');
  return input;
}

interface Accepted {
  readonly by: SignedBy;
  readonly request: SubmissionRequest;
  readonly result: string;
  readonly late: boolean;
}

async function store(
  turn: Turn,
  lease: LeaseRow,
  { by, request, result, late }: Accepted,
): Promise<string> {
  const state = late ? 'late' : 'verifying';
  const answer: SubmissionAnswer = {
    submissionId: request.submissionId,
    unitId: lease.lease_id,
    state,
    acknowledgedMs: turn.now,
  };
  const text = JSON.stringify(answer);
  // A grant that ended in the meantime still counts, one that was revoked does not.
  const isRevoked = ((await grantOf(turn.sql, lease.grant_id))?.revoked_ms ?? null) !== null;
  await turn.sql.update(
    'leases',
    {
      state,
      submitted_ms: turn.now,
      submission_id: request.submissionId,
      result_hash: sha256Hex(result),
      result,
      answer: text,
      signed: JSON.stringify(signedPart(by)),
      backend: request.backend,
      tab_ms: Math.round(Object.values(request.msPerStage).reduce((sum, ms) => sum + ms, 0)),
      ...(isRevoked ? { grant_id: null } : {}),
      ...(late ? { decided_ms: turn.now } : { verify_ms: await firstCheckMs(turn, lease) }),
    },
    'lease_id = ?',
    lease.lease_id,
  );
  if (late) {
    await turn.sql.run('UPDATE devices SET late = late + 1 WHERE key = ?', lease.device_key);
    await addToTotal(turn.sql, 'late', 1);
    await settleJob(turn, { ...lease, state: 'late' });
  } else {
    await recordTiming(turn, lease);
  }
  await emitUnit(turn, lease.lease_id);
  return text;
}

/** What a receipt keeps of the device's signed request. */
function signedPart(by: SignedBy) {
  return {
    method: 'POST' as const,
    path: by.path,
    bodyHash: by.bodyHash,
    seq: by.seq,
    timeMs: by.timeMs,
    signature: by.signature,
  };
}
