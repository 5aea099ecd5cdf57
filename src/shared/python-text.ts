// Text as Python sees it, for rules that were written there: its white space, its lengths in code
// points, its order of strings, its numbers with fixed digits.

/** What `\s` and `str.strip` take for white space: the inside of a character class. */
export const PYTHON_SPACE =
  '\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const EDGES = new RegExp(`^[${PYTHON_SPACE}]+|[${PYTHON_SPACE}]+$`, 'g');

/** `str.strip()`. */
export function stripPython(text: string): string {
  return text.replace(EDGES, '');
}

/** `len(text)`: Unicode code points; a lone surrogate counts as one. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Order of Python's strings: by code points, where JavaScript compares UTF-16 units. */
export function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Digits beyond which no tie of a double is left undecided. */
const TIE_DIGITS = 40;

/**
 * `f"{value:.{digits}f}"`: exact ties go to the even digit, where `toFixed` goes up.
 *
 * @param digits 0..20
 */
export function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}inf`;
  // `toFixed` leaves digits for an exponent from 1e21 on; such a double is a whole number.
  if (size >= 1e21) return `${sign}${BigInt(size)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  const rounded = size.toFixed(digits);
  const exact = size.toFixed(digits + TIE_DIGITS);
  const rest = exact.slice(exact.length - TIE_DIGITS);
  const isTie = rest.startsWith('5') && /^50*$/.test(rest);
  if (!isTie) return sign + rounded;
  const cut = exact.slice(0, exact.length - TIE_DIGITS);
  const below = cut.endsWith('.') ? cut.slice(0, -1) : cut;
  const last = Number(below.at(-1));
  return sign + (last % 2 === 0 ? below : rounded);
}

/** `round(value, digits)`: exact ties go to the even digit. */
export function roundPython(value: number, digits: number): number {
  return Number.isFinite(value) ? Number(formatFixed(value, digits)) : value;
}
