import type { Verdict } from '../../../protocol/verdict.ts';
import { count } from '../../store/sql.ts';
import type { LeaseRow } from '../../store/tables.ts';
import { subnetOf } from '../turn.ts';
import type { Turn } from '../turn.ts';
import { itemIdsOf } from '../material.ts';

// What became of a job's unit. All of it follows from rows, so that it can be asked again after
// any change and after a restart.

/**
 * Brings a job up to date after a lease of one of its tasks changed: items of an accepted answer
 * are done, items that nobody works on any more are open again.
 */
export async function settleJob(turn: Turn, lease: LeaseRow): Promise<void> {
  if (lease.material !== 'job') return;
  const task = await turn.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
  if (!task) return;
  if (lease.state === 'expired' || lease.state === 'late') await forgetSeen(turn, lease);
  const leases = await turn.sql.all('leases', 'WHERE task_id = ?', lease.task_id);
  if (leases.some(({ state }) => state === 'accepted' || state === 'settled')) {
    await turn.sql.update('job_items', { done: 1 }, 'task_id = ?', lease.task_id);
  } else if (!leases.some((one) => isAlive(one, turn.now))) {
    await turn.sql.update('job_items', { task_id: null }, 'task_id = ?', lease.task_id);
    await turn.sql.update('tasks', { open_slots: 0 }, 'task_id = ?', lease.task_id);
  }
  await finishWhenDone(turn, task.group_id);
}

function isAlive({ state, expires_ms: expiresMs }: LeaseRow, now: number): boolean {
  return state === 'verifying' || (state === 'leased' && expiresMs >= now);
}

/** Who gave no answer has no opinion. */
async function forgetSeen({ sql }: Turn, lease: LeaseRow): Promise<void> {
  await sql.run(
    'DELETE FROM job_seen WHERE task_id = ? AND device_key = ?',
    lease.task_id,
    lease.device_key,
  );
}

/** Once every item is done and no answer is being checked any more, the results are put together. */
async function finishWhenDone(turn: Turn, jobId: string): Promise<void> {
  const job = await turn.sql.get('jobs', "WHERE job_id = ? AND state = 'running'", jobId);
  if (!job) return;
  // A job that goes on does not expire.
  const expires = { expires_ms: turn.now + turn.settings.jobs.keepMs };
  await turn.sql.update('jobs', expires, 'job_id = ?', jobId);
  const left = await count(
    turn.sql,
    'SELECT COUNT(*) AS n FROM job_items WHERE job_id = ? AND done = 0',
    jobId,
  );
  const checked = await count(
    turn.sql,
    `SELECT COUNT(*) AS n FROM leases l JOIN tasks t ON t.task_id = l.task_id
     WHERE t.group_id = ? AND t.material = 'job' AND l.state = 'verifying'`,
    jobId,
  );
  if (left === 0 && checked === 0) {
    await turn.sql.update('jobs', { state: 'assembling' }, 'job_id = ?', jobId);
  }
}

/** Notes what the check of an answer cost and, once it is accepted, how its items compare with second opinions. */
export async function noteVerdict(turn: Turn, lease: LeaseRow, verdict: Verdict): Promise<void> {
  if (lease.material !== 'job') return;
  const task = await turn.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
  if (!task) return;
  await turn.sql.run(
    'UPDATE jobs SET recomputed = recomputed + ? WHERE job_id = ?',
    verdict.checkedItems,
    task.group_id,
  );
  if (!verdict.accepted) return;
  const itemIds = itemIdsOf(task);
  const opinions = subnetOf(turn, lease.subnet).judge.job?.secondOpinions(verdict) ?? [];
  for (const { item, agreement, doubt } of opinions) {
    await turn.sql.update(
      'job_items',
      { agreement, doubt },
      'task_id = ? AND item_id = ?',
      lease.task_id,
      itemIds[item] ?? null,
    );
  }
}
