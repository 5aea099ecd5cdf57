import type { Verdict } from '../../../protocol/verdict.ts';
import type { JobAnswer, JobOutcome } from '../../../subnets/job.ts';
import type { Sql } from '../../store/sql.ts';
import type { JobRow } from '../../store/tables.ts';
import { itemIdsOf } from '../material.ts';

/** Everything that a job's results are made of. */
export async function readOutcome(sql: Sql, job: JobRow): Promise<JobOutcome> {
  const rows = await sql.all('job_items', 'WHERE job_id = ? ORDER BY ordinal', job.job_id);
  const ordinals = new Map(rows.map(({ item_id: id, ordinal }) => [id ?? '', ordinal]));
  return {
    title: job.title,
    fps: job.fps,
    options: JSON.parse(job.options) as unknown,
    items: rows.map(({ name, facts, agreement, doubt }) => ({
      name,
      facts: JSON.parse(facts ?? 'null') as unknown,
      agreement,
      doubt,
    })),
    answers: await readAnswers(sql, job, ordinals),
  };
}

async function readAnswers(
  sql: Sql,
  job: JobRow,
  ordinals: ReadonlyMap<string, number>,
): Promise<JobAnswer[]> {
  const leases = await sql.all(
    'leases',
    `WHERE state IN ('accepted', 'settled') AND result IS NOT NULL AND task_id IN
       (SELECT task_id FROM tasks WHERE group_id = ? AND material = 'job')
     ORDER BY decided_ms, lease_id`,
    job.job_id,
  );
  const devices = new Map<string, number>();
  const answers: JobAnswer[] = [];
  for (const lease of leases) {
    const task = await sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
    if (!task) continue;
    const device = devices.get(lease.device_key) ?? devices.size;
    devices.set(lease.device_key, device);
    answers.push({
      result: JSON.parse(lease.result ?? 'null') as unknown,
      verdict: JSON.parse(lease.verdict ?? 'null') as Verdict, // written by `decide`
      device,
      ordinals: itemIdsOf(task).map((id) => ordinals.get(id) ?? null),
    });
  }
  return answers;
}
