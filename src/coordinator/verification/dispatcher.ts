import type { Logger } from 'pino';
import type { Metrics } from '../http/metrics.ts';
import type { CoordinatorCore, VerificationJob } from '../port.ts';
import { createAhead } from './ahead.ts';
import type { Judged } from './judging.ts';
import type { VerifyThread } from './question.ts';

/** A verification that takes longer is given up: its thread is started anew. */
const JOB_LIMIT_MS = 120_000;
const ATTEMPTS = 3;
/** How soon work is seen that came without an event: a second vote falls due by time. */
const IDLE_MS = 300;

export interface DispatcherOptions {
  readonly core: CoordinatorCore;
  readonly threads: readonly VerifyThread[];
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface Dispatcher {
  /** Whether a submission is being judged now. */
  isBusy(): boolean;
  stop(): Promise<void>;
}

/** Keeps every thread judging as long as submissions wait. */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { core, threads, log, metrics } = options;
  const ahead = createAhead(core, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  let busy = 0;
  const idle = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of idle) wake();
  };
  let lastSeq = -1;
  const stopListening = core.onEvents(() => void wakeOnNews());

  /** Looking for work may itself ring the bell: only a new event is news. */
  async function wakeOnNews(): Promise<void> {
    try {
      const seq = await core.lastEventSeq();
      if (seq === lastSeq) return;
      lastSeq = seq;
      wakeAll();
    } catch {
      // The store is in trouble: the look after a rest says so in the log.
    }
  }

  async function run(thread: VerifyThread): Promise<void> {
    while (!signal.aborted) {
      try {
        const job = await core.nextVerification();
        if (job) await verify(thread, job);
        else if (!(await ahead.work(thread))) await rest();
      } catch (error) {
        if (signal.aborted) return;
        log.error({ err: error }, 'the verification queue could not be served; trying again');
        await rest();
      }
    }
  }

  async function verify(thread: VerifyThread, job: VerificationJob): Promise<void> {
    busy += 1;
    metrics.verifying.set(busy);
    try {
      const made = await ahead.take(job.unitId);
      const judged = await attempt(thread, job, made.answers);
      if (!judged) return;
      const { verdict } = judged;
      const costMs = judged.costMs + made.costMs;
      await core.decide(job.submissionId, verdict, costMs);
      metrics.verification.observe({ subnet: job.subnet }, costMs / 1000);
      metrics.verdicts.inc({ subnet: job.subnet, accepted: String(verdict.accepted) });
    } finally {
      busy -= 1;
      metrics.verifying.set(busy);
    }
  }

  /** Null when every attempt failed: the core hands the submission out again later. */
  async function attempt(
    thread: VerifyThread,
    job: VerificationJob,
    answers: ReadonlyMap<number, unknown>,
  ): Promise<Judged | null> {
    const { submissionId, subnet } = job;
    for (let number = 1; number <= ATTEMPTS && !signal.aborted; number++) {
      try {
        const judged = await thread.ask({ kind: 'judge', job, ahead: answers }, JOB_LIMIT_MS);
        if (judged.kind !== 'judged') throw new Error('invariant broken: not what was asked');
        return judged;
      } catch (error) {
        if (signal.aborted) return null;
        metrics.verificationFailures.inc();
        log.error({ err: error, submissionId, subnet, number }, 'judging a submission failed');
      }
    }
    return null;
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        idle.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, IDLE_MS);
      idle.add(wake);
    });
  }

  const runs = threads.map(run);
  return {
    isBusy: () => busy > 0,
    async stop() {
      stopping.abort();
      stopListening();
      wakeAll();
      await Promise.all(threads.map((thread) => thread.close()));
      await Promise.all(runs);
    },
  };
}
