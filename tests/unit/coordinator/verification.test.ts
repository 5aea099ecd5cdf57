import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createMetrics } from '../../../src/coordinator/http/metrics.ts';
import type { VerificationJob } from '../../../src/coordinator/port.ts';
import { type Thread, createThread } from '../../../src/coordinator/threads/thread.ts';
import { startDispatcher } from '../../../src/coordinator/verification/dispatcher.ts';
import { createAhead } from '../../../src/coordinator/verification/ahead.ts';
import { judgeJob } from '../../../src/coordinator/verification/judging.ts';
import type { VerifyThread } from '../../../src/coordinator/verification/question.ts';
import type { Verdict } from '../../../src/protocol/verdict.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { Judge, JudgeContext } from '../../../src/subnets/contract.ts';
import { createFakeCore } from '../../support/fake-core.ts';

const FILE = new URL('../../support/echo-thread.mjs', import.meta.url).pathname;
const threads: Thread<string, string>[] = [];

function echoThread(): Thread<string, string> {
  const thread = createThread<string, string>(FILE, { name: 'echo' });
  threads.push(thread);
  return thread;
}

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

describe('a thread', () => {
  test('answers, and says when it failed', async () => {
    const thread = echoThread();

    expect(await thread.ask('hello', 5000)).toBe('echo: hello');
    await expect(thread.ask('fail', 5000)).rejects.toMatchObject({ message: 'as asked' });
    expect(await thread.ask('again', 5000)).toBe('echo: again');
  });

  test.each(['die', 'hang'])('that is asked to %s is started anew', async (question) => {
    const thread = echoThread();
    await thread.ask('warm', 5000);

    await expect(thread.ask(question, 300)).rejects.toMatchObject({ code: 'worker.crashed' });
    expect(await thread.ask('hello', 5000)).toBe('echo: hello');
  });
});

const verdict = { accepted: true, quality: 1 } as Verdict; // passed on unread
const job = {
  submissionId: 's1',
  unitId: 'u1',
  subnet: 'score',
  input: {},
  result: 'fits',
  truths: [],
  recompute: [],
  secondVote: false,
  peer: null,
} satisfies VerificationJob;

/** Runs one job through a dispatcher whose thread fails so many times. */
async function dispatch(failures: number) {
  const decided: unknown[] = [];
  const jobs: VerificationJob[] = [job];
  let asked = 0;
  const core = {
    ...createFakeCore(),
    nextVerification: async () => jobs.shift() ?? null,
    decide: async (...args: unknown[]) => void decided.push(args),
  };
  const thread: VerifyThread = {
    async ask() {
      asked += 1;
      if (asked <= failures) throw new AppError('worker.crashed', 'gone');
      return { kind: 'judged', verdict, costMs: 12 };
    },
    close: async () => undefined,
  };
  const log = pino({ level: 'silent' });
  const dispatcher = startDispatcher({ core, threads: [thread], log, metrics: createMetrics() });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await dispatcher.stop();
  return { decided, asked };
}

describe('the dispatcher', () => {
  test('decides what its thread judged', async () => {
    expect((await dispatch(0)).decided).toEqual([['s1', verdict, 12]]);
  });

  test('tries again after a crash', async () => {
    expect(await dispatch(2)).toEqual({ decided: [['s1', verdict, 12]], asked: 3 });
  });

  test('leaves a submission undecided after three failures', async () => {
    expect(await dispatch(9)).toEqual({ decided: [], asked: 3 });
  });
});

describe('a second vote begun ahead', () => {
  const unit = { unitId: 'u1', subnet: 'score', input: {}, items: 3 };

  /** A thread that recomputes items, one of them in vain. */
  function recomputer(failing: number) {
    const items: number[] = [];
    const thread: VerifyThread = {
      async ask(question) {
        if (question.kind !== 'recompute') throw new Error('not asked here');
        items.push(question.item);
        if (question.item === failing) throw new AppError('internal', 'no such frame');
        return { kind: 'recomputed', answer: `boxes of ${question.item}`, costMs: 10 };
      },
      close: async () => undefined,
    };
    return { thread, items };
  }

  function begin() {
    const core = {
      nextAhead: async (known: readonly string[]) => (known.length > 0 ? null : unit),
    };
    return createAhead(core, pino({ level: 'silent' }));
  }

  test('makes item by item, and hands over what is there with what it cost', async () => {
    const ahead = begin();
    const { thread, items } = recomputer(-1);

    expect([await ahead.work(thread), await ahead.work(thread)]).toEqual([true, true]);
    const { answers, costMs } = await ahead.take('u1');

    expect([...answers]).toEqual([
      [0, 'boxes of 0'],
      [1, 'boxes of 1'],
    ]);
    expect(costMs).toBe(20);
    expect(await ahead.work(thread)).toBe(false);
    expect(items).toEqual([0, 1]);
  });

  test('waits for the item that is under way when the result comes', async () => {
    const ahead = begin();
    const making = ahead.work(recomputer(-1).thread);
    await Promise.resolve();

    const [{ answers }] = await Promise.all([ahead.take('u1'), making]);

    expect(answers.size).toBeLessThanOrEqual(1);
  });

  test('is left where an item fails: the judge says what is wrong', async () => {
    const ahead = begin();
    const { thread, items } = recomputer(1);
    while (await ahead.work(thread));

    expect(items).toEqual([0, 1]);
    expect([...(await ahead.take('u1')).answers.keys()]).toEqual([0]);
  });

  test('has nothing for a unit it never saw', async () => {
    expect((await begin().take('u9')).answers.size).toBe(0);
  });
});

describe('judging', () => {
  const judge = {
    parseInput: (value: unknown) => value,
    parseResult(value: unknown) {
      if (value !== 'fits') throw new AppError('submission.malformed', 'frame 3 has no boxes');
      return value;
    },
    judge: async () => verdict,
  } as unknown as Judge; // the members that judging uses
  const context = {} as JudgeContext; // unused by this judge

  test('times the judge', async () => {
    const judged = await judgeJob(job, judge, context);

    expect(judged.verdict).toBe(verdict);
    expect(judged.costMs).toBeGreaterThanOrEqual(0);
  });

  test('rejects a result that does not answer its input, with the reason', async () => {
    const judged = await judgeJob({ ...job, result: 'else' }, judge, context);

    expect(judged.verdict).toMatchObject({ accepted: false, reason: 'frame 3 has no boxes' });
    expect(judged.verdict.checks[0]).toMatchObject({ kind: 'schema', passed: false });
  });
});
