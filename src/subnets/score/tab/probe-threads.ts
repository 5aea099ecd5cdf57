// oxlint-disable import/default -- `?worker&url` modules are made by the bundler
import { releaseProxy, wrap } from 'comlink';
import type { ProbeFinding } from '../../contract.ts';
import type { MeasureApi } from './measure-worker.ts';
import measureWorkerUrl from './measure-worker.ts?worker&url';
import { availableThreads } from './ort-wasm.ts';

/** Something else may have kept a core busy for a moment. */
const CLEARLY = 0.8;

export interface ThreadChoice {
  readonly threads: number;
  readonly finding: ProbeFinding;
}

/**
 * One thread or several: several lose where the browser sees more cores than it may use.
 *
 * @param limitMs for each of both; what takes longer, or fails, is not measured (null)
 */
export async function probeThreads(
  model: Uint8Array<ArrayBuffer>,
  limitMs: number,
): Promise<ThreadChoice> {
  const most = availableThreads();
  if (most === 1) {
    return { threads: 1, finding: { stage: 'threads', choice: '1', candidates: {} } };
  }
  const several = await measureIn(model, most, limitMs);
  // Without the one figure the other decides nothing.
  const single = several === null ? null : await measureIn(model, 1, limitMs);
  const singleWins = single !== null && several !== null && single < CLEARLY * several;
  const threads = singleWins ? 1 : most;
  return {
    threads,
    finding: {
      stage: 'threads',
      choice: String(threads),
      candidates: { 1: single, [most]: several },
    },
  };
}

/** Milliseconds of a small frame with so many threads; null past the limit or without an answer. */
async function measureIn(
  model: Uint8Array<ArrayBuffer>,
  threads: number,
  limitMs: number,
): Promise<number | null> {
  let worker: Worker | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const started = new Worker(measureWorkerUrl, { type: 'module' });
    worker = started;
    const measure = wrap<MeasureApi>(started);
    const none = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), limitMs);
      started.addEventListener('error', () => resolve(null));
    });
    const ms = await Promise.race([measure(model, threads), none]);
    measure[releaseProxy]();
    return ms;
  } catch {
    return null; // a worker that is refused, or fails, measures nothing
  } finally {
    clearTimeout(timer);
    worker?.terminate();
  }
}
