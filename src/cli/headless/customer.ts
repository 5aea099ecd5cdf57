import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { createApiClient } from '../../miner/client.ts';
import { openIdentity, queueExclusive } from '../../miner/identity.ts';
import { type JobClient, createJobClient } from '../../miner/job-client.ts';
import { memoryKeyValue } from '../../miner/key-value.ts';
import { createSignedClient } from '../../miner/signed-client.ts';
import type { JobDetail, JobInfo, JobRequest } from '../../protocol/job.ts';
import { systemClock } from '../../shared/clock.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import { say } from './output.ts';

// A customer for the time of one command: a device key of its own, and the steps from pictures on
// the disk to a finished job.

const LOOK_MS = 1_000;
/** Looks in a row that may fail while a coordinator restarts. */
const MOST_FAILED_LOOKS = 60;
const ENDED: readonly string[] = ['done', 'cancelled', 'failed'];

/** A picture of the job and where it lies. */
export interface Picture {
  readonly name: string;
  readonly file: string;
}

/** A registered customer at a coordinator. */
export async function openCustomer(url: string): Promise<JobClient> {
  const http = { baseUrl: url };
  const signer = await openIdentity(memoryKeyValue(), queueExclusive());
  const options = { ...http, signer, clock: systemClock };
  const { timeMs } = await createApiClient(http).hello();
  const device = createSignedClient(options);
  device.learnClock(timeMs);
  await device.register({ name: 'customer' });
  const jobs = createJobClient(options);
  jobs.learnClock(timeMs);
  return jobs;
}

/** Orders the pictures and starts the job. @returns it, started */
export async function orderPictures(
  jobs: JobClient,
  pictures: readonly Picture[],
  order: Pick<JobRequest, 'subnet' | 'title' | 'fps'>,
): Promise<JobDetail> {
  const files = new Map<string, string>();
  const items = pictures.map(({ name, file }) => {
    const bytes = readFileSync(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.set(sha256, file);
    return { sha256, bytes: bytes.length, name };
  });
  const draft = await jobs.create({ ...order, options: {}, items });
  try {
    say(`sending ${files.size} pictures …`);
    await jobs.upload(
      draft,
      async (sha256) => new Uint8Array(readFileSync(files.get(sha256) ?? '')),
    );
    return await jobs.start(draft.job.jobId);
  } catch (error) {
    await jobs.remove(draft.job.jobId).catch(() => undefined); // it goes by age then
    throw error;
  }
}

/**
 * Watches a job to its end and says how far it is.
 *
 * @throws AppError `worker.cancelled` when the signal comes first, `internal` when the job failed
 */
export async function watchJob(
  jobs: JobClient,
  jobId: string,
  signal: AbortSignal,
): Promise<JobDetail> {
  let said = '';
  let failed = 0;
  for (;;) {
    if (signal.aborted) throw new AppError('worker.cancelled', String(signal.reason));
    try {
      const detail = await jobs.read(jobId);
      failed = 0;
      const line = progressLine(detail.job);
      if (line !== said) say(line);
      said = line;
      if (ENDED.includes(detail.job.state)) return finished(detail);
    } catch (error) {
      if (!toAppError(error).retryable || ++failed > MOST_FAILED_LOOKS) throw error;
    }
    await after(LOOK_MS, undefined, { signal }).catch(() => undefined); // the loop's head tells
  }
}

function finished(detail: JobDetail): JobDetail {
  if (detail.job.state === 'done') return detail;
  throw new AppError('internal', `the job is ${detail.job.state}: ${detail.job.reason}`);
}

function progressLine({ state, reason, items, progress }: JobInfo): string {
  if (state !== 'running') return reason;
  const { accepted, leased, verifying } = progress.items;
  const parts = [`${accepted} of ${items} done`, `${leased} in work`, `${verifying} being checked`];
  if (progress.agreement !== null) parts.push(`agreement ${progress.agreement.toFixed(3)}`);
  if (progress.msLeft !== null)
    parts.push(`about ${Math.ceil(progress.msLeft / 10_000) * 10} s left`);
  return parts.join(', ');
}
