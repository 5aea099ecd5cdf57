import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import * as v from 'valibot';
import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { loadJudge } from '../../subnets/judges.ts';
import { createFolderBlobs } from '../blobs/folder.ts';
import type { VerificationJob } from '../port.ts';
import { lowerThreadPriority } from '../threads/priority.ts';
import { serveThread } from '../threads/serve.ts';
import { createInference } from './inference.ts';
import { type Judged, judgeJob } from './judging.ts';

// Thread that judges submissions: pixels and models never touch the server's event loop.

lowerThreadPriority(5);
sharp.concurrency(1);

const { blobFolder } = v.parse(v.object({ blobFolder: v.string() }), workerData);
const blobs = createFolderBlobs(blobFolder, systemClock);

async function blob(sha256: string): Promise<Uint8Array> {
  const bytes = await blobs.get(sha256);
  if (!bytes) throw new AppError('blob.missing', `content ${sha256} is not in the store`);
  return bytes;
}

const context = { blob, ...createInference(blob) };

serveThread<VerificationJob, Judged>(async (job) => {
  const judge = await loadJudge(job.subnet);
  if (!judge) throw new AppError('not-found', `there is no judge for ${job.subnet}`);
  return judgeJob(job, judge, context);
});
