import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';

/** What a thread sends back for a question. */
export type ThreadReply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly failed: string };

export interface ThreadQuestion<Question> {
  readonly id: number;
  readonly question: Question;
}

/** A worker thread that answers one question at a time and is started anew when it dies. */
export interface Thread<Question, Answer> {
  /** @throws AppError `worker.crashed` when it died or took too long, `internal` when it failed */
  ask(question: Question, limitMs: number): Promise<Answer>;
  close(): Promise<void>;
}

interface Waiting<Answer> {
  readonly id: number;
  resolve(answer: Answer): void;
  reject(error: AppError): void;
}

/**
 * @param file built script of the thread
 * @param data handed to the thread as `workerData`
 */
export function createThread<Question, Answer>(
  file: string,
  data: unknown,
): Thread<Question, Answer> {
  let worker: Worker | null = null;
  let waiting: Waiting<Answer> | null = null;
  let nextId = 1;

  function start(): Worker {
    const started = new Worker(file, { workerData: data });
    started.on('message', (reply: ThreadReply<Answer>) => {
      if (waiting?.id !== reply.id) return;
      const { resolve, reject } = waiting;
      waiting = null;
      if ('answer' in reply) resolve(reply.answer);
      else reject(new AppError('internal', reply.failed));
    });
    started.on('error', (error) => drop(started, `the thread failed: ${error.message}`));
    started.on('exit', (code) => drop(started, `the thread ended with code ${code}`));
    return started;
  }

  function drop(dead: Worker, reason: string): void {
    if (worker !== dead) return;
    worker = null;
    const lost = waiting;
    waiting = null;
    lost?.reject(new AppError('worker.crashed', reason, { retryable: true }));
  }

  return {
    ask(question, limitMs) {
      if (waiting) throw new Error('invariant broken: the thread is busy');
      const running = (worker ??= start());
      const id = nextId++;
      return new Promise<Answer>((resolve, reject) => {
        const timer = setTimeout(() => {
          drop(running, `the thread took longer than ${limitMs} ms`);
          void running.terminate();
        }, limitMs);
        waiting = {
          id,
          resolve(answer) {
            clearTimeout(timer);
            resolve(answer);
          },
          reject(error) {
            clearTimeout(timer);
            reject(error);
          },
        };
        running.postMessage({ id, question } satisfies ThreadQuestion<Question>, []);
      });
    },
    async close() {
      const running = worker;
      if (!running) return;
      drop(running, 'the thread was stopped');
      await running.terminate();
    },
  };
}
