import { numpySum } from './numpy-sum.ts';

// From checkpoints of twelve hours to days. Section e1.

/** Full checkpoints that make a day. */
export const CHECKPOINTS_PER_DAY = 2;
export const DAY_MS = 86_400_000;
export const CHECKPOINT_MS = DAY_MS / CHECKPOINTS_PER_DAY;

export interface Checkpoint {
  /** End of the checkpoint, milliseconds since 1970. */
  readonly endMs: number;
  /** How much of it has passed, ms; 12 h when it is full. */
  readonly durationMs: number;
  /** Sum of positive log-return moves, and of negative ones. */
  readonly gain: number;
  readonly loss: number;
  /** Least value-to-peak ratio, 1 = none. */
  readonly mdd: number;
  /** USD realised in this checkpoint. */
  readonly realizedUsd: number;
  /** USD not realised at its end. */
  readonly unrealizedUsd: number;
}

export interface LedgerDay {
  /** Day counted from 1970-01-01. */
  readonly day: number;
  readonly logReturn: number;
  readonly realizedUsd: number;
}

/** Days that have exactly two full checkpoints, oldest first. */
export function ledgerDays(checkpoints: readonly Checkpoint[]): LedgerDay[] {
  const days = new Map<number, Checkpoint[]>();
  for (const checkpoint of checkpoints) {
    if (checkpoint.durationMs !== CHECKPOINT_MS) continue;
    const day = Math.floor((checkpoint.endMs - CHECKPOINT_MS) / DAY_MS);
    days.set(day, [...(days.get(day) ?? []), checkpoint]);
  }
  return [...days]
    .filter(([, members]) => members.length === CHECKPOINTS_PER_DAY)
    .sort(([a], [b]) => a - b)
    .map(([day, members]) => ({
      day,
      logReturn: sumOf(members, ({ gain, loss }) => gain + loss),
      realizedUsd: sumOf(members, ({ realizedUsd }) => realizedUsd),
    }));
}

/** Daily PnL, USD: what was realised, and on the last day what would be lost now. */
export function dailyPnl(realizedUsd: readonly number[], lastUnrealizedUsd: number): number[] {
  const last = realizedUsd.length - 1;
  return realizedUsd.map((usd, i) => (i === last ? usd + Math.min(0, lastUnrealizedUsd) : usd));
}

/** Sum of the daily PnL. */
export function rawPnl(realizedUsd: readonly number[], lastUnrealizedUsd: number): number {
  return numpySum(dailyPnl(realizedUsd, lastUnrealizedUsd));
}

function sumOf(members: readonly Checkpoint[], value: (member: Checkpoint) => number): number {
  return members.reduce((sum, member) => sum + value(member), 0);
}
