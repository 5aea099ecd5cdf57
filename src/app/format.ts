import { MICRO } from '../protocol/primitives.ts';
import { getLocale } from '../paraglide/runtime.js';

// Numbers, sizes, times in the reader's language. Formatters are costly to build: kept by options.

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

function number(value: number, options: Intl.NumberFormatOptions): string {
  const key = getLocale() + JSON.stringify(options);
  const format = numbers.get(key) ?? new Intl.NumberFormat(getLocale(), options);
  numbers.set(key, format);
  return format.format(value);
}

function date(ms: number, options: Intl.DateTimeFormatOptions): string {
  const key = getLocale() + JSON.stringify(options);
  const format = dates.get(key) ?? new Intl.DateTimeFormat(getLocale(), options);
  dates.set(key, format);
  return format.format(ms);
}

/** Whole number with grouping: `12,480`. */
export function formatCount(value: number): string {
  return number(value, { maximumFractionDigits: 0 });
}

/** Number with at most `digits` decimals. */
export function formatNumber(value: number, digits = 2): string {
  return number(value, { maximumFractionDigits: digits });
}

/** Number with exactly `digits` decimals, for columns and instruments that must not jump. */
export function formatFixed(value: number, digits: number): string {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Share 0..1 as a percentage. */
export function formatPercent(ratio: number, digits = 0): string {
  return number(ratio, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Bytes as kB, MB or GB (powers of 1000). */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return number(value, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  });
}

/** Milliseconds as ms below one second, else s, min or h. */
export function formatDuration(ms: number): string {
  const unit = (value: number, name: string, digits: number): string =>
    number(value, { style: 'unit', unit: name, maximumFractionDigits: digits });
  if (ms < 1000) return unit(ms, 'millisecond', ms < 10 ? 1 : 0);
  if (ms < 60_000) return unit(ms / 1000, 'second', ms < 10_000 ? 1 : 0);
  if (ms < 3_600_000) return unit(ms / 60_000, 'minute', ms < 600_000 ? 1 : 0);
  return unit(ms / 3_600_000, 'hour', 1);
}

/** Micro-credits as credits. */
export function formatCredits(micro: number): string {
  const credits = micro / MICRO;
  return formatNumber(credits, Math.abs(credits) < 10 ? 3 : 1);
}

/** Time of day with seconds. */
export function formatTime(ms: number): string {
  return date(ms, { timeStyle: 'medium' });
}

/** Date and time. */
export function formatDate(ms: number): string {
  return date(ms, { dateStyle: 'medium', timeStyle: 'short' });
}

/** `3 minutes ago`. */
export function formatAgo(ms: number, nowMs: number): string {
  const seconds = Math.round((ms - nowMs) / 1000);
  const relative = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto', style: 'short' });
  const abs = Math.abs(seconds);
  if (abs < 60) return relative.format(Math.min(0, seconds), 'second');
  if (abs < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (abs < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

/** A key or hash short enough for a line: first six and last four characters. */
export function shortKey(key: string): string {
  return key.length <= 14 ? key : `${key.slice(0, 6)}…${key.slice(-4)}`;
}
