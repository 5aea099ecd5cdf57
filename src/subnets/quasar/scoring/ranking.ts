import { leagueOf } from './league.ts';

// The kernel contest's ranking (section e-A). Source: QUASAR-SUBNET `validator_api/app.py`,
// `neurons/validator.py` @ 8580c504.

/** Shares of a round for its first four. */
export const PRIZES = [0.6, 0.25, 0.1, 0.05] as const;
/** Share of the claimed speed that a validator's own run has to reach. */
export const LEAST_SPEED_SHARE = 0.9;

export interface Speed {
  readonly tokensPerSec: number;
  /** Target length, tokens. */
  readonly length: number;
}

export interface KernelSubmission extends Speed {
  readonly id: number;
  /** Time of the submission, any unit. */
  readonly created: number;
  /** True when left out. */
  readonly revealed?: boolean;
  /** Null: not checked yet, which is allowed. */
  readonly logitsOk?: boolean | null;
}

export interface RankedKernel {
  readonly id: number;
  readonly weighted: number;
}

/** Tokens a second × multiplier of the league. */
export function weightedSpeed({ tokensPerSec, length }: Speed): number {
  return tokensPerSec * leagueOf(length).multiplier;
}

/** Why a submission is not ranked; null when it is. */
export function exclusionOf(
  submission: KernelSubmission,
  previous: Speed | null,
): 'unrevealed' | 'logits' | 'too slow' | null {
  if (submission.revealed === false) return 'unrevealed';
  if (submission.logitsOk === false) return 'logits';
  const isBehind = previous !== null && !(weightedSpeed(submission) > weightedSpeed(previous));
  return isBehind ? 'too slow' : null;
}

/**
 * Ranks a round: revealed submissions that did not fail the logit check and are strictly faster,
 * weighted, than the previous winner. Ties: earlier submission, then lower id.
 *
 * @param previous winner of the round before; null without one
 */
export function rankKernels(
  submissions: readonly KernelSubmission[],
  previous: Speed | null,
): RankedKernel[] {
  return submissions
    .filter((submission) => exclusionOf(submission, previous) === null)
    .map((submission) => ({ ...submission, weighted: weightedSpeed(submission) }))
    .sort((a, b) => b.weighted - a.weighted || a.created - b.created || a.id - b.id)
    .map(({ id, weighted }) => ({ id, weighted }));
}

/** Share of the round that a submission gets, 0 past the fourth place. Label: from the specification. */
export function prizeOf(ranked: readonly RankedKernel[], id: number): number {
  return PRIZES[ranked.findIndex((one) => one.id === id)] ?? 0;
}

/**
 * Score of a validator's own run, 0..1: 1 + (actual − claimed) / claimed from nine tenths of the
 * claim on, halved and at most 1; 0 below that, without a claim, or with a failed logit check.
 *
 * @param claimed tokens a second
 * @param actual  tokens a second
 *
 * Label: from the specification; no pair.
 */
export function kernelScore(claimed: number, actual: number, logitsOk: boolean): number {
  if (!logitsOk || !(claimed > 0) || !(actual >= LEAST_SPEED_SHARE * claimed)) return 0;
  return Math.min((1 + (actual - claimed) / claimed) / 2, 1);
}
