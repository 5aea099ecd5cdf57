import type { Logger } from 'pino';
import type { BlobStore } from '../blobs/store.ts';
import type { CoordinatorCore, JobStep } from '../port.ts';
import { pause } from '../threads/pause.ts';
import type { Thread } from '../threads/thread.ts';
import { performStep } from './perform.ts';
import { JOB_LIMIT_MS, type JobQuestion, type JobReply } from './questions.ts';

/** Pause between looks while there is nothing to do. */
const IDLE_MS = 500;
/** Pause after a failure. */
const TROUBLE_MS = 5_000;
/** A job whose step fails so often ends with the reason. */
const ATTEMPTS = 3;

export interface StepperOptions {
  readonly core: CoordinatorCore;
  readonly blobs: Pick<BlobStore, 'remove'>;
  readonly thread: Thread<JobQuestion, JobReply>;
  readonly log: Logger;
}

export interface Stepper {
  stop(): Promise<void>;
}

/** Does what jobs need done around their units, one step at a time. */
export function startStepper({ core, blobs, thread, log }: StepperOptions): Stepper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const failures = new Map<string, number>();
  const ask = (question: JobQuestion): Promise<JobReply> => thread.ask(question, JOB_LIMIT_MS);

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const step = await look();
      const wait = step ? await attempt(step) : IDLE_MS;
      if (wait > 0 && !signal.aborted) await pause(wait, signal);
    }
  }

  async function look(): Promise<JobStep | null> {
    try {
      return await core.nextJobStep();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'looking for work on jobs failed');
      return null;
    }
  }

  /** @returns ms to wait before the next look */
  async function attempt(step: JobStep): Promise<number> {
    try {
      return (await performStep(step, { core, blobs, ask })) ? 0 : IDLE_MS;
    } catch (error) {
      if (signal.aborted) return 0;
      log.error({ err: error, step: step.kind }, 'a step of a job failed; trying again');
      if (step.kind !== 'remove') await countFailure(step);
      return TROUBLE_MS;
    }
  }

  async function countFailure({ jobId, kind }: JobQuestion): Promise<void> {
    const failed = (failures.get(jobId) ?? 0) + 1;
    failures.set(jobId, failed);
    // Known answers are worth having and not worth a job.
    if (failed < ATTEMPTS || kind === 'disguise') return;
    failures.delete(jobId);
    const doing =
      kind === 'prepare'
        ? 'Its content could not be read'
        : 'Its results could not be put together';
    const reason = `${doing}; the coordinator’s log says why.`;
    await core.failJob(jobId, reason).catch((error: unknown) => {
      log.error({ err: error, jobId }, 'a job that failed could not be ended');
    });
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await thread.close();
      await running;
    },
  };
}
