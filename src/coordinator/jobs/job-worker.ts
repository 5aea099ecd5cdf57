import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import * as v from 'valibot';
import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { SourceContext } from '../../subnets/contract.ts';
import { loadJudge } from '../../subnets/judges.ts';
import { loadSource } from '../../subnets/sources.ts';
import { createFolderBlobs } from '../blobs/folder.ts';
import { decodePicture, encodePicture } from '../pool/pictures.ts';
import { lowerThreadPriority } from '../threads/priority.ts';
import { serveThread } from '../threads/serve.ts';
import { handleStep } from './handling.ts';
import type { JobQuestion, JobReply } from './questions.ts';

// Thread that handles the content of jobs: a customer's pictures and results never touch the
// server's event loop.

lowerThreadPriority(5);
sharp.concurrency(1);

const { blobFolder } = v.parse(v.object({ blobFolder: v.string() }), workerData);
const blobs = createFolderBlobs(blobFolder, systemClock);
const context: SourceContext = {
  decodeImage: decodePicture,
  encodeImage: encodePicture,
  signal: new AbortController().signal, // the thread ends with the server
};

serveThread<JobQuestion, JobReply>(async (question) => {
  const source = (await loadSource(question.subnet))?.job;
  const rules = (await loadJudge(question.subnet))?.job;
  if (!source || !rules) throw new AppError('job.unsupported', `${question.subnet} takes no jobs`);
  return handleStep(question, { source, rules, blobs, context });
});
