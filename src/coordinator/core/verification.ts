import { shuffled } from '../../shared/rng.ts';
import type { Manifest } from '../../subnets/contract.ts';
import type { VerificationJob } from '../port.ts';
import type { DeviceRow, LeaseRow, TaskRow } from '../store/tables.ts';
import { readTruths } from './material.ts';
import { subnetOf } from './turn.ts';
import type { Subnet, Turn } from './turn.ts';
import { emitUnit } from './units.ts';

// Which answer is checked next, and how: a trusted device's by chance, a new one's against another
// device's answer, or by a full recompute when no other device comes.

/** A check that was handed out and not decided is handed out again after this. */
const LOCK_MS = 180_000;
/** How often a waiting answer looks for a peer that is still working. */
const PEER_POLL_MS = 1_000;
/** A device that claimed a unit so recently may take another. */
const COMPANY_MS = 60_000;
/** How long an answer waits for a peer that holds the task. */
const PEER_PATIENCE_MS = 60_000;
/** A second vote comes back to a device's allowance in this time. */
const VOTE_REFILL_MS = 60_000;

/** When an answer is first looked at: a new device's waits a moment for a second opinion. */
export async function firstCheckMs(turn: Turn, lease: LeaseRow): Promise<number> {
  const device = await turn.sql.get('devices', 'WHERE key = ?', lease.device_key);
  if (device?.standing === 'trusted') return turn.now;
  const peer = await findPeer(turn, lease);
  if (peer) {
    // The other answer has waited for this one.
    await turn.sql.update(
      'leases',
      { verify_ms: turn.now },
      'lease_id = ? AND state = ?',
      peer.lease_id,
      'verifying',
    );
    return turn.now;
  }
  const { secondVoteAfterMs } = subnetOf(turn, lease.subnet).manifest.verification;
  return turn.now + ((await hasCompany(turn, lease)) ? secondVoteAfterMs : 0);
}

/** Whether another device mined the subnet just now: without one there is nobody to wait for. */
export async function hasCompany(
  turn: Pick<Turn, 'sql' | 'now'>,
  lease: Pick<LeaseRow, 'subnet' | 'device_key'>,
): Promise<boolean> {
  const other = await turn.sql.get(
    'leases',
    'WHERE claimed_ms > ? AND subnet = ? AND device_key <> ?',
    turn.now - COMPANY_MS,
    lease.subnet,
    lease.device_key,
  );
  return other !== undefined;
}

/** Another device's answer to the same task that was not found wrong. */
async function findPeer(turn: Turn, lease: LeaseRow): Promise<LeaseRow | undefined> {
  return turn.sql.get(
    'leases',
    `WHERE task_id = ? AND device_key <> ? AND state IN ('verifying', 'accepted', 'settled')
     ORDER BY submitted_ms`,
    lease.task_id,
    lease.device_key,
  );
}

/** Locks the next answer to check; null when none is due. */
export async function nextVerification(turn: Turn): Promise<VerificationJob | null> {
  for (;;) {
    const lease = await turn.sql.get(
      'leases',
      "WHERE state = 'verifying' AND verify_ms <= ? AND locked_ms <= ? ORDER BY verify_ms",
      turn.now,
      turn.now,
    );
    if (!lease) return null;
    const task = await turn.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
    const device = await turn.sql.get('devices', 'WHERE key = ?', lease.device_key);
    if (!task || !device) throw new Error(`lease ${lease.lease_id} has no task or device`);
    const planned = lease.recompute === null ? await plan(turn, { lease, task, device }) : lease;
    if (planned) return lockJob(turn, planned, task);
  }
}

/** Milliseconds until an answer is due for its check; null when none waits. */
export async function nextCheckMs(turn: Turn): Promise<number | null> {
  const next = await turn.sql.get(
    'leases',
    "WHERE state = 'verifying' AND locked_ms <= ? ORDER BY verify_ms",
    turn.now,
  );
  return next?.verify_ms === null || !next ? null : Math.max(0, next.verify_ms - turn.now);
}

interface Waiting {
  readonly lease: LeaseRow;
  readonly task: TaskRow;
  readonly device: DeviceRow;
}

/**
 * Decides how an answer is checked and writes it down, so that a restart asks for the same check.
 * The draw happens here, after the answer was committed.
 *
 * @returns the lease with its plan; null when it has to wait longer
 */
