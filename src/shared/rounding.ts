import { formatFixed } from './python-text.ts';

// Rounding as Python does it: to nearest, exact ties to the even digit, judged on the exact binary
// value. JavaScript's own functions send ties up.

/**
 * Nearest whole number, ties to even (`round(x)`).
 *
 * @throws RangeError for NaN and infinities, which have no nearest whole number
 */
export function roundHalfEven(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be rounded`);
  const floor = Math.floor(value);
  const above = value - floor; // exact: both are doubles of nearly one size
  if (above === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return above < 0.5 ? floor : floor + 1;
}

/** Number with at most `digits` digits after the point (`round(x, 3)`); NaN and infinities stay. */
export function roundDecimals(value: number, digits: number): number {
  return Number.isFinite(value) ? Number(formatFixed(value, digits)) : value;
}
