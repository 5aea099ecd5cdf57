import type {
  JobCost,
  JobDetail,
  JobFile,
  JobInfo,
  JobPart,
  JobProgress,
} from '../../../protocol/job.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StoredFile } from '../../port.ts';
import { count } from '../../store/sql.ts';
import type { Row, Sql } from '../../store/sql.ts';
import type { JobRow } from '../../store/tables.ts';
import { subnetOf } from '../turn.ts';
import type { Turn } from '../turn.ts';

// A job as its owner sees it, counted from the rows each time.

/** Parts in doubt that are listed at most, the first ones. */
const MOST_PARTS = 200;
/** Missing uploads that are listed at most; more are told when these have come. */
const MOST_MISSING = 20_000;

const TASKS = "SELECT task_id FROM tasks WHERE group_id = ? AND material = 'job'";

/** The device's jobs, newest first. */
export async function listJobs(turn: Turn, deviceKey: string): Promise<JobInfo[]> {
  const rows = await turn.sql.all(
    'jobs',
    'WHERE device_key = ? AND deleted_ms IS NULL ORDER BY created_ms DESC, job_id',
    deviceKey,
  );
  const jobs: JobInfo[] = [];
  for (const row of rows) jobs.push(await toJobInfo(turn, row));
  return jobs;
}

export async function readJob(turn: Turn, jobId: string): Promise<JobDetail> {
  const row = await turn.sql.get('jobs', 'WHERE job_id = ?', jobId);
  if (!row) throw new Error(`job ${jobId} is gone within its own transaction`);
  return {
    job: await toJobInfo(turn, row),
    missing: row.state === 'draft' ? await missingUploads(turn.sql, jobId) : [],
    doubts: await readDoubts(turn.sql, jobId),
    files: await readFiles(turn.sql, jobId),
  };
}

async function toJobInfo(turn: Turn, row: JobRow): Promise<JobInfo> {
  const progress = await readProgress(turn, row);
  return {
    jobId: row.job_id,
    subnet: row.subnet,
    title: row.title,
    fps: row.fps,
    state: row.state,
    reason: reasonOf(row, progress),
    items: row.items,
    bytes: row.bytes,
    round: row.round,
    createdMs: row.created_ms,
    startedMs: row.started_ms,
    finishedMs: row.finished_ms,
    expiresMs: row.expires_ms,
    progress,
    cost: await readCost(turn.sql, row),
    quality: row.quality,
  };
}

function reasonOf(
  { state, reason, round, items }: JobRow,
  { items: at, units }: JobProgress,
): string {
  switch (state) {
    case 'draft':
      return 'Waiting for its content and the start.';
    case 'preparing':
      return 'Its content is being read.';
    case 'running':
      if (units.leased + units.verifying > 0) return `${at.accepted} of ${items} items are done.`;
      return round > 0
        ? 'Waiting for a device that has no opinion on these items yet.'
        : 'Waiting for a device.';
    case 'assembling':
      return 'Every item is done; the results are being put together.';
    case 'done':
      return 'Done.';
    case 'cancelled':
      return 'Stopped by its owner.';
    case 'failed':
      return reason ?? '';
  }
}

async function readProgress(turn: Turn, row: JobRow): Promise<JobProgress> {
  const { sql } = turn;
  const [counts] = await sql.query(
    `SELECT SUM(done) AS accepted,
       SUM(CASE WHEN done = 0 AND task_id IS NULL THEN 1 ELSE 0 END) AS open,
       SUM(CASE WHEN done = 0 AND EXISTS (SELECT 1 FROM leases l
         WHERE l.task_id = j.task_id AND l.state = 'verifying') THEN 1 ELSE 0 END) AS verifying,
       AVG(agreement) AS agreement, COUNT(agreement) AS opinions
     FROM job_items j WHERE job_id = ?`,
    row.job_id,
  );
  const [accepted, open] = [numberOf(counts, 'accepted'), numberOf(counts, 'open')];
  const verifying = numberOf(counts, 'verifying');
  const opinions = numberOf(counts, 'opinions');
  return {
    items: { open, leased: row.items - accepted - open - verifying, verifying, accepted },
    units: await readUnits(turn, row, open),
    share: accepted / row.items,
    agreement: opinions > 0 ? Math.min(1, Math.max(0, numberOf(counts, 'agreement'))) : null,
    secondOpinions: opinions,
    msLeft: row.state === 'running' ? await msLeft(turn, row, row.items - accepted) : null,
  };
}

