import { hashJson } from '../../shared/hash.ts';
import { AppError } from '../../shared/errors.ts';
import type { ClaimedUnit } from '../../protocol/claim.ts';
import { submissionId as idOf } from '../../protocol/signing.ts';
import type { SubmissionRequest } from '../../protocol/submission.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { LoopPorts } from './engine.ts';
import type { RunStat } from './stats.ts';
import type { RunHooks } from './workbench.ts';

type RunPorts = Pick<LoopPorts, 'clock' | 'scheduler' | 'records' | 'signed' | 'workbench'> & {
  readonly hooks: RunHooks;
  /** The rest that the unit before this one still owes. */
  readonly rest: () => Promise<void>;
};

/**
 * Runs one unit and keeps its signed-to-be answer on disk. When this resolves the result
 * survives a crash and the lease record is gone: the unit is never run twice.
 */
export async function runUnit(
  unit: ClaimedUnit,
  { clock, scheduler, records, signed, workbench, hooks, rest }: RunPorts,
): Promise<{ submissionId: string; stat: RunStat }> {
  const { runner, context } = await workbench.bench(unit.subnet, hooks);
  const startedAt = scheduler.now();
  await rest();
  const { result, msPerStage } = await runner.run(runner.parseInput(unit.input), context);
  hooks.signal.throwIfAborted();
  const request = answerOf(unit, {
    result,
    msPerStage,
    deviceKey: signed.deviceKey,
    backend: context.placement.backend,
  });
  await records.keepOutgoing({
    unitId: unit.unitId,
    subnet: unit.subnet,
    acknowledged: false,
    savedMs: clock.now(),
    request,
  });
  await records.dropLease(unit.unitId);
  const stat = { items: unit.items, wallMs: scheduler.now() - startedAt, msPerStage };
  return { submissionId: request.submissionId, stat };
}

interface AnswerParts {
  readonly result: unknown;
  readonly msPerStage: Readonly<Record<string, number>>;
  readonly deviceKey: string;
  readonly backend: SubmissionRequest['backend'];
}

/** The submission of a result. @throws AppError `limit.size` when it is larger than the coordinator takes */
export function answerOf(unit: ClaimedUnit, parts: AnswerParts): SubmissionRequest {
  const { result, deviceKey, backend, msPerStage } = parts;
  const resultHash = hashJson(result);
  const { taskId } = unit;
  const { token, leaseId } = unit.lease;
  const sizeBytes = JSON.stringify(result).length;
  if (sizeBytes > LIMITS.resultBytes) {
    throw new AppError(
      'limit.size',
      `the result has ${sizeBytes} bytes, at most ${LIMITS.resultBytes} are taken`,
    );
  }
  return {
    submissionId: idOf({ taskId, token, deviceKey, resultHash }),
    taskId,
    leaseId,
    token,
    resultHash,
    result,
    backend,
    msPerStage: Object.fromEntries(
      Object.entries(msPerStage).map(([stage, ms]) => [stage.slice(0, 24), Math.max(0, ms)]),
    ),
  };
}
