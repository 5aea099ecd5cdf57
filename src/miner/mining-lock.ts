import { AppError } from '../shared/errors.ts';

// One active miner per browser profile: the tab that holds the lock mines, others wait for it.

const NAME = 'adit-miner';

export interface MiningLock {
  /**
   * Resolves when this tab may mine, to a function that lets others. `onWait` is called when
   * another tab mines now. Rejects with `worker.cancelled` when `signal` aborts first.
   */
  acquire(signal: AbortSignal, onWait: () => void): Promise<() => void>;
}

export function createMiningLock(locks: LockManager = navigator.locks): MiningLock {
  return {
    async acquire(signal, onWait) {
      const atOnce = await request(locks, { ifAvailable: true });
      if (atOnce) return atOnce;
      onWait();
      const later = await request(locks, { signal });
      if (later) return later;
      throw new AppError('worker.cancelled', 'waiting for the other tab was ended');
    },
  };
}

/** Holds the lock until the returned function is called; null when it was not granted. */
function request(locks: LockManager, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    locks
      .request(NAME, options, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(null)); // aborted: the caller's signal says so
  });
}
