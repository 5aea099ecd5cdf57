import { getLocale } from '../../paraglide/runtime.js';

// Amounts of tokens as people type and read them. Both TAO and alpha have nine decimals; an amount
// is a bigint of the smallest parts from the first key to the wire, never a floating-point number.

export const DECIMALS = 9;
export const ONE = 10n ** 9n;
/** Amounts are u64 on the chain. */
const MOST = 2n ** 64n - 1n;
/** Decimals of a figure in a table; the rest is cut, so that it never shows more than there is. */
const SHORT_DECIMALS = 4;

export type ParsedAmount =
  | { readonly kind: 'amount'; readonly value: bigint }
  | { readonly kind: 'empty' }
  /** `unclear`: 1,234 may be a thousand or a little more than one. */
  | { readonly kind: 'refused'; readonly why: 'not-a-number' | 'unclear' | 'decimals' | 'too-big' };

interface Marks {
  readonly decimal: string;
  readonly group: string;
}

const marksByLocale = new Map<string, Marks>();

/** What stands before the decimals. */
export function decimalMark(locale: string = getLocale()): string {
  return marksOf(locale).decimal;
}

function marksOf(locale: string): Marks {
  const known = marksByLocale.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.5);
  const mark = (type: 'decimal' | 'group', otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  const marks = { decimal: mark('decimal', '.'), group: mark('group', ',') };
  marksByLocale.set(locale, marks);
  return marks;
}

/**
 * Reads an amount in the reader's own notation. A mark that could be a decimal one elsewhere counts
 * as grouping only where nothing else is possible: several of them, or one before a decimal mark.
 *
 * @returns smallest parts, 0 to 2⁶⁴ − 1
 */
export function parseAmount(text: string, locale: string = getLocale()): ParsedAmount {
  const { decimal, group } = marksOf(locale);
  const plain = text.replaceAll(/[\s'’]/g, '');
  if (plain === '') return { kind: 'empty' };
  const [whole = '', fraction, ...rest] = plain.split(decimal);
  const groups = whole.split(group);
  if (rest.length > 0 || !/^\d*$/.test(groups.join('')) || !/^\d*$/.test(fraction ?? '')) {
    return { kind: 'refused', why: 'not-a-number' };
  }
  const digits = groups.join('');
  if (digits === '' && !fraction) return { kind: 'refused', why: 'not-a-number' };
  if (groups.length > 1 && !isGrouped(groups, fraction !== undefined)) {
    return { kind: 'refused', why: 'unclear' };
  }
  if ((fraction?.length ?? 0) > DECIMALS) return { kind: 'refused', why: 'decimals' };
  const value = BigInt(digits || '0') * ONE + BigInt((fraction ?? '').padEnd(DECIMALS, '0'));
  return value > MOST ? { kind: 'refused', why: 'too-big' } : { kind: 'amount', value };
}

function isGrouped([first = '', ...others]: readonly string[], hasFraction: boolean): boolean {
  const isRegular = /^\d{1,3}$/.test(first) && others.every((part) => part.length === 3);
  return isRegular && (hasFraction || others.length > 1);
}

/** Every decimal that is not zero: `1,234.000000001`. */
export function formatAmount(value: bigint, locale: string = getLocale()): string {
  return written(value, DECIMALS, locale);
}

/** As text for an input: exact, and without grouping. */
export function typedAmount(value: bigint, locale: string = getLocale()): string {
  const fraction = fractionOf(value, DECIMALS);
  return `${value / ONE}${fraction && marksOf(locale).decimal}${fraction}`;
}

/** For a table: four decimals, more only for an amount that would look like nothing otherwise. */
export function shortAmount(value: bigint, locale: string = getLocale()): string {
  const isTiny = value < ONE / 1_000n;
  return written(value, isTiny ? DECIMALS : SHORT_DECIMALS, locale);
}

function written(value: bigint, decimals: number, locale: string): string {
  const fraction = fractionOf(value, decimals);
  const whole = new Intl.NumberFormat(locale).format(value / ONE);
  return fraction ? `${whole}${marksOf(locale).decimal}${fraction}` : whole;
}

function fractionOf(value: bigint, decimals: number): string {
  const all = String(value % ONE).padStart(DECIMALS, '0');
  return all.slice(0, decimals).replace(/0+$/, '');
}
