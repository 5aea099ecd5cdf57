import * as Comlink from 'comlink';
import { AppError } from '../shared/errors.ts';
import type { JobLook } from '../subnets/job-page.ts';
import type { CutApi, CutCall, CutItem } from './cut-api.ts';
import { spawnWorker } from './spawn.ts';
import { carryAppErrors } from './wire-errors.ts';
import { type WorkerLink, linkWorker } from './worker-link.ts';

// The page's way to the worker that cuts. It starts with the first question and ends with `stop`.

export interface Cutter {
  /** @throws AppError `media.unsupported`, `worker.blocked`, or `worker.cancelled` after `stop` */
  look(slug: string, files: readonly File[]): Promise<JobLook>;
  /** Hands out each item in order. @throws AppError as `look` */
  cut(call: CutCall, onItem: (item: CutItem) => void): Promise<void>;
  /** Ends what runs. */
  stop(): void;
}

carryAppErrors(Comlink.transferHandlers);

export function openCutter(): Cutter {
  let running: WorkerLink<CutApi> | null = null;
  const link = (): WorkerLink<CutApi> =>
    (running ??= linkWorker<CutApi>(spawnWorker('cutter'), () => (running = null)));

  return {
    async look(slug, files) {
      const { api, ended } = link();
      return await Promise.race([api.look(slug, files), ended]);
    },
    async cut(call, onItem) {
      const { api, ended } = link();
      await Promise.race([api.cut(call, Comlink.proxy(onItem)), ended]);
    },
    stop() {
      running?.end(new AppError('worker.cancelled', 'cutting was stopped'));
    },
  };
}
