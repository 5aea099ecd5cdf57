import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startStepper } from '../../../../src/coordinator/jobs/stepper.ts';
import type { JobQuestion, JobReply } from '../../../../src/coordinator/jobs/questions.ts';
import type { CoordinatorCore, JobStep } from '../../../../src/coordinator/port.ts';
import { createFakeCore } from '../../../support/fake-core.ts';

const step: JobStep = { kind: 'prepare', jobId: 'j', subnet: 'score', items: [] };

/** A core whose next step is always this one, until it is told that the job failed. */
function coreWith(next: JobStep, failed: string[]): CoordinatorCore {
  return {
    ...createFakeCore(),
    nextJobStep: async () => (failed.length > 0 ? null : next),
    failJob: async (_, reason) => void failed.push(reason),
  };
}

function thread(ask: (question: JobQuestion) => Promise<JobReply>) {
  return { ask, close: () => Promise.resolve() };
}

const log = pino({ level: 'silent' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the work around jobs', () => {
  it('ends a job whose content cannot be read after three tries, and says where to look', async () => {
    const failed: string[] = [];
    let asked = 0;
    const broken = thread(async () => {
      asked += 1;
      throw new Error('the disk is gone');
    });
    const blobs = { remove: async () => undefined };
    const stepper = startStepper({ core: coreWith(step, failed), blobs, thread: broken, log });

    await vi.advanceTimersByTimeAsync(20_000);
    await stepper.stop();

    expect(asked).toBe(3);
    expect(failed).toEqual(['Its content could not be read; the coordinator’s log says why.']);
  });

  it('never ends a job for its known answers', async () => {
    const failed: string[] = [];
    const known: JobStep = { kind: 'disguise', jobId: 'j', subnet: 'score', like: {}, known: [] };
    const broken = thread(() => Promise.reject(new Error('no picture')));
    const blobs = { remove: async () => undefined };
    const stepper = startStepper({ core: coreWith(known, failed), blobs, thread: broken, log });

    await vi.advanceTimersByTimeAsync(60_000);
    await stepper.stop();

    expect(failed).toEqual([]);
  });

  it('removes content and only then forgets it', async () => {
    const order: string[] = [];
    let left: JobStep | null = { kind: 'remove', blobs: ['a', 'b'] };
    const core: CoordinatorCore = {
      ...createFakeCore(),
      nextJobStep: async () => left,
      async forgetBlobs(blobs) {
        order.push(`forgot ${blobs.join()}`);
        left = null;
      },
    };
    const blobs = { remove: async (sha256: string) => void order.push(`removed ${sha256}`) };
    const idle = thread(() => Promise.reject(new Error('nothing to ask')));
    const stepper = startStepper({ core, blobs, thread: idle, log });

    await vi.advanceTimersByTimeAsync(1_000);
    await stepper.stop();

    expect(order).toEqual(['removed a', 'removed b', 'forgot a,b']);
  });
});
