import type { Clock } from '../../../src/shared/clock.ts';
import type { Scheduler } from '../../../src/miner/loop/scheduler.ts';

/** Time that passes only when told to; timers run in order of their time. */
export interface ManualScheduler extends Scheduler {
  readonly clock: Clock;
  /** Lets `ms` pass, running timers and whatever they set off. */
  pass(ms: number): Promise<void>;
  /** Moves time without running timers: work that blocks the thread. */
  block(ms: number): void;
}

export function manualScheduler(startMs = 1_000_000): ManualScheduler {
  let nowMs = 0;
  let timers: { at: number; task: () => void }[] = [];
  return {
    now: () => nowMs,
    clock: { now: () => startMs + nowMs },
    after(ms, task) {
      const timer = { at: nowMs + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    block(ms) {
      nowMs += ms;
    },
    async pass(ms) {
      const end = nowMs + ms;
      await settle();
      for (;;) {
        const next = timers.sort((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        timers = timers.filter((timer) => timer !== next);
        nowMs = Math.max(nowMs, next.at);
        next.task();
        await settle();
      }
      nowMs = end;
      await settle();
    },
  };
}

/** Lets promises that need no timer come to rest (WebCrypto answers from another thread). */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
}
