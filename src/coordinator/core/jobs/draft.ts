import type { JobRequest } from '../../../protocol/job.ts';
import { AppError } from '../../../shared/errors.ts';
import { count } from '../../store/sql.ts';
import type { JobRow } from '../../store/tables.ts';
import type { Turn } from '../turn.ts';
import { refuseState } from './own.ts';

/**
 * Makes a draft from a list of items.
 *
 * @throws AppError `job.unsupported`, `job.item-limit`, `job.byte-limit`, `job.limit`,
 *   `input.malformed` where the subnet does not take the options
 */
export async function createJob(
  turn: Turn,
  deviceKey: string,
  request: JobRequest,
): Promise<JobRow> {
  checkSubnet(turn, request);
  const bytes = request.items.reduce((sum, item) => sum + item.bytes, 0);
  await checkLimits(turn, deviceKey, { items: request.items.length, bytes });
  const job: JobRow = {
    job_id: turn.newId(),
    device_key: deviceKey,
    subnet: request.subnet,
    title: request.title,
    options: JSON.stringify(request.options),
    fps: request.fps,
    state: 'draft',
    reason: null,
    round: 0,
    items: request.items.length,
    bytes,
    quality: null,
    recomputed: 0,
    created_ms: turn.now,
    started_ms: null,
    finished_ms: null,
    round_ms: null,
    served_ms: 0,
    expires_ms: turn.now + turn.settings.jobs.keepMs,
    deleted_ms: null,
  };
  await turn.sql.insert('jobs', job);
  for (const [ordinal, item] of request.items.entries()) {
    await turn.sql.insert('job_items', {
      job_id: job.job_id,
      ordinal,
      name: item.name ?? null,
      upload: item.sha256,
      bytes: item.bytes,
      received: 0,
      item_id: null,
      facts: null,
      task_id: null,
      done: 0,
      agreement: null,
      doubt: null,
    });
  }
  return job;
}

function checkSubnet({ subnets }: Turn, { subnet, options }: JobRequest): void {
  const rules = subnets.get(subnet)?.judge.job;
  if (!rules) {
    const taking = [...subnets.values()].filter(({ judge }) => judge.job);
    const names = taking.map(({ manifest }) => manifest.slug).join(', ');
    throw new AppError(
      'job.unsupported',
      `${subnet} takes no jobs here; ${names === '' ? 'no subnet does' : `these do: ${names}`}`,
    );
  }
  rules.checkOptions(options);
}

async function checkLimits(
  { sql, settings }: Turn,
  deviceKey: string,
  { items, bytes }: { items: number; bytes: number },
): Promise<void> {
  const { jobs: limits } = settings;
  if (items > limits.items) {
    throw new AppError(
      'job.item-limit',
      `${items} items, at most ${limits.items} are taken; split the job or take fewer stills a second`,
    );
  }
  if (bytes > limits.bytes) {
    throw new AppError(
      'job.byte-limit',
      `${bytes} bytes, at most ${limits.bytes} are taken; split the job or send smaller pictures`,
    );
  }
  const own = await count(
    sql,
    'SELECT COUNT(*) AS n FROM jobs WHERE device_key = ? AND deleted_ms IS NULL',
    deviceKey,
  );
  if (own >= limits.perDevice) {
    throw new AppError(
      'job.limit',
      `this device has ${own} jobs here, at most ${limits.perDevice} are kept; delete one first`,
    );
  }
}

/**
 * Whether content of this hash and size belongs to the draft.
 *
 * @throws AppError `job.state`, `job.item-unknown`, `input.malformed`
 */
export async function checkUpload(
  { sql }: Turn,
  job: JobRow,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<void> {
  if (job.state !== 'draft') refuseState(job, 'content is taken before the start');
  const item = await sql.get('job_items', 'WHERE job_id = ? AND upload = ?', job.job_id, sha256);
  if (!item) throw new AppError('job.item-unknown', `${sha256} is not on the list of this job`);
  if (item.bytes !== bytes) {
    throw new AppError(
      'input.malformed',
      `${bytes} bytes came, the list says ${item.bytes} for item ${item.ordinal}`,
    );
  }
}

/** Notes that content of a draft is stored. */
export async function noteUpload({ sql }: Turn, jobId: string, sha256: string): Promise<void> {
  await sql.update('job_items', { received: 1 }, 'job_id = ? AND upload = ?', jobId, sha256);
}

/**
 * Begins the work. Starting again what has started changes nothing.
 *
 * @throws AppError `job.incomplete`, `job.state`
 */
export async function startJob(turn: Turn, job: JobRow): Promise<void> {
  const started: readonly string[] = ['preparing', 'running', 'assembling', 'done'];
  if (started.includes(job.state)) return;
  if (job.state !== 'draft') refuseState(job, 'only a draft is started');
  const missing = await count(
    turn.sql,
    'SELECT COUNT(DISTINCT upload) AS n FROM job_items WHERE job_id = ? AND received = 0',
    job.job_id,
  );
  if (missing > 0) {
    throw new AppError(
      'job.incomplete',
      `the content of ${missing} of ${job.items} items has not arrived; send it, then start`,
    );
  }
  await turn.sql.update(
    'jobs',
    {
      state: 'preparing',
      started_ms: turn.now,
      expires_ms: turn.now + turn.settings.jobs.keepMs,
    },
    'job_id = ?',
    job.job_id,
  );
}
