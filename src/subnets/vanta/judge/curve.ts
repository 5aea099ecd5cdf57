import { type Bucket, type DrawdownMeter, drawdownMeters } from '../scoring/buckets.ts';
import type { LedgerDay } from '../scoring/ledger.ts';

// A ledger's equity from day to day, with the meters of its bucket at each day's end.

export interface CurveDay {
  readonly day: number;
  /** Multiple of the account as it was opened. */
  readonly equity: number;
  readonly intraday: DrawdownMeter;
  readonly endOfDay: DrawdownMeter;
}

/** Shape (days), oldest first; the meters of a day look at the days before it. */
export function equityCurve(
  days: readonly LedgerDay[],
  account: {
    readonly bucket: Bucket;
    readonly registeredMs: number;
    readonly isStatic: boolean;
  },
): CurveDay[] {
  let [sum, open, best] = [0, 1, 1];
  return days.map(({ day, logReturn }) => {
    sum += logReturn;
    const equity = Math.exp(sum);
    const meters = drawdownMeters({
      ...account,
      equity,
      dayOpenEquity: open,
      bestEndOfDayEquity: best,
    });
    open = equity;
    best = Math.max(best, equity);
    return { day, equity, ...meters };
  });
}
