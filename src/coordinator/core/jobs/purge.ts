import { emitUnit } from '../units.ts';
import type { Turn } from '../turn.ts';

// The end of a job: asked for, or by age. The customer's data leaves: items, uploads, answers,
// results. What stays is what the ledger rests on: hashes, verdicts, receipts.

/** How long answers that are being checked may keep a deleted job's data. */
const PATIENCE_MS = 60_000;

/** A job's known answers are a group of their own, so that they go with it. */
export const knownGroup = (jobId: string): string => `${jobId}.known`;

/**
 * Takes a job out of its owner's sight and ends the work on it: nothing is handed out, and leases
 * without an answer are over. Its data goes at once, or when nothing of it is being checked.
 */
export async function withdraw(turn: Turn, jobId: string): Promise<void> {
  await turn.sql.update('jobs', { deleted_ms: turn.now }, 'job_id = ?', jobId);
  await turn.sql.run(
    "UPDATE tasks SET open_slots = 0 WHERE group_id = ? AND material = 'job'",
    jobId,
  );
  for (const leaseId of await leasesIn(turn, jobId, 'leased')) {
    const over = { state: 'expired', decided_ms: turn.now } as const;
    await turn.sql.update('leases', over, 'lease_id = ?', leaseId);
    await emitUnit(turn, leaseId);
  }
  await purgeWhenQuiet(turn, jobId, turn.now);
}

/** Deletes what is due; returns ms until the next job is, or null. */
export async function purgeJobs(turn: Turn): Promise<number | null> {
  const old = await turn.sql.all('jobs', 'WHERE expires_ms <= ? AND deleted_ms IS NULL', turn.now);
  for (const { job_id: jobId } of old) await withdraw(turn, jobId);
  const deleted = await turn.sql.all('jobs', 'WHERE deleted_ms IS NOT NULL');
  for (const job of deleted) await purgeWhenQuiet(turn, job.job_id, job.deleted_ms ?? turn.now);
  const next = await turn.sql.get('jobs', 'ORDER BY expires_ms');
  return next ? Math.max(1, next.expires_ms - turn.now) : null;
}

async function purgeWhenQuiet(turn: Turn, jobId: string, deletedMs: number): Promise<void> {
  const checked = await leasesIn(turn, jobId, 'verifying');
  if (checked.length > 0 && turn.now < deletedMs + PATIENCE_MS) return;
  for (const leaseId of checked) {
    // Nobody can judge it any more: it pays nothing and costs nothing.
    const over = { state: 'late', decided_ms: turn.now } as const;
    await turn.sql.update('leases', over, 'lease_id = ?', leaseId);
    await emitUnit(turn, leaseId);
  }
  await purge(turn, jobId);
}

async function purge({ sql }: Turn, jobId: string): Promise<void> {
  const known = knownGroup(jobId);
  const keep = 'ON CONFLICT (blob) DO NOTHING';
  // `WHERE true` keeps the conflict clause apart from a join, for SQLite's parser.
  for (const [source, value] of [
    ['SELECT DISTINCT upload AS blob FROM job_items WHERE job_id = ? AND received = 1', jobId],
    ['SELECT DISTINCT blob FROM items WHERE group_id = ?', jobId],
    ['SELECT DISTINCT blob FROM items WHERE group_id = ?', known],
    ['SELECT DISTINCT blob FROM job_files WHERE job_id = ?', jobId],
  ] as const) {
    await sql.run(
      `INSERT INTO doomed (blob) SELECT blob FROM (${source}) AS found WHERE true ${keep}`,
      value,
    );
  }
  const tasks = "SELECT task_id FROM tasks WHERE group_id = ? AND material = 'job'";
  await sql.run(`UPDATE leases SET result = NULL WHERE task_id IN (${tasks})`, jobId);
  await sql.run(
    "UPDATE tasks SET input = 'null', item_ids = '[]', open_slots = 0 WHERE group_id = ? AND material = 'job'",
    jobId,
  );
  await sql.run('DELETE FROM items WHERE group_id = ? OR group_id = ?', jobId, known);
  for (const table of ['job_items', 'job_seen', 'job_files', 'jobs']) {
    await sql.run(`DELETE FROM ${table} WHERE job_id = ?`, jobId);
  }
}

async function leasesIn(
  { sql }: Turn,
  jobId: string,
  state: 'leased' | 'verifying',
): Promise<string[]> {
  const rows = await sql.query(
    `SELECT l.lease_id FROM leases l JOIN tasks t ON t.task_id = l.task_id
     WHERE t.group_id = ? AND t.material = 'job' AND l.state = ?`,
    jobId,
    state,
  );
  return rows.map((row) => String(row['lease_id']));
}
