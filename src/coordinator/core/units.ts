import type { UnitDetail, UnitInfo, UnitsPage } from '../../protocol/submission.ts';
import type { Receipt } from '../../protocol/submission.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import type { Sql } from '../store/sql.ts';
import type { LeaseRow } from '../store/tables.ts';
import { emit } from './events.ts';
import type { Turn } from './turn.ts';

// Units as people see them: a lease, its fate and the reason for it.

/** States in which input and result may be shown: nothing is left to be checked. */
const DECIDED: readonly string[] = ['accepted', 'rejected', 'settled'];

export function toUnitInfo(lease: LeaseRow, deviceName: string): UnitInfo {
  // Written by `decide` from a typed verdict.
  const verdict = lease.verdict ? (JSON.parse(lease.verdict) as Verdict) : null;
  return {
    unitId: lease.lease_id,
    taskId: lease.task_id,
    subnet: lease.subnet,
    deviceKey: lease.device_key,
    deviceName,
    material: lease.material,
    items: lease.items,
    state: lease.state,
    claimedMs: lease.claimed_ms,
    submittedMs: lease.submitted_ms,
    decidedMs: lease.decided_ms,
    submissionId: lease.submission_id,
    verdict,
    credit: lease.credit,
    reason: reasonOf(lease, verdict),
  };
}

function reasonOf(lease: LeaseRow, verdict: Verdict | null): string {
  switch (lease.state) {
    case 'leased':
      return 'Being worked on.';
    case 'submitted':
    case 'verifying':
      return lease.second_vote
        ? 'Every item is being recomputed as the second opinion.'
        : 'Received and safe; waiting for its check.';
    case 'late':
      return 'Arrived after its lease had ended: recorded, pays nothing and costs nothing.';
    case 'expired':
      return 'No answer within the lease; the work went to somebody else.';
    case 'accepted':
    case 'rejected':
    case 'settled':
      return verdict?.reason ?? '';
  }
}

/** Tells the lease's device what its unit has become. */
export async function emitUnit(turn: Turn, leaseId: string): Promise<void> {
  const unit = await readUnitInfo(turn.sql, leaseId);
  if (unit) await emit(turn, unit.deviceKey, { type: 'unit', unit });
}

export async function readUnitInfo(sql: Sql, leaseId: string): Promise<UnitInfo | null> {
  const lease = await sql.get('leases', 'WHERE lease_id = ?', leaseId);
  if (!lease) return null;
  const device = await sql.get('devices', 'WHERE key = ?', lease.device_key);
  return toUnitInfo(lease, device?.name ?? '');
}

/** Units of a device, newest first; `before` is a page's `nextBefore`. */
export async function listUnits(
  sql: Sql,
  deviceKey: string,
  before: string | null,
  limit: number,
): Promise<UnitsPage> {
  const device = await sql.get('devices', 'WHERE key = ?', deviceKey);
  const [ms, id] = before ? splitCursor(before) : [Number.MAX_SAFE_INTEGER, ''];
  const leases = await sql.all(
    'leases',
    `WHERE device_key = ? AND (claimed_ms < ? OR (claimed_ms = ? AND lease_id < ?))
     ORDER BY claimed_ms DESC, lease_id DESC LIMIT ?`,
    deviceKey,
    ms,
    ms,
    id,
    limit + 1,
  );
  const page = leases.slice(0, limit);
  const last = page.at(-1);
  return {
    units: page.map((lease) => toUnitInfo(lease, device?.name ?? '')),
    nextBefore: leases.length > limit && last ? `${last.claimed_ms}.${last.lease_id}` : null,
  };
}

function splitCursor(cursor: string): [ms: number, id: string] {
  const dot = cursor.indexOf('.');
  const ms = Number(cursor.slice(0, dot));
  return dot > 0 && Number.isFinite(ms) ? [ms, cursor.slice(dot + 1)] : [0, ''];
}

/** One unit; input, result and receipt once it is decided; of a job's unit the receipt alone. */
export async function readUnit(sql: Sql, unitId: string): Promise<UnitDetail | null> {
  const unit = await readUnitInfo(sql, unitId);
  const lease = await sql.get('leases', 'WHERE lease_id = ?', unitId);
  if (!unit || !lease) return null;
  if (!DECIDED.includes(lease.state)) return { unit, input: null, result: null, receipt: null };
  const receipt = lease.submission_id ? await readReceipt(sql, lease.submission_id) : null;
  // What a customer asked for and got is for nobody else's eyes.
  if (lease.material === 'job') return { unit, input: null, result: null, receipt };
  const task = await sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
  return {
    unit,
    input: task ? (JSON.parse(task.input) as unknown) : null,
    result: lease.result ? (JSON.parse(lease.result) as unknown) : null,
    receipt,
  };
}

export async function readReceipt(sql: Sql, submissionId: string): Promise<Receipt | null> {
  const row = await sql.get('receipts', 'WHERE submission_id = ?', submissionId);
  // Written by `issueReceipt` from a typed receipt.
  return row ? (JSON.parse(row.receipt) as Receipt) : null;
}
