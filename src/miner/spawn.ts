// oxlint-disable import/default -- `?worker&url` modules are made by the bundler
import judgeUrl from '../../workers/judge.ts?worker&url';
import minerUrl from '../../workers/miner.ts?worker&url';
import probeUrl from '../../workers/probe.ts?worker&url';
import { AppError } from '../shared/errors.ts';
import { trustedWorkerUrl } from './trusted-types.ts';

const URLS = { judge: judgeUrl, miner: minerUrl, probe: probeUrl } as const;

/**
 * Starts one of our workers.
 *
 * @throws AppError `worker.blocked` when the browser or an extension refuses
 */
export function spawnWorker(kind: keyof typeof URLS): Worker {
  try {
    return new Worker(trustedWorkerUrl(URLS[kind]), { type: 'module' });
  } catch (cause) {
    throw blocked(cause);
  }
}

/** A worker that never started: most often a content blocker's list matched its address. */
export function blocked(cause?: unknown): AppError {
  return new AppError(
    'worker.blocked',
    'the background script that does the work was refused; a content blocker or a company policy may stand in the way: allow this site and reload',
    { cause },
  );
}
