import * as Comlink from 'comlink';
import { AppError } from '../shared/errors.ts';
import type { JudgeAnswer, JudgeApi, JudgeCall } from '../subnets/judge-api.ts';
import { blocked, spawnWorker } from './spawn.ts';
import { carryAppErrors } from './wire-errors.ts';

// The page's way to the worker that judges. It starts with the first question; a question that
// takes too long is given up by ending the worker, and the next one starts another.

export interface JudgeLink {
  /** @throws AppError of the tool, `worker.blocked`, or `worker.cancelled` after `stop` */
  judge(call: JudgeCall): Promise<JudgeAnswer>;
  /** Ends what runs. */
  stop(): void;
}

interface Running {
  readonly worker: Worker;
  readonly api: Comlink.Remote<JudgeApi>;
  /** Rejects when the worker fails or is ended. */
  readonly ended: Promise<never>;
  readonly end: (error: AppError) => void;
}

carryAppErrors(Comlink.transferHandlers);

export function openJudge(): JudgeLink {
  let running: Running | null = null;

  return {
    async judge(call) {
      running ??= start();
      const { api, ended } = running;
      return await Promise.race([api.judge(call), ended]);
    },
    stop() {
      running?.end(new AppError('worker.cancelled', 'the judgement was stopped'));
    },
  };

  function start(): Running {
    const worker = spawnWorker('judge');
    let end: Running['end'] = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      end = (error) => {
        worker.terminate();
        running = null;
        reject(error);
      };
    });
    ended.catch(() => undefined); // nobody may be waiting
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(blocked(event.message));
    });
    return { worker, api: Comlink.wrap<JudgeApi>(worker), ended, end };
  }
}
