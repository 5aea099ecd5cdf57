import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import * as v from 'valibot';
import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { Judge } from '../../subnets/contract.ts';
import { loadJudge } from '../../subnets/judges.ts';
import { createFolderBlobs } from '../blobs/folder.ts';
import { lowerThreadPriority } from '../threads/priority.ts';
import { serveThread } from '../threads/serve.ts';
import { createInference } from './inference.ts';
import { judgeJob } from './judging.ts';
import type { VerifyAnswer, VerifyQuestion } from './question.ts';

// Thread that judges submissions: pixels and models never touch the server's event loop.

lowerThreadPriority(1);
sharp.concurrency(1);

const { blobFolder } = v.parse(v.object({ blobFolder: v.string() }), workerData);
const blobs = createFolderBlobs(blobFolder, systemClock);

async function blob(sha256: string): Promise<Uint8Array> {
  const bytes = await blobs.get(sha256);
  if (!bytes) throw new AppError('blob.missing', `content ${sha256} is not in the store`);
  return bytes;
}

const context = { blob, ...createInference(blob) };

async function judgeOf(subnet: string): Promise<Judge> {
  const judge = await loadJudge(subnet);
  if (!judge) throw new AppError('not-found', `there is no judge for ${subnet}`);
  return judge;
}

serveThread<VerifyQuestion, VerifyAnswer>(async (question) => {
  if (question.kind === 'judge') {
    const { job, ahead } = question;
    return { kind: 'judged', ...(await judgeJob(job, await judgeOf(job.subnet), context, ahead)) };
  }
  const { subnet, input, item } = question;
  const judge = await judgeOf(subnet);
  const startedMs = performance.now();
  const answer = await judge.recompute?.(judge.parseInput(input), item, context);
  return { kind: 'recomputed', answer, costMs: performance.now() - startedMs };
});
