import type { AppError } from '../../shared/errors.ts';
import type { ClaimedUnit } from '../../protocol/claim.ts';
import type { DeviceInfo, Hello } from '../../protocol/hello.ts';
import type { SubmissionAnswer, UnitInfo } from '../../protocol/submission.ts';
import type { ProbeOutcome } from '../../subnets/contract.ts';
import type { ReasonCode } from '../snapshot.ts';

// State, events and effects of the claim loop. Times are monotonic milliseconds of the worker.

/** Reasons for which the page holds mining back. */
export type HoldCode = Extract<
  ReasonCode,
  'paused-by-you' | 'paused-battery' | 'paused-hidden' | 'paused-saver' | 'offline'
>;

/** A unit whose lease this device holds. */
export interface HeldUnit {
  readonly unit: ClaimedUnit;
  readonly status: 'ready' | 'running';
  /** Runs that failed and are worth another. */
  readonly failures: number;
  readonly leaseEndsAt: number;
  readonly heartbeatAt: number;
  readonly heartbeatAsking: boolean;
  readonly progress: number;
  readonly stage: string;
}

/** A result on its way: kept until its fate is known. */
export interface Outgoing {
  readonly submissionId: string;
  readonly unitId: string;
  readonly status: 'unsent' | 'sending' | 'acknowledged' | 'checking';
  readonly attempts: number;
  readonly retryAt: number;
}

/** Something asked of the network or the device, with its back-off. */
export interface Attempt {
  readonly status: 'needed' | 'asking' | 'done';
  readonly attempts: number;
  readonly retryAt: number;
}

export interface LoopState {
  readonly wanted: 'run' | 'finish' | 'stop';
  readonly hold: HoldCode | null;
  readonly heldAt: number;
  readonly restore: Attempt;
  readonly link: Attempt;
  readonly preparation: Attempt & { readonly stage: 'loading-model' | 'probing' };
  readonly claim: Attempt & { readonly none: string | null };
  readonly prepared: ProbeOutcome | null;
  readonly units: readonly HeldUnit[];
  readonly outbox: readonly Outgoing[];
  readonly hello: Hello | null;
  readonly device: DeviceInfo | null;
  /** Runs that failed in a row, over all units. */
  readonly failedRuns: number;
  /** The last failure of link or claim, cleared by the next success. */
  readonly trouble: AppError | null;
  /** Why the loop ended for good; null while it may go on. */
  readonly fatal: { readonly reason: ReasonCode; readonly error: AppError | null } | null;
  readonly stopped: boolean;
}

export interface RestoredLease {
  readonly unit: ClaimedUnit;
  /** Rest of the lease at the time of the event. */
  readonly leftMs: number;
}

export type LoopEvent =
  | { readonly type: 'wake' }
  | {
      readonly type: 'restored';
      readonly leases: readonly RestoredLease[];
      readonly outbox: readonly { submissionId: string; unitId: string; acknowledged: boolean }[];
    }
  | { readonly type: 'linked'; readonly hello: Hello; readonly device: DeviceInfo }
  | { readonly type: 'link-failed'; readonly error: AppError }
  | { readonly type: 'device'; readonly device: DeviceInfo }
  | { readonly type: 'preparing'; readonly stage: 'loading-model' | 'probing' }
  | { readonly type: 'prepared'; readonly outcome: ProbeOutcome }
  | { readonly type: 'prepare-failed'; readonly error: AppError }
  | { readonly type: 'claimed'; readonly unit: ClaimedUnit }
  | { readonly type: 'claim-empty'; readonly retryMs: number; readonly reason: string }
  | { readonly type: 'claim-failed'; readonly error: AppError }
  | {
      readonly type: 'progress';
      readonly unitId: string;
      readonly ratio: number;
      readonly stage: string;
    }
  | { readonly type: 'ran'; readonly unitId: string; readonly submissionId: string }
  | { readonly type: 'run-failed'; readonly unitId: string; readonly error: AppError }
  | { readonly type: 'heartbeat-ok'; readonly unitId: string; readonly ttlMs: number }
  | { readonly type: 'heartbeat-failed'; readonly unitId: string; readonly error: AppError }
  | { readonly type: 'sent'; readonly submissionId: string; readonly answer: SubmissionAnswer }
  | { readonly type: 'send-failed'; readonly submissionId: string; readonly error: AppError }
  | { readonly type: 'undecided'; readonly submissionId: string }
  | { readonly type: 'settled'; readonly submissionId: string }
  | { readonly type: 'news'; readonly unit: UnitInfo }
  | { readonly type: 'hold'; readonly reason: HoldCode | null }
  | { readonly type: 'finish' }
  | { readonly type: 'stop' };

export type LoopEffect =
  | { readonly type: 'restore' }
  | { readonly type: 'link' }
  | { readonly type: 'prepare' }
  | { readonly type: 'claim' }
  | { readonly type: 'run'; readonly unit: ClaimedUnit }
  /** Ends a run whose result nobody wants any more. */
  | { readonly type: 'abort'; readonly unitId: string }
  /** Forgets the lease; with `tell` the coordinator gets the unit back. */
  | { readonly type: 'drop'; readonly unit: ClaimedUnit; readonly tell: boolean }
  | { readonly type: 'heartbeat'; readonly unit: ClaimedUnit; readonly progress: number }
  | { readonly type: 'keep-lease'; readonly unit: ClaimedUnit; readonly ttlMs: number }
  | { readonly type: 'send'; readonly submissionId: string }
  /** Asks for the unit's fate, and for the receipt when it was accepted. */
  | { readonly type: 'check'; readonly submissionId: string }
  /** The coordinator refused the result for good: forget it. */
  | { readonly type: 'discard'; readonly submissionId: string; readonly error: AppError }
  | { readonly type: 'wake-at'; readonly at: number }
  | { readonly type: 'stopped' };

export interface Step {
  readonly state: LoopState;
  readonly effects: readonly LoopEffect[];
}

const IDLE: Attempt = { status: 'needed', attempts: 0, retryAt: 0 };

export function initialState(): LoopState {
  return {
    wanted: 'run',
    hold: null,
    heldAt: 0,
    restore: IDLE,
    link: IDLE,
    preparation: { ...IDLE, stage: 'loading-model' },
    claim: { ...IDLE, none: null },
    prepared: null,
    units: [],
    outbox: [],
    hello: null,
    device: null,
    failedRuns: 0,
    trouble: null,
    fatal: null,
    stopped: false,
  };
}
