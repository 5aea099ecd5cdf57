import * as Comlink from 'comlink';
import { AppError } from '../shared/errors.ts';
import type { JudgeAnswer, JudgeApi, JudgeCall } from '../subnets/judge-api.ts';
import { spawnWorker } from './spawn.ts';
import { carryAppErrors } from './wire-errors.ts';
import { type WorkerLink, linkWorker } from './worker-link.ts';

// The page's way to the worker that judges. It starts with the first question; a question that
// takes too long is given up by ending the worker, and the next one starts another.

export interface JudgeLink {
  /** @throws AppError of the tool, `worker.blocked`, or `worker.cancelled` after `stop` */
  judge(call: JudgeCall): Promise<JudgeAnswer>;
  /** Ends what runs. */
  stop(): void;
}

carryAppErrors(Comlink.transferHandlers);

export function openJudge(): JudgeLink {
  let running: WorkerLink<JudgeApi> | null = null;

  return {
    async judge(call) {
      running ??= linkWorker<JudgeApi>(spawnWorker('judge'), () => (running = null));
      const { api, ended } = running;
      return await Promise.race([api.judge(call), ended]);
    },
    stop() {
      running?.end(new AppError('worker.cancelled', 'the judgement was stopped'));
    },
  };
}
