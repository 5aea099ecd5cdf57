import type { Verdict } from '../../protocol/verdict.ts';
import { MICRO } from '../../protocol/primitives.ts';
import { addToBucket } from '../boards/buckets.ts';
import { post } from '../ledger/ledger.ts';
import type { DeviceRow, LeaseRow } from '../store/tables.ts';
import { earningAccounts } from './accounts.ts';
import { emit, markBoard } from './events.ts';
import { noteVerdict, settleJob } from './jobs/settle.ts';
import { grantOf } from './live-grant.ts';
import { addToTotal, readNumber } from './meta.ts';
import { issueReceipt } from './receipt.ts';
import { countAccepted, countRejected } from './standing.ts';
import { subnetOf } from './turn.ts';
import type { Turn } from './turn.ts';
import { emitUnit, readUnitInfo } from './units.ts';
import { allItems } from './verification.ts';

/**
 * Applies a verdict once: credit and receipt, or the evidence and its consequence. Verdicts for a
 * unit that is decided already are ignored, as after a worker that came back too late.
 */
export async function decide(turn: Turn, submissionId: string, verdict: Verdict): Promise<void> {
  const lease = await turn.sql.get('leases', 'WHERE submission_id = ?', submissionId);
  if (lease?.state !== 'verifying') return;
  await countChecks(turn, lease, verdict);
  await noteVerdict(turn, lease, verdict);
  if (onlyDisagrees(verdict)) return askForSecondVote(turn, lease);
  const device = await turn.sql.get('devices', 'WHERE key = ?', lease.device_key);
  if (!device) throw new Error(`lease ${lease.lease_id} has no device`);
  if (verdict.accepted) await accept(turn, lease, device, verdict);
  else await reject(turn, lease, device, verdict);
  await turn.sql.run('UPDATE tasks SET open_slots = 0 WHERE task_id = ?', lease.task_id);
  await settleJob(turn, { ...lease, state: verdict.accepted ? 'accepted' : 'rejected' });
  await addToTotal(turn.sql, 'items', lease.items);
  await addToTotal(turn.sql, 'redundant-items', await redundantItems(turn, lease));
  await announce(turn, lease.lease_id);
}

/** Items that were done only to check: known answers, and all of a task somebody else did before. */
async function redundantItems(turn: Turn, lease: LeaseRow): Promise<number> {
  const earlier = await turn.sql.get(
    'leases',
    `WHERE task_id = ? AND lease_id <> ? AND state IN ('accepted', 'settled', 'rejected')`,
    lease.task_id,
    lease.lease_id,
  );
  if (earlier) return lease.items;
  const task = await turn.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
  return task?.known ?? 0;
}

async function countChecks(turn: Turn, lease: LeaseRow, verdict: Verdict): Promise<void> {
  const total = lease.second_vote ? 'second-vote-items' : 'audited-items';
  await addToTotal(turn.sql, total, verdict.checkedItems);
}

/** Two devices differ and nothing else is known: who is right needs a recompute. */
function onlyDisagrees({ accepted, checks }: Verdict): boolean {
  const failed = checks.filter((check) => !check.passed);
  return !accepted && failed.length > 0 && failed.every(({ kind }) => kind === 'agreement');
}

async function askForSecondVote(turn: Turn, lease: LeaseRow): Promise<void> {
  await turn.sql.update(
    'leases',
    { ...allItems(lease.items), locked_ms: 0, verify_ms: turn.now },
    'lease_id = ?',
    lease.lease_id,
  );
}

async function accept(
  turn: Turn,
  lease: LeaseRow,
  device: DeviceRow,
  verdict: Verdict,
): Promise<void> {
  const epoch = await readNumber(turn.sql, 'epoch', 1);
  const grant = await grantOf(turn.sql, lease.grant_id);
  const work = Math.round(lease.items * verdict.quality * MICRO);
  const head = await post(turn.sql, {
    asset: 'work',
    kind: 'unit',
    ref: lease.submission_id ?? '',
    epoch,
    atMs: turn.now,
    entries: [
      { account: `purse:${epoch}:${lease.subnet}`, amount: -work },
      { account: earningAccounts(device.key, grant?.account ?? null).own, amount: work },
    ],
  });
  const { manifest, judge } = subnetOf(turn, lease.subnet);
  const contests = contestsOf(verdict, judge.contests);
  await close(turn, lease, verdict, { state: 'accepted', work, epoch, contests });
  await issueReceipt(turn, lease, verdict, { head, work, epoch, grant });
  if (grant) {
    const counted = { accepted: grant.accepted + 1 };
    await turn.sql.update('grants', counted, 'grant_id = ?', grant.grant_id);
  }
  await countAccepted(turn, device, manifest.verification.trustedAfter);
  await addToTotal(turn.sql, 'accepted', 1);
  await addToBucket(turn, lease, {
    accepted: 1,
    items: lease.items,
    qualityItems: verdict.quality * lease.items,
  });
}

/** What the arena will want to know of a verdict, small enough to be read by the hundred. */
function contestsOf({ components }: Verdict, names: readonly string[] = []): string | null {
  const values = components.flatMap(({ name, value }) =>
    names.includes(name) ? [[name, value] as const] : [],
  );
  return values.length > 0 ? JSON.stringify(Object.fromEntries(values)) : null;
}

async function reject(
  turn: Turn,
  lease: LeaseRow,
  device: DeviceRow,
  verdict: Verdict,
): Promise<void> {
  await close(turn, lease, verdict, { state: 'rejected' });
  await countRejected(turn, device, verdict.reason);
  await addToTotal(turn.sql, 'rejected', 1);
  await addToBucket(turn, lease, { rejected: 1 });
}

async function close(
  turn: Turn,
  lease: LeaseRow,
  verdict: Verdict,
  fate: Partial<LeaseRow>,
): Promise<void> {
  await turn.sql.update(
    'leases',
    {
      ...fate,
      verdict: JSON.stringify(verdict),
      score: verdict.score,
      decided_ms: turn.now,
      locked_ms: 0,
    },
    'lease_id = ?',
    lease.lease_id,
  );
}

async function announce(turn: Turn, leaseId: string): Promise<void> {
  await emitUnit(turn, leaseId);
  const unit = await readUnitInfo(turn.sql, leaseId);
  if (unit) await emit(turn, null, { type: 'decided', units: [unit] });
  await markBoard(turn);
}
