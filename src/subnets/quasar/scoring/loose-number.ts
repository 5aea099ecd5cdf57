import { stripPython } from '../../../shared/python-text.ts';

// Numbers as the validators read them from miners' JSON: `int(x)` and `float(x)` of Python, with a
// default where that fails. Text counts where Python takes it for a number.

const WHOLE = /^[+-]?\d+(?:_\d+)*$/;
const REAL = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/;
const ENDLESS = /^([+-]?)inf(?:inity)?$/;

/** A whole number, cut toward zero; the default for what is none, NaN and infinity among it. */
export function looseInteger(value: unknown, fallback: number): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : fallback;
  if (typeof value !== 'string') return fallback;
  const text = stripPython(value);
  return WHOLE.test(text) ? Number(text.replaceAll('_', '')) : fallback;
}

/** A number; the default for what is none. Infinity and NaN are numbers. */
export function looseFloat(value: unknown, fallback: number): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return fallback;
  const text = stripPython(value).toLowerCase();
  const endless = ENDLESS.exec(text);
  if (endless) return endless[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(text)) return NaN;
  return REAL.test(text) ? Number(text.replaceAll('_', '')) : fallback;
}
