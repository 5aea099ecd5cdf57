import { parentPort } from 'node:worker_threads';
import { present } from '../../shared/assert.ts';
import type { ThreadQuestion, ThreadReply } from './thread.ts';

/** Inside a thread: answers questions, one after the other. */
export function serveThread<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
): void {
  const port = present(parentPort, 'the parent of a thread');
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, question }: ThreadQuestion<Question>) => {
    last = last.then(async () => port.postMessage(await reply(id, question)));
  });

  async function reply(id: number, question: Question): Promise<ThreadReply<Answer>> {
    try {
      return { id, answer: await answer(question) };
    } catch (error) {
      return {
        id,
        failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  }
}
