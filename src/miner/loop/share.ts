import type { Scheduler } from './scheduler.ts';

// GPU share: after each slice of work the device rests long enough that busy time is the asked
// share of all time. Resting is a debt that work adds to and any idle time pays off.

const WINDOW_MS = 30_000;
/** Idle time (downloads, waiting for work) saved up for later slices, at most. */
const MOST_CREDIT_MS = 3_000;
/** Without rest due, the event loop still gets a turn this often, to hear of pause and cancel. */
const TURN_MS = 8;

interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface ShareControl {
  target(): number;
  setTarget(share: number): void;
  /** While held, `yieldShare` does not return: the device is idle. */
  setHeld(held: boolean): void;
  /** Busy share of the last 30 s (of all time before that); null before any work. */
  measured(): number | null;
  /** Accounts for `busyMs` of work that ended now; the rest it calls for is still due. */
  account(busyMs: number): void;
  /** Rests as long as is due. Rejects when `signal` aborts. */
  rest(signal: AbortSignal): Promise<void>;
  /** Accounts for work that ended now, then rests. Rejects when `signal` aborts. */
  yieldShare(busyMs: number, signal: AbortSignal): Promise<void>;
}

export function createShareControl(scheduler: Scheduler, share = 1): ShareControl {
  let target = clampShare(share);
  let held = false;
  let debtMs = 0;
  // What comes before the first work (downloads, measuring) is rest too.
  let lastEnd = scheduler.now();
  let began: number | null = null;
  let lastTurn = 0;
  let slices: Slice[] = [];
  const sleepers = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of sleepers) wake(); // each deletes itself, which a Set allows
  };

  function account(busyMs: number): void {
    const end = scheduler.now();
    const start = end - busyMs;
    began ??= start;
    const idleMs = Math.max(0, start - lastEnd);
    debtMs = Math.max(-MOST_CREDIT_MS, debtMs - idleMs) + busyMs * (1 / target - 1);
    lastEnd = end;
    slices.push({ start, end });
    slices = slices.filter((slice) => slice.end > end - WINDOW_MS);
  }

  function sleep(ms: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === null ? () => undefined : scheduler.after(ms, finish);
      function finish(): void {
        cancel();
        sleepers.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      }
      sleepers.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  async function rest(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = scheduler.now();
      if (held) await sleep(null, signal);
      else if (began === null) return;
      else if (debtMs - (now - lastEnd) > 0.5) await sleep(debtMs - (now - lastEnd), signal);
      else if (now - lastTurn >= TURN_MS) {
        lastTurn = now;
        await sleep(0, signal);
      } else return;
    }
  }

  return {
    account,
    rest,
    target: () => target,
    setTarget(next) {
      target = clampShare(next);
      debtMs = 0;
      wakeAll();
    },
    setHeld(next) {
      held = next;
      wakeAll();
    },
    measured() {
      if (began === null) return null;
      const now = scheduler.now();
      const from = Math.max(began, now - WINDOW_MS);
      const busy = slices.reduce((sum, { start, end }) => sum + overlap(start, end, from), 0);
      return now > from ? Math.min(1, busy / (now - from)) : null;
    },
    yieldShare(busyMs, signal) {
      account(busyMs);
      return rest(signal);
    },
  };
}

function overlap(start: number, end: number, from: number): number {
  return Math.max(0, end - Math.max(start, from));
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0.1, share));
}