async function plan(turn: Turn, { lease, task, device }: Waiting): Promise<LeaseRow | null> {
  const subnet = subnetOf(turn, lease.subnet);
  const peer = await findPeer(turn, lease);
  if (peer || device.standing === 'trusted') {
    return write(turn, lease, {
      peer_lease: peer?.lease_id ?? null,
      recompute: JSON.stringify(drawSlice(turn, subnet, task.items)),
      second_vote: 0,
    });
  }
  const postponed = await waitMs(turn, lease, device, subnet);
  if (postponed > 0) {
    await turn.sql.update(
      'leases',
      { verify_ms: turn.now + postponed },
      'lease_id = ?',
      lease.lease_id,
    );
    return null;
  }
  await turn.sql.update('tasks', { open_slots: 0 }, 'task_id = ?', task.task_id);
  return write(turn, lease, allItems(task.items));
}

/** How much longer a new device's answer has to wait for its second opinion; 0 to recompute now. */
async function waitMs(
  turn: Turn,
  lease: LeaseRow,
  device: DeviceRow,
  { manifest }: Subnet,
): Promise<number> {
  const working = await turn.sql.get(
    'leases',
    "WHERE task_id = ? AND device_key <> ? AND state = 'leased'",
    lease.task_id,
    lease.device_key,
  );
  const waited = turn.now - (lease.submitted_ms ?? turn.now);
  if (working && waited < PEER_PATIENCE_MS) return PEER_POLL_MS;
  const votes = votesLeft(turn.now, device, manifest);
  if (votes < 1) return Math.ceil((1 - votes) * VOTE_REFILL_MS);
  await turn.sql.update('devices', { votes: votes - 1, votes_ms: turn.now }, 'key = ?', device.key);
  return 0;
}

/** Second votes that the coordinator still spends on a device now. */
export function votesLeft(
  now: number,
  device: DeviceRow,
  { verification }: Pick<Manifest, 'verification'>,
): number {
  const refilled = device.votes + (now - device.votes_ms) / VOTE_REFILL_MS;
  return Math.min(verification.secondVotesPerDevice, refilled);
}

export function allItems(items: number) {
  return {
    recompute: JSON.stringify(Array.from({ length: items }, (_, item) => item)),
    second_vote: 1,
  };
}

/** Items to audit: `auditShare` of them on average, and some item of `auditFloor` of all units. */
function drawSlice(turn: Turn, { manifest }: Subnet, items: number): number[] {
  const { auditShare, auditFloor } = manifest.verification;
  const expected = Math.max(auditFloor, (turn.settings.auditShare ?? auditShare) * items);
  const size = Math.floor(expected) + (turn.rng.next() < expected % 1 ? 1 : 0);
  const order = shuffled(
    turn.rng,
    Array.from({ length: items }, (_, item) => item),
  );
  return order.slice(0, size).sort((a, b) => a - b);
}

async function write(turn: Turn, lease: LeaseRow, set: Partial<LeaseRow>): Promise<LeaseRow> {
  await turn.sql.update('leases', set, 'lease_id = ?', lease.lease_id);
  return { ...lease, ...set };
}

async function lockJob(turn: Turn, lease: LeaseRow, task: TaskRow): Promise<VerificationJob> {
  await turn.sql.update(
    'leases',
    { locked_ms: turn.now + LOCK_MS, attempts: lease.attempts + 1 },
    'lease_id = ?',
    lease.lease_id,
  );
  if (lease.second_vote) await emitUnit(turn, lease.lease_id);
  const peer = lease.peer_lease
    ? await turn.sql.get('leases', 'WHERE lease_id = ?', lease.peer_lease)
    : undefined;
  return {
    submissionId: lease.submission_id ?? '',
    unitId: lease.lease_id,
    subnet: lease.subnet,
    input: JSON.parse(task.input) as unknown,
    result: JSON.parse(lease.result ?? 'null') as unknown,
    truths: await readTruths(turn, task),
    recompute: JSON.parse(lease.recompute ?? '[]') as number[], // written by plan
    secondVote: lease.second_vote === 1,
    peer: peer?.result ? (JSON.parse(peer.result) as unknown) : null,
  };
}
