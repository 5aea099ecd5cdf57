import type { JobRerun } from '../../../protocol/job.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Sql } from '../../store/sql.ts';
import type { JobRow } from '../../store/tables.ts';
import type { Turn } from '../turn.ts';

// What an owner may do to a job once it is there. A job of somebody else is as unknown as none.

/** @throws AppError `job.unknown` */
export async function ownJob(sql: Sql, deviceKey: string, jobId: string): Promise<JobRow> {
  const job = await sql.get('jobs', 'WHERE job_id = ? AND deleted_ms IS NULL', jobId);
  if (job?.device_key === deviceKey) return job;
  throw new AppError('job.unknown', `this device has no job ${jobId}; it may have been deleted`);
}

/** @throws AppError `job.state` that names the state and what would be allowed */
export function refuseState(job: JobRow, wanted: string): never {
  throw new AppError('job.state', `the job is ${job.state}; ${wanted}`);
}

/**
 * Stops a job. Nothing more is handed out; units in work are still checked and paid. A rerun that
 * is stopped leaves the results there were.
 *
 * @throws AppError `job.state`
 */
export async function cancelJob(turn: Turn, job: JobRow): Promise<void> {
  const stoppable: readonly string[] = ['draft', 'preparing', 'running', 'assembling'];
  if (!stoppable.includes(job.state))
    refuseState(job, 'only one that is not at its end is stopped');
  const state = job.round > 0 ? 'done' : 'cancelled';
  await turn.sql.run(
    "UPDATE tasks SET open_slots = 0 WHERE group_id = ? AND material = 'job'",
    job.job_id,
  );
  if (job.round > 0) await turn.sql.update('job_items', { done: 1 }, 'job_id = ?', job.job_id);
  await turn.sql.update('jobs', { state, finished_ms: turn.now }, 'job_id = ?', job.job_id);
}

/**
 * Opens items of a finished job again, for devices that have no opinion on them yet.
 *
 * @throws AppError `job.state`, `input.malformed`
 */
export async function rerunJob(turn: Turn, job: JobRow, { parts }: JobRerun): Promise<void> {
  if (job.state !== 'done') refuseState(job, 'only a finished one is run again');
  const opened = { done: 0, task_id: null };
  if (parts) {
    for (const { from, to } of parts) {
      if (from > to || to >= job.items) {
        throw new AppError(
          'input.malformed',
          `parts: ${from} to ${to} is no range of the items 0 to ${job.items - 1}`,
        );
      }
      const range = 'job_id = ? AND ordinal >= ? AND ordinal <= ?';
      await turn.sql.update('job_items', opened, range, job.job_id, from, to);
    }
  } else {
    const inDoubt = 'job_id = ? AND doubt IS NOT NULL';
    const changed = await turn.sql.update('job_items', opened, inDoubt, job.job_id);
    if (changed === 0) refuseState(job, 'no item is in doubt, so name the parts to run again');
  }
  await turn.sql.update(
    'jobs',
    {
      state: 'running',
      round: job.round + 1,
      round_ms: turn.now,
      expires_ms: turn.now + turn.settings.jobs.keepMs,
    },
    'job_id = ?',
    job.job_id,
  );
}
