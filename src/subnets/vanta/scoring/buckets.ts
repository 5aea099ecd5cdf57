// Which rule of its bucket a trader breaks. Section e5. A breach is strictly greater than the limit.

const DAY_MS = 86_400_000;
/** Registered before these moments, ms: the older, wider limits. */
export const OLDEST_BEFORE_MS = 1_773_532_799_000;
export const OLDER_BEFORE_MS = 1_779_840_000_000;
export const IDLE_DAYS = 60;
export const PROBATION_DAYS = 90;
export const PLAGIARISM_DAYS = 14;
export const CHALLENGE = {
  minDays: 61,
  maxDays: 90,
  returnPercent: { forex: 8, other: 10 },
  /** Worst rank within the class that passes, and that keeps a place. */
  rank: 25,
} as const;

export type Bucket = 'CHALLENGE' | 'MAINCOMP' | 'PROBATION';

export interface DrawdownLimits {
  /** Per cent below the equity at the day's open. */
  readonly intradayPercent: number;
  /** Per cent below the best end-of-day equity. */
  readonly endOfDayPercent: number;
}

/** Limits of a trader. */
export function drawdownLimits(
  bucket: Bucket,
  account: { readonly registeredMs: number; readonly isStatic: boolean },
): DrawdownLimits {
  if (bucket === 'CHALLENGE') return { intradayPercent: 5, endOfDayPercent: 5 };
  const isOldest = account.registeredMs < OLDEST_BEFORE_MS;
  const isOlder = account.registeredMs < OLDER_BEFORE_MS;
  return {
    intradayPercent: isOldest ? 10 : isOlder ? 8 : 5,
    endOfDayPercent: account.isStatic ? 5 : isOldest ? 10 : 8,
  };
}

/** How far an equity is from a limit, all as multiples of the account size or in per cent. */
export interface DrawdownMeter {
  readonly belowPercent: number;
  readonly limitPercent: number;
  /** Equity at which the limit is reached; a breach lies below it. */
  readonly floor: number;
  readonly isBroken: boolean;
}

/** Both meters of a trader: against the day's open, and against the best day's end (at least 1). */
export function drawdownMeters(
  state: Pick<
    TraderState,
    'bucket' | 'registeredMs' | 'isStatic' | 'equity' | 'dayOpenEquity' | 'bestEndOfDayEquity'
  >,
): { readonly intraday: DrawdownMeter; readonly endOfDay: DrawdownMeter } {
  const limits = drawdownLimits(state.bucket, state);
  const meter = (reference: number, limitPercent: number): DrawdownMeter => {
    const below = belowPercent(state.equity, reference);
    return {
      belowPercent: below,
      limitPercent,
      floor: reference * (1 - limitPercent / 100),
      isBroken: below > limitPercent,
    };
  };
  return {
    intraday: meter(state.dayOpenEquity, limits.intradayPercent),
    endOfDay: meter(Math.max(state.bestEndOfDayEquity, 1), limits.endOfDayPercent),
  };
}

/** Per cent that an equity lies below a reference; 0 above it. */
export function belowPercent(equity: number, reference: number): number {
  return reference > 0 ? Math.max(0, (1 - equity / reference) * 100) : 0;
}

export interface TraderState {
  readonly bucket: Bucket;
  readonly registeredMs: number;
  readonly isStatic: boolean;
  readonly nowMs: number;
  /** When the trader entered the bucket. */
  readonly enteredMs: number;
  readonly lastOrderMs: number;
  /** Equity over the account size, now, at the day's open and at the best day's end. */
  readonly equity: number;
  readonly dayOpenEquity: number;
  readonly bestEndOfDayEquity: number;
  /** Cash over the account size. */
  readonly balance: number;
  /** Place within the asset class, 1 = best. */
  readonly rank: number;
  readonly isForex: boolean;
}

export type Decision =
  | 'eliminate: time'
  | 'eliminate: intraday drawdown'
  | 'eliminate: end-of-day drawdown'
  | 'eliminate: idle'
  | 'demote'
  | 'promote'
  | 'keep';

/** What the 30-second check decides: time, intraday, end of day, demotion, promotion, in this order. */
export function decide(state: TraderState): Decision {
  const days = (state.nowMs - state.enteredMs) / DAY_MS;
  const { intraday, endOfDay } = drawdownMeters(state);
  if (state.nowMs - state.lastOrderMs > IDLE_DAYS * DAY_MS) return 'eliminate: idle';
  if (state.bucket === 'CHALLENGE' && days > CHALLENGE.maxDays) return 'eliminate: time';
  if (state.bucket === 'PROBATION' && days > PROBATION_DAYS) return 'eliminate: time';
  if (intraday.isBroken) return 'eliminate: intraday drawdown';
  if (endOfDay.isBroken) return 'eliminate: end-of-day drawdown';
  const isRanked = state.rank <= CHALLENGE.rank;
  if (state.bucket === 'MAINCOMP') return isRanked ? 'keep' : 'demote';
  if (state.bucket === 'PROBATION') return isRanked ? 'promote' : 'keep';
  return isRanked && days >= CHALLENGE.minDays && passesChallenge(state) ? 'promote' : 'keep';
}

/** Whether the smaller of equity and balance gained more than 10 % (forex 8 %). */
export function passesChallenge({
  equity,
  balance,
  isForex,
}: Pick<TraderState, 'equity' | 'balance' | 'isForex'>): boolean {
  const wanted = isForex ? CHALLENGE.returnPercent.forex : CHALLENGE.returnPercent.other;
  return (Math.min(equity, balance) - 1) * 100 > wanted;
}
