import { randomInt } from '../../../shared/rng.ts';
import type { ItemMeta } from '../../../subnets/job.ts';
import type { JobStep } from '../../port.ts';
import { count } from '../../store/sql.ts';
import type { Sql } from '../../store/sql.ts';
import type { ItemRow, JobRow } from '../../store/tables.ts';
import { subnetOf } from '../turn.ts';
import type { Turn } from '../turn.ts';
import { readOutcome } from './outcome.ts';
import { knownGroup } from './purge.ts';

// What the shell has to do for jobs: bring uploads into the pool's form, make known answers over,
// put results together, remove content. Which step is next follows from the rows, and doing one
// twice does no harm, so a restart simply goes on.

/** Items of one step: a thread answers after each. */
const BATCH = 8;
/** Unused known answers kept ready for each size of item, at most. */
const KNOWN_READY = 8;
/** Sizes of item that get known answers of their own, the most frequent first. */
const KNOWN_SIZES = 3;
/** Known answers to choose among. */
const KNOWN_CHOICE = 48;
/** A job waits so long for the first labelled material of a coordinator that has none yet. */
const KNOWN_PATIENCE_MS = 20_000;
/** Contents removed in one step. */
const REMOVED_AT_ONCE = 64;

/** The next thing to do for any job; null when there is nothing. */
export async function nextJobStep(turn: Turn): Promise<JobStep | null> {
  const doomed = await doomedBlobs(turn.sql);
  if (doomed) return doomed;
  const jobs = await turn.sql.all(
    'jobs',
    `WHERE state IN ('preparing', 'running', 'assembling') AND deleted_ms IS NULL
     ORDER BY served_ms, created_ms, job_id`,
  );
  for (const job of jobs) {
    const step = await contentStep(turn.sql, job);
    if (step) return step;
  }
  // One job whose known answers cannot be made must not keep the others from theirs.
  const known = await knownSteps(turn, jobs);
  return known[randomInt(turn.rng, known.length)] ?? null;
}

/** What a job needs to go on: its content read, or its results put together. */
async function contentStep(sql: Sql, job: JobRow): Promise<JobStep | null> {
  if (job.state === 'preparing') return prepareStep(sql, job);
  if (job.state !== 'assembling') return null;
  const outcome = await readOutcome(sql, job);
  return { kind: 'assemble', jobId: job.job_id, subnet: job.subnet, round: job.round, outcome };
}

/** Known answers that jobs lack; begins the jobs that have what they need. */
async function knownSteps(turn: Turn, jobs: readonly JobRow[]): Promise<JobStep[]> {
  const steps: JobStep[] = [];
  for (const job of jobs) {
    const step = await knownStep(turn, job);
    if (job.state === 'preparing') await runWhenReady(turn, job, step !== null);
    if (step) steps.push(step);
  }
  return steps;
}

async function prepareStep(sql: Sql, job: JobRow): Promise<JobStep | null> {
  const rows = await sql.all(
    'job_items',
    'WHERE job_id = ? AND item_id IS NULL ORDER BY ordinal LIMIT ?',
    job.job_id,
    BATCH,
  );
  if (rows.length === 0) return null;
  const items = rows.map(({ ordinal, name, upload }) => ({ ordinal, name, blob: upload }));
  return { kind: 'prepare', jobId: job.job_id, subnet: job.subnet, items };
}

/** A job begins with known answers at hand, or without when there is no labelled material at all. */
async function runWhenReady(turn: Turn, job: JobRow, isMaking: boolean): Promise<void> {
  const waited = turn.now - (job.started_ms ?? turn.now);
  const any = await turn.sql.get('items', 'WHERE group_id = ?', knownGroup(job.job_id));
  if (!any && waited < KNOWN_PATIENCE_MS) return;
  if (isMaking && waited < KNOWN_PATIENCE_MS) return;
  const running = { state: 'running', round_ms: turn.now, served_ms: turn.now } as const;
  await turn.sql.update('jobs', running, 'job_id = ?', job.job_id);
}

/** Known answers that are missing for the items still to do. */
async function knownStep(turn: Turn, job: JobRow): Promise<JobStep | null> {
  const sizes = await turn.sql.query(
    `SELECT i.meta, COUNT(*) AS n FROM job_items j JOIN items i ON i.item_id = j.item_id
     WHERE j.job_id = ? AND j.done = 0 GROUP BY i.meta ORDER BY n DESC, i.meta LIMIT ${KNOWN_SIZES}`,
    job.job_id,
  );
  const { knownShare, quorum } = subnetOf(turn, job.subnet).manifest.verification;
  for (const { meta, n } of sizes) {
    const wanted = Math.min(KNOWN_READY, 1 + Math.ceil(Number(n) * knownShare * quorum));
    const ready = await count(
      turn.sql,
      'SELECT COUNT(*) AS n FROM items WHERE group_id = ? AND meta = ? AND known_uses = 0',
      knownGroup(job.job_id),
      String(meta),
    );
    if (ready >= wanted) continue;
    const known = await drawLabelled(turn, job.subnet, Math.min(BATCH, wanted - ready));
    if (known.length === 0) return null;
    const like = JSON.parse(String(meta)) as ItemMeta; // written by addPrepared
    return { kind: 'disguise', jobId: job.job_id, subnet: job.subnet, like, known };
  }
  return null;
}

/** Labelled items of the pool, real before rendered, each with a seed for how it is made over. */
async function drawLabelled(turn: Turn, subnet: string, wanted: number) {
  const choice: ItemRow[] = await turn.sql.all(
    'items',
    `WHERE subnet = ? AND truth IS NOT NULL AND material <> 'job'
     ORDER BY CASE material WHEN 'operator' THEN 0 ELSE 1 END, known_uses, item_id LIMIT ?`,
    subnet,
    KNOWN_CHOICE,
  );
  const drawn: { blob: string; truth: unknown; seed: string }[] = [];
  while (drawn.length < wanted && choice.length > 0) {
    const [item] = choice.splice(randomInt(turn.rng, choice.length), 1);
    if (!item?.truth) continue;
    drawn.push({ blob: item.blob, truth: JSON.parse(item.truth) as unknown, seed: turn.newId() });
  }
  return drawn;
}

/** Contents to remove; those that a row still names are taken off the list. */
async function doomedBlobs(sql: Sql): Promise<JobStep | null> {
  await sql.run(
    `DELETE FROM doomed WHERE EXISTS (SELECT 1 FROM items i WHERE i.blob = doomed.blob)
       OR EXISTS (SELECT 1 FROM models m WHERE m.sha256 = doomed.blob)
       OR EXISTS (SELECT 1 FROM job_files f WHERE f.blob = doomed.blob)
       OR EXISTS (SELECT 1 FROM job_items j WHERE j.upload = doomed.blob AND j.item_id IS NULL)`,
  );
  const rows = await sql.all('doomed', `ORDER BY blob LIMIT ${REMOVED_AT_ONCE}`);
  return rows.length > 0 ? { kind: 'remove', blobs: rows.map(({ blob }) => blob) } : null;
}
