import { AppError } from '../../shared/errors.ts';
import { loadJudge } from '../../subnets/judges.ts';
import { loadSource } from '../../subnets/sources.ts';
import { openContent } from '../threads/content.ts';
import { serveThread } from '../threads/serve.ts';
import { handleStep } from './handling.ts';
import type { JobQuestion, JobReply } from './questions.ts';

// Thread that handles the content of jobs: a customer's pictures and results never touch the
// server's event loop.

const { blobs, context } = openContent(5);

serveThread<JobQuestion, JobReply>(async (question) => {
  const source = (await loadSource(question.subnet))?.job;
  const rules = (await loadJudge(question.subnet))?.job;
  if (!source || !rules) throw new AppError('job.unsupported', `${question.subnet} takes no jobs`);
  return handleStep(question, { source, rules, blobs, context });
});
