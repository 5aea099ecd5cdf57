import type { Answer } from './answer.ts';

// Dates of birth near a seed date. Section 7.5; MIID/validator/reward.py 659496b1.

/** Buckets by days from the seed date; each date falls into the tightest only. */
export const DAY_BUCKETS = [1, 3, 30, 90, 365] as const;
export const BUCKETS = DAY_BUCKETS.length + 1;
const MS_PER_DAY = 86_400_000;
// Python's %Y, %m and %d: single digits are read too, and a space before a single day.
const MONTH = /^(\d{4})-(1[0-2]|0[1-9]|[1-9])/;
const DAY = /^-(3[01]|[12]\d|0[1-9]|[1-9]| [1-9])/;

export type DobBucket = `${(typeof DAY_BUCKETS)[number]}` | 'year_month';

export interface DobScore {
  /** Mean share of the six buckets found, 0..1; 0 when no name counts. */
  readonly overall: number;
  /** Buckets found for any name. */
  readonly found: ReadonlySet<DobBucket>;
  /** Bucket of every date of every name that counts; null for a date in none. */
  readonly names: readonly (readonly (DobBucket | null)[])[];
}

/**
 * Scores dates of birth. The k-th name of the answer is compared with the k-th seed date; names
 * beyond the seeds, blank seed dates and names without variations do not count; an unreadable seed
 * date scores 0.
 */
export function scoreDates(answer: Answer, seedDates: readonly string[]): DobScore {
  const found = new Set<DobBucket>();
  const scores: number[] = [];
  const names: (DobBucket | null)[][] = [];
  for (const [k, [, variations]] of answer.entries()) {
    const seed = seedDates[k] ?? '';
    if (seed === '' || variations.length === 0) continue;
    const buckets = variations.map(({ dob }) => bucketOf(seed, dob));
    const own = new Set(buckets.filter((bucket) => bucket !== null));
    for (const bucket of own) found.add(bucket);
    names.push(buckets);
    scores.push(own.size / BUCKETS);
  }
  const overall = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  return { overall, found, names };
}

function bucketOf(seedText: string, text: string): DobBucket | null {
  const seed = parseDate(seedText);
  if (seed === null) return null;
  const date = parseDate(text);
  return date === null ? monthBucket(seed, text) : dayBucket(Math.abs(date - seed));
}

function dayBucket(days: number): DobBucket | null {
  const bucket = DAY_BUCKETS.find((most) => days <= most);
  return bucket === undefined ? null : `${bucket}`;
}

function monthBucket(seed: number, text: string): DobBucket | null {
  const match = MONTH.exec(text);
  if (match?.[0] !== text) return null;
  const date = new Date(seed * MS_PER_DAY);
  const isSame =
    Number(match[1]) === date.getUTCFullYear() && Number(match[2]) === date.getUTCMonth() + 1;
  return isSame ? 'year_month' : null;
}

/** Days since 1970 of `YYYY-MM-DD`, null where Python raises ValueError. */
export function parseDate(text: string): number | null {
  const month = MONTH.exec(text);
  if (!month) return null;
  const rest = text.slice(month[0].length);
  const day = DAY.exec(rest);
  if (day?.[0] !== rest) return null;
  const [year, monthIndex, dayOfMonth] = [Number(month[1]), Number(month[2]) - 1, Number(day[1])];
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, dayOfMonth);
  // Days that a month does not have would spill into the next.
  const exists = date.getUTCMonth() === monthIndex && year >= 1;
  return exists ? date.getTime() / MS_PER_DAY : null;
}
