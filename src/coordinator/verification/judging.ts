import { AppError } from '../../shared/errors.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import type { Judge, JudgeContext, JudgeJob } from '../../subnets/contract.ts';
import type { VerificationJob } from '../port.ts';

export interface Judged {
  readonly verdict: Verdict;
  /** Milliseconds the judging took. */
  readonly costMs: number;
}

/**
 * Judges one submission with its subnet's judge; a result that does not parse is rejected.
 *
 * @param ahead the coordinator's own answers by item, made before the result came
 */
export async function judgeJob(
  job: VerificationJob,
  judge: Judge,
  context: JudgeContext,
  ahead: ReadonlyMap<number, unknown> = new Map(),
): Promise<Judged> {
  const startedMs = performance.now();
  const verdict = await verdictOf({ ...job, ahead }, judge, context);
  return { verdict, costMs: performance.now() - startedMs };
}

async function verdictOf(
  job: VerificationJob & Required<Pick<JudgeJob<unknown, unknown>, 'ahead'>>,
  judge: Judge,
  context: JudgeContext,
): Promise<Verdict> {
  const input = judge.parseInput(job.input);
  try {
    const result = judge.parseResult(job.result, input);
    const peer = job.peer === null ? null : judge.parseResult(job.peer, input);
    const { truths, recompute, secondVote, ahead } = job;
    return await judge.judge(
      { input, result, truths, recompute, secondVote, peer, ahead },
      context,
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'submission.malformed')
      return malformed(error.message);
    throw error;
  }
}

function malformed(reason: string): Verdict {
  return {
    accepted: false,
    quality: 0,
    score: 0,
    components: [],
    checks: [
      {
        kind: 'schema',
        passed: false,
        items: [],
        measured: 0,
        required: 1,
        what: 'the result answers its task',
      },
    ],
    reason,
    checkedItems: 0,
  };
}
