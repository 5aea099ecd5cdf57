import type { Finding } from '../../subnets/judge-page.ts';
import { m } from '../../paraglide/messages.js';
import { formatCount, formatNumber, formatPercent } from '../../app/format.ts';

const DIGITS = 6;
const PERCENT_DIGITS = 2;

/** A finding's value as it is shown: six decimals at most, and as many digits of a small one. */
export function figureOf({ value, format = 'number', unit = '' }: Finding): string {
  if (value === undefined) return '';
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? m.judge_yes() : m.judge_no();
  const text = numberText(value, format);
  return unit ? `${text} ${unit}` : text;
}

function numberText(value: number, format: NonNullable<Finding['format']>): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (format === 'count') return formatCount(value);
  if (format === 'percent') return formatPercent(value, PERCENT_DIGITS);
  const isTiny = value !== 0 && Math.abs(value) < 10 ** -(DIGITS - 2);
  return isTiny ? value.toExponential(DIGITS - 2) : formatNumber(value, DIGITS);
}

/**
 * Whether a judgement gives what an example's source says.
 * Sources write numbers with a few decimals: the last written one may be rounded. A whole number is
 * meant as it is.
 */
export function isExpected(actual: Finding['value'], expected: unknown): boolean {
  if (typeof actual !== 'number' || typeof expected !== 'number') return actual === expected;
  if (Object.is(actual, expected)) return true;
  const decimals = String(expected).split('.')[1]?.length ?? 0;
  const rounding = decimals > 0 ? 0.5 * 10 ** -decimals : 0;
  return Math.abs(actual - expected) <= rounding + Math.abs(expected) * 1e-9;
}
