import { AppError } from '../shared/errors.ts';
import { type Scheduler, systemScheduler } from './loop/scheduler.ts';

// Keeps one worker alive: starts it on first use, restarts it after a crash (at most 3 times in
// 10 minutes, with back-off), tells slow from dead, and ends it when a cancel goes unanswered.

const MOST_RESTARTS = 3;
const RESTART_WINDOW_MS = 10 * 60_000;
const FIRST_RESTART_MS = 1_000;
const PING_MS = 5_000;
const SLOW_MS = 10_000;
const DEAD_MS = 60_000;
export const CANCEL_MS = 2_000;

/** A running worker with the other side of its API. */
export interface WorkerLink<Api> {
  readonly api: Api;
  ping(): Promise<void>;
  /** Called when the worker failed as a whole. */
  onCrash(listener: (error: AppError) => void): void;
  terminate(): void;
}

export type Health =
  | { readonly state: 'up' }
  | { readonly state: 'slow' }
  | { readonly state: 'restarting'; readonly inMs: number; readonly error: AppError }
  | { readonly state: 'failed'; readonly error: AppError };

export interface SupervisorOptions<Api> {
  readonly connect: () => WorkerLink<Api>;
  readonly onHealth: (health: Health) => void;
  /** After a crash the worker is up again: whatever should run has to be started anew. */
  readonly onRestarted: () => void;
  readonly scheduler?: Scheduler;
}

export interface Supervisor<Api> {
  /** Rejects with `worker.crashed` or `worker.cancelled` when the worker ends first. */
  use<T>(task: (api: Api) => Promise<T>): Promise<T>;
  /** Like `use`, but a worker that does not answer in 2 s is ended. True when it answered. */
  cancel(task: (api: Api) => Promise<unknown>): Promise<boolean>;
  /** Ends the worker; the next `use` starts a new one. */
  end(): void;
  isRunning(): boolean;
}

export function createSupervisor<Api>(options: SupervisorOptions<Api>): Supervisor<Api> {
  const { connect, onHealth, onRestarted, scheduler = systemScheduler } = options;
  const pending = new Set<(error: AppError) => void>();
  let link: WorkerLink<Api> | null = null;
  let crashes: number[] = [];
  let cancelRestart: (() => void) | null = null;
  let cancelPing: (() => void) | null = null;
  let answeredAt = 0;

  function current(): WorkerLink<Api> {
    if (link) return link;
    cancelRestart?.();
    cancelRestart = null;
    const made = connect();
    link = made;
    answeredAt = scheduler.now();
    made.onCrash((error) => {
      if (link === made) crashed(error);
    });
    schedulePing(made);
    return made;
  }

  function close(error: AppError): void {
    cancelPing?.();
    link?.terminate();
    link = null;
    for (const reject of pending) reject(error);
    pending.clear();
  }

  function crashed(error: AppError): void {
    close(error);
    const now = scheduler.now();
    crashes = [...crashes.filter((at) => at > now - RESTART_WINDOW_MS), now];
    if (error.code === 'worker.blocked' || crashes.length > MOST_RESTARTS) {
      onHealth({ state: 'failed', error });
      return;
    }
    const inMs = FIRST_RESTART_MS * 4 ** (crashes.length - 1);
    onHealth({ state: 'restarting', inMs, error });
    cancelRestart = scheduler.after(inMs, () => {
      cancelRestart = null;
      onRestarted();
    });
  }

  function schedulePing(made: WorkerLink<Api>): void {
    cancelPing = scheduler.after(PING_MS, () => {
      if (link !== made) return;
      made.ping().then(
        () => answered(made),
        () => undefined, // a dead worker is noticed by its silence
      );
      const silentMs = scheduler.now() - answeredAt;
      if (silentMs > DEAD_MS) {
        const seconds = Math.round(silentMs / 1000);
        crashed(new AppError('worker.crashed', `the worker did not answer for ${seconds} s`));
        return;
      }
      if (silentMs > SLOW_MS + PING_MS) onHealth({ state: 'slow' });
      schedulePing(made);
    });
  }

  function answered(made: WorkerLink<Api>): void {
    if (link !== made) return;
    const wasSlow = scheduler.now() - answeredAt > SLOW_MS + PING_MS;
    answeredAt = scheduler.now();
    if (wasSlow) onHealth({ state: 'up' });
  }

  function use<T>(task: (api: Api) => Promise<T>): Promise<T> {
    const { api } = current();
    return new Promise<T>((resolve, reject) => {
      pending.add(reject);
      task(api)
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  }

  function end(): void {
    cancelRestart?.();
    cancelRestart = null;
    close(new AppError('worker.cancelled', 'the worker was ended'));
  }

  return {
    use,
    async cancel(task) {
      if (!link) return true;
      const made = link;
      let cancelTimer = (): void => undefined;
      const limit = new Promise<false>((resolve) => {
        cancelTimer = scheduler.after(CANCEL_MS, () => resolve(false));
      });
      const answer = use(task).then(
        () => true as const,
        () => true as const, // refused is answered, too
      );
      const inTime = await Promise.race([answer, limit]);
      cancelTimer();
      if (!inTime && link === made) end();
      return inTime;
    },
    end,
    isRunning: () => link !== null,
  };
}
