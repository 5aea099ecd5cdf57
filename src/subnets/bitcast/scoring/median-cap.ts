import { dayOf, formatDay, parseDay } from './days.ts';

// The channel's ordinary day as a bound for a video's days. Section e3.

/** The median looks at days T − 60 to T − 30, both included. */
export const MEDIAN_DAYS = { from: 60, to: 30 } as const;

/**
 * Median of the channel's days T−60..T−30; a missing day is 0, so that a channel which was
 * active on fewer than half of the 31 days has the median 0.
 *
 * @param days `YYYY-MM-DD` → value
 */
export function channelMedian(days: Readonly<Record<string, number>>, nowMs: number): number {
  const today = dayOf(nowMs);
  return medianOfPeriod(
    days,
    formatDay(today - MEDIAN_DAYS.from),
    formatDay(today - MEDIAN_DAYS.to),
  );
}

/** Median over every day from `first` to `last`; of an even count the mean of the middle two. */
export function medianOfPeriod(
  days: Readonly<Record<string, number>>,
  first: string,
  last: string,
): number {
  const values: number[] = [];
  for (let day = parseDay(first); day <= parseDay(last); day++) {
    values.push(days[formatDay(day)] ?? 0);
  }
  values.sort((a, b) => a - b);
  const high = values[Math.floor(values.length / 2)] ?? 0;
  const low = values[Math.ceil(values.length / 2) - 1] ?? 0;
  return (low + high) / 2;
}

/**
 * What the later period is multiplied by: 0 where the median is 0 or less, median / average where
 * the average exceeds it.
 *
 * @param average mean raw daily value of the later period
 * @returns null where nothing has to be scaled. Section e3.
 */
export function scalingFactor(average: number, median: number): number | null {
  if (median <= 0) return 0;
  return average > median ? median / average : null;
}
