import type { HeartbeatAnswer } from '../../protocol/claim.ts';
import { AppError } from '../../shared/errors.ts';
import type { LeaseRow } from '../store/tables.ts';
import { settleJob } from './jobs/settle.ts';
import type { Turn } from './turn.ts';
import { emitUnit } from './units.ts';

// Leases by the server's clock: heartbeats prolong, a release or the clock ends.

/** Heartbeats prolong a lease to so many of its lengths at most. */
const LONGEST_LEASES = 20;

/**
 * The device's own lease; another device's, or another token's, is as unknown as no lease.
 *
 * @throws AppError `lease.unknown`
 */
export async function ownLease(
  turn: Turn,
  deviceKey: string,
  leaseId: string,
  token: string,
): Promise<LeaseRow> {
  const lease = await turn.sql.get('leases', 'WHERE lease_id = ?', leaseId);
  if (lease?.device_key !== deviceKey || lease.token !== token) {
    throw new AppError('lease.unknown', 'no such lease of this device');
  }
  return lease;
}

/** @throws AppError `lease.unknown`, `lease.consumed`, `lease.expired` */
export async function liveLease(
  turn: Turn,
  deviceKey: string,
  leaseId: string,
  token: string,
): Promise<LeaseRow> {
  const lease = await ownLease(turn, deviceKey, leaseId, token);
  if (lease.submission_id) throw new AppError('lease.consumed', 'this lease has its answer');
  if (lease.state !== 'leased' || lease.expires_ms < turn.now) {
    throw new AppError('lease.expired', `this lease ended ${turn.now - lease.expires_ms} ms ago`);
  }
  return lease;
}

export async function heartbeat(turn: Turn, lease: LeaseRow): Promise<HeartbeatAnswer> {
  const latest = lease.claimed_ms + LONGEST_LEASES * lease.ttl_ms;
  const expires = Math.max(lease.expires_ms, Math.min(turn.now + lease.ttl_ms, latest));
  await turn.sql.update('leases', { expires_ms: expires }, 'lease_id = ?', lease.lease_id);
  return { ttlMs: expires - turn.now };
}

/** Ends a lease without an answer; its slot is open again. */
export async function endLease(turn: Turn, lease: LeaseRow): Promise<void> {
  await turn.sql.update(
    'leases',
    { state: 'expired', decided_ms: turn.now },
    'lease_id = ?',
    lease.lease_id,
  );
  await turn.sql.run(
    'UPDATE tasks SET open_slots = open_slots + 1 WHERE task_id = ?',
    lease.task_id,
  );
  await settleJob(turn, { ...lease, state: 'expired' });
  await emitUnit(turn, lease.lease_id);
}

/** Ends every lease whose time is over; returns ms until the next one ends, or null. */
export async function expireLeases(turn: Turn): Promise<number | null> {
  const due = await turn.sql.all('leases', "WHERE state = 'leased' AND expires_ms < ?", turn.now);
  for (const lease of due) await endLease(turn, lease);
  const next = await turn.sql.get('leases', "WHERE state = 'leased' ORDER BY expires_ms");
  return next ? next.expires_ms - turn.now + 1 : null;
}
