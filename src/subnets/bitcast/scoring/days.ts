// Calendar days in UTC, as whole numbers counted from 1970-01-01, and as `YYYY-MM-DD`.

const DAY_MS = 86_400_000;

/** Number of the day that a moment lies in. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** First millisecond of a day. */
export function dayStartMs(day: number): number {
  return day * DAY_MS;
}

/** Whole days from one moment to another, rounded down. */
export function wholeDays(fromMs: number, toMs: number): number {
  return Math.floor((toMs - fromMs) / DAY_MS);
}

/** Number of the day written `YYYY-MM-DD`; NaN when it is no date. */
export function parseDay(text: string): number {
  return dayOf(parseTime(text));
}

export function formatDay(day: number): string {
  return new Date(dayStartMs(day)).toISOString().slice(0, 10);
}

/** Milliseconds of an ISO 8601 time; one without a zone is UTC; NaN when it is no time. */
export function parseTime(text: string): number {
  const hasTime = /T|\s/.test(text.trim());
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.trim());
  return Date.parse(hasTime && !hasZone ? `${text.trim()}Z` : text.trim());
}
