// oxlint-disable import/default -- `?worker&url` modules are made by the bundler
import cutterUrl from '../../workers/cutter.ts?worker&url';
import judgeUrl from '../../workers/judge.ts?worker&url';
import minerUrl from '../../workers/miner.ts?worker&url';
import probeUrl from '../../workers/probe.ts?worker&url';
import { blocked } from './blocked.ts';
import { trustedWorkerUrl } from './trusted-types.ts';

const URLS = { cutter: cutterUrl, judge: judgeUrl, miner: minerUrl, probe: probeUrl } as const;

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
