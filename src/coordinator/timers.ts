import type { Logger } from 'pino';
import type { CoordinatorCore } from './port.ts';

/** Bounds of the pause between two looks at the timers. */
const LEAST_MS = 10;
const MOST_MS = 1000;

export interface Timers {
  stop(): Promise<void>;
}

/** Runs the core's timers when they fall due. */
export function startTimers(core: CoordinatorCore, log: Logger): Timers {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function turn(): Promise<void> {
    let waitMs = MOST_MS;
    try {
      waitMs = await core.advance();
    } catch (error) {
      log.error({ err: error }, 'the timers failed; trying again');
    }
    if (!stopped) schedule(Math.min(MOST_MS, Math.max(LEAST_MS, waitMs)));
  }

  function schedule(ms: number): void {
    timer = setTimeout(() => {
      running = turn();
    }, ms);
  }

  schedule(0);
  return {
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