async function readUnits(
  turn: Turn,
  row: JobRow,
  openItems: number,
): Promise<JobProgress['units']> {
  const rows = await turn.sql.query(
    `SELECT state, COUNT(*) AS n FROM leases WHERE task_id IN (${TASKS}) GROUP BY state`,
    row.job_id,
  );
  const of = (state: string) =>
    numberOf(
      rows.find((one) => one['state'] === state),
      'n',
    );
  const [cut] = await turn.sql.query(
    "SELECT AVG(items - known) AS size FROM tasks WHERE group_id = ? AND material = 'job'",
    row.job_id,
  );
  const { newDeviceItems } = subnetOf(turn, row.subnet).manifest.verification;
  return {
    open: Math.ceil(openItems / (numberOf(cut, 'size') || newDeviceItems)),
    leased: of('leased'),
    verifying: of('verifying'),
    accepted: of('accepted') + of('settled'),
    rejected: of('rejected'),
    late: of('late'),
    expired: of('expired'),
  };
}

/** By the pace of the present round; null before its first accepted item. */
async function msLeft(turn: Turn, row: JobRow, left: number): Promise<number | null> {
  if (row.round_ms === null || left === 0) return null;
  const done = await count(
    turn.sql,
    `SELECT COUNT(*) AS n FROM job_items j JOIN tasks t ON t.task_id = j.task_id
     WHERE j.job_id = ? AND j.done = 1 AND t.created_ms >= ?`,
    row.job_id,
    row.round_ms,
  );
  return done > 0 ? Math.round(((turn.now - row.round_ms) / done) * left) : null;
}

/**
 * Work is what the first accepted answer to a unit spent on the job's own items; its known answers,
 * and all of every further accepted answer, were checks.
 */
async function readCost(sql: Sql, row: JobRow): Promise<JobCost> {
  const [sums] = await sql.query(
    `SELECT SUM(l.tab_ms) AS total, SUM(CASE WHEN l.state IN ('accepted', 'settled') THEN
         CASE WHEN EXISTS (SELECT 1 FROM leases e WHERE e.task_id = l.task_id
             AND e.state IN ('accepted', 'settled')
             AND (e.decided_ms < l.decided_ms
               OR (e.decided_ms = l.decided_ms AND e.lease_id < l.lease_id)))
           THEN l.tab_ms ELSE l.tab_ms * 1.0 * t.known / t.items END
       ELSE 0 END) AS checks
     FROM leases l JOIN tasks t ON t.task_id = l.task_id
     WHERE t.group_id = ? AND t.material = 'job' AND l.tab_ms IS NOT NULL`,
    row.job_id,
  );
  const total = numberOf(sums, 'total');
  return {
    tabMs: total,
    overheadShare: total > 0 ? Math.min(1, numberOf(sums, 'checks') / total) : null,
    recomputedItems: row.recomputed,
  };
}

async function missingUploads(sql: Sql, jobId: string): Promise<string[]> {
  const rows = await sql.query(
    `SELECT DISTINCT upload FROM job_items WHERE job_id = ? AND received = 0 LIMIT ${MOST_MISSING}`,
    jobId,
  );
  return rows.map((row) => String(row['upload']));
}

/** Neighbours in doubt for the same reason are one part. */
async function readDoubts(sql: Sql, jobId: string): Promise<JobPart[]> {
  const rows = await sql.query(
    `SELECT j.ordinal, j.agreement, j.doubt, i.blob FROM job_items j
     LEFT JOIN items i ON i.item_id = j.item_id
     WHERE j.job_id = ? AND j.doubt IS NOT NULL ORDER BY j.ordinal`,
    jobId,
  );
  const parts: JobPart[] = [];
  for (const row of rows) {
    const part = partOf(row);
    const last = parts.at(-1);
    if (last?.to === part.from - 1 && last.reason === part.reason) {
      parts[parts.length - 1] = { ...last, to: part.to, agreement: lower(last, part) };
    } else parts.push(part);
  }
  return parts.slice(0, MOST_PARTS);
}

function partOf({ ordinal, agreement, doubt, blob }: Row): JobPart {
  return {
    from: Number(ordinal),
    to: Number(ordinal),
    agreement: agreement === null || agreement === undefined ? null : Number(agreement),
    reason: String(doubt),
    blob: typeof blob === 'string' ? blob : null,
  };
}

function lower(a: JobPart, b: JobPart): number | null {
  if (a.agreement === null || b.agreement === null) return a.agreement ?? b.agreement;
  return Math.min(a.agreement, b.agreement);
}

/** @throws AppError `not-found` */
export async function readFile(sql: Sql, jobId: string, name: string): Promise<StoredFile> {
  const file = await sql.get('job_files', 'WHERE job_id = ? AND name = ?', jobId, name);
  if (!file) throw new AppError('not-found', `this job has no result ${name}`);
  return { name, type: file.type, blob: file.blob, bytes: file.bytes };
}

async function readFiles(sql: Sql, jobId: string): Promise<JobFile[]> {
  const rows = await sql.all('job_files', 'WHERE job_id = ? ORDER BY name', jobId);
  return rows.map(({ name, type, bytes, blob }) => ({ name, type, bytes, sha256: blob }));
}

function numberOf(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}
