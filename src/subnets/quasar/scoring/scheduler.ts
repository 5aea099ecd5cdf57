import { compareCodePoints } from '../../../shared/python-text.ts';

// Who gets work (section e.4). Source: QUASAR-SUBNET `incentive/orchestrator/scheduler.py` @
// 4693e2d1.

/** How much more a failed unit weighs than an accepted one. */
export const FAILED_FACTOR = 2;

export interface Account {
  readonly accepted: number;
  readonly failed: number;
}

/**
 * 1 while nothing failed, else max(0, (accepted − 2 · failed) / (accepted + failed)).
 *
 * @returns 0..1
 */
export function trustOf({ accepted, failed }: Account): number {
  if (!(failed > 0)) return 1;
  const checked = Math.max(0, accepted) + failed;
  return Math.max(0, (accepted - FAILED_FACTOR * failed) / checked);
}

export interface Load {
  /** At least 1. */
  readonly gpus: number;
  /** Jobs in flight, at least 0. */
  readonly queued: number;
}

/** trust · (1 + ln(1 + accepted)) · GPUs / (1 + queued). */
export function priorityOf(account: Account, { gpus, queued }: Load): number {
  const bonus = 1 + Math.log1p(Math.max(0, account.accepted));
  return (trustOf(account) * bonus * Math.max(1, gpus)) / (1 + Math.max(0, queued));
}

export interface Worker extends Load {
  readonly hotkey: string;
  /** Empty where a hotkey has one worker without a name. */
  readonly worker: string;
  readonly account: Account;
}

/** Highest priority first; ties: more GPUs, then hotkey, then worker. */
export function rankWorkers(workers: readonly Worker[]): Worker[] {
  return [...workers].sort(
    (a, b) =>
      priorityOf(b.account, b) - priorityOf(a.account, a) ||
      Math.max(1, b.gpus) - Math.max(1, a.gpus) ||
      compareCodePoints(a.hotkey, b.hotkey) ||
      compareCodePoints(a.worker, b.worker),
  );
}
