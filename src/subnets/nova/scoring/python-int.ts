import { stripPython } from '../../../shared/python-text.ts';

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;

/** `int(text)` for ASCII digits; null where Python raises. */
export function parsePythonInt(text: string): bigint | null {
  const trimmed = stripPython(text);
  if (!INTEGER.test(trimmed)) return null;
  const digits = BigInt(trimmed.replace(/[+-]|_/g, ''));
  return trimmed.startsWith('-') ? -digits : digits;
}
