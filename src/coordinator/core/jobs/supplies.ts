import { canonicalJson } from '../../../shared/hash.ts';
import type { JobResult } from '../../../subnets/job.ts';
import type { NewKnownItem, NewPreparedItem, StoredFile } from '../../port.ts';
import { count } from '../../store/sql.ts';
import type { Sql } from '../../store/sql.ts';
import type { ItemRow, JobRow } from '../../store/tables.ts';
import type { Turn } from '../turn.ts';
import { knownGroup } from './purge.ts';

// What the shell brings back from its steps: prepared items, known answers, results. Whatever comes
// for a job that is gone by then is removed again.

/** Stores items in the pool's form; their uploads are needed no longer. */
export async function addPrepared(
  { sql }: Turn,
  jobId: string,
  items: readonly NewPreparedItem[],
): Promise<void> {
  const job = await sql.get('jobs', 'WHERE job_id = ? AND deleted_ms IS NULL', jobId);
  if (!job) return discard(sql, items);
  for (const { ordinal, blob, bytes, meta, facts } of items) {
    const row = await sql.get(
      'job_items',
      'WHERE job_id = ? AND ordinal = ? AND item_id IS NULL',
      jobId,
      ordinal,
    );
    if (!row) continue;
    const itemId = `${jobId}.${ordinal}`;
    await insertItem(sql, job, {
      item_id: itemId,
      group_id: jobId,
      ordinal,
      blob,
      bytes,
      meta: canonicalJson(meta),
      truth: null,
    });
    const prepared = { item_id: itemId, facts: JSON.stringify(facts) };
    await sql.update('job_items', prepared, 'job_id = ? AND ordinal = ?', jobId, ordinal);
    await discard(sql, [{ blob: row.upload }]);
  }
}

/** Stores known answers for a job. */
export async function addKnown(
  turn: Turn,
  jobId: string,
  items: readonly NewKnownItem[],
): Promise<void> {
  const { sql } = turn;
  const job = await sql.get('jobs', 'WHERE job_id = ? AND deleted_ms IS NULL', jobId);
  if (!job) return discard(sql, items);
  const group = knownGroup(jobId);
  const first = await count(sql, 'SELECT COUNT(*) AS n FROM items WHERE group_id = ?', group);
  for (const [index, { blob, bytes, meta, truth }] of items.entries()) {
    await insertItem(sql, job, {
      item_id: turn.newId(),
      group_id: group,
      ordinal: first + index,
      blob,
      bytes,
      meta: canonicalJson(meta),
      truth: JSON.stringify(truth),
    });
  }
}

function insertItem(
  sql: Sql,
  { subnet }: JobRow,
  item: Omit<ItemRow, 'subnet' | 'material' | 'known_uses'>,
): Promise<void> {
  return sql.insert('items', { ...item, subnet, material: 'job', known_uses: 0 });
}

/** A job whose content cannot be worked on ends here, with the reason; a rerun leaves the results there were. */
export async function failJob({ sql, now }: Turn, jobId: string, reason: string): Promise<void> {
  const going = "job_id = ? AND state IN ('preparing', 'assembling')";
  const failed = { state: 'failed', reason, finished_ms: now } as const;
  await sql.update('jobs', failed, `${going} AND round = 0`, jobId);
  await sql.update('jobs', { state: 'done', finished_ms: now }, going, jobId);
}

/** Stores the results of a round; those of an earlier one go. */
export async function finishJob(
  { sql, now, settings }: Turn,
  { jobId, round }: { readonly jobId: string; readonly round: number },
  files: readonly StoredFile[],
  { quality, doubts }: Pick<JobResult, 'quality' | 'doubts'>,
): Promise<void> {
  const job = await sql.get('jobs', 'WHERE job_id = ? AND deleted_ms IS NULL', jobId);
  if (job?.state !== 'assembling' || job.round !== round) return discard(sql, files);
  await discard(sql, await sql.all('job_files', 'WHERE job_id = ?', jobId));
  await sql.run('DELETE FROM job_files WHERE job_id = ?', jobId);
  for (const file of files) await sql.insert('job_files', { job_id: jobId, ...file });
  await sql.update('job_items', { doubt: null }, 'job_id = ?', jobId);
  for (const { ordinal, reason } of doubts) {
    const doubt = { doubt: reason };
    await sql.update('job_items', doubt, 'job_id = ? AND ordinal = ?', jobId, ordinal);
  }
  await sql.update(
    'jobs',
    { state: 'done', quality, finished_ms: now, expires_ms: now + settings.jobs.keepMs },
    'job_id = ?',
    jobId,
  );
}

/** Marks content for removal; what somebody still needs stays when its turn comes. */
async function discard(sql: Sql, contents: readonly { readonly blob: string }[]): Promise<void> {
  for (const { blob } of contents) {
    await sql.run('INSERT INTO doomed (blob) VALUES (?) ON CONFLICT (blob) DO NOTHING', blob);
  }
}

export async function forgetBlobs({ sql }: Turn, blobs: readonly string[]): Promise<void> {
  for (const blob of blobs) await sql.run('DELETE FROM doomed WHERE blob = ?', blob);
}
