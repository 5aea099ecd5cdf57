import * as Comlink from 'comlink';
import type { AppError } from '../shared/errors.ts';
import { blocked } from './blocked.ts';

// A worker that answers questions until it fails or is ended.

export interface WorkerLink<Api> {
  readonly api: Comlink.Remote<Api>;
  /** Rejects when the worker fails or is ended. */
  readonly ended: Promise<never>;
  readonly end: (error: AppError) => void;
}

/** @param onEnd called once the worker can no longer be asked */
export function linkWorker<Api>(worker: Worker, onEnd: () => void): WorkerLink<Api> {
  let end: WorkerLink<Api>['end'] = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      worker.terminate();
      onEnd();
      reject(error);
    };
  });
  ended.catch(() => undefined); // nobody may be waiting
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(blocked(event.message));
  });
  return { api: Comlink.wrap<Api>(worker), ended, end };
}
