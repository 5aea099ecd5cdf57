import type { BlobStore } from '../blobs/store.ts';
import type { CoordinatorCore, JobStep } from '../port.ts';
import type { JobQuestion, JobReply } from './questions.ts';

export interface StepPorts {
  readonly core: Pick<
    CoordinatorCore,
    'addJobItems' | 'addJobKnown' | 'failJob' | 'finishJob' | 'forgetBlobs'
  >;
  readonly blobs: Pick<BlobStore, 'remove'>;
  /** Handles the content of a step. */
  readonly ask: (question: JobQuestion) => Promise<JobReply>;
}

/** Does one step and tells the core. @returns whether anything came of it */
export async function performStep(
  step: JobStep,
  { core, blobs, ask }: StepPorts,
): Promise<boolean> {
  if (step.kind === 'remove') {
    for (const blob of step.blobs) await blobs.remove(blob);
    await core.forgetBlobs(step.blobs);
    return true;
  }
  const reply = await ask(step);
  switch (reply.kind) {
    case 'prepared':
      await core.addJobItems(step.jobId, reply.items);
      return true;
    case 'unusable':
      await core.failJob(step.jobId, reply.reason);
      return true;
    case 'known':
      await core.addJobKnown(step.jobId, reply.items);
      return reply.items.length > 0;
    case 'results': {
      const round = step.kind === 'assemble' ? step.round : 0;
      await core.finishJob({ jobId: step.jobId, round }, reply.files, reply.result);
      return true;
    }
  }
}
