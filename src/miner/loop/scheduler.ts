/** Monotonic time and timers, injected so that tests own them. */
export interface Scheduler {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls `task` once after `ms`; returns the cancel. */
  after(ms: number, task: () => void): () => void;
}

export const systemScheduler: Scheduler = {
  now: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
