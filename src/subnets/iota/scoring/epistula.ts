import { AppError } from '../../../shared/errors.ts';
import { sha256Hex } from '../../../shared/hash.ts';
import { Double, doubleText, numberText } from '../../../shared/python-json.ts';
import { compareCodePoints } from '../../../shared/python-text.ts';

// The text that a miner signs for each request. Section d.

/**
 * JSON as Python's `json.dumps(value, sort_keys=True)` prints it: `, ` and `: `, everything beyond
 * ASCII as \uXXXX.
 *
 * @throws AppError `input.malformed` for what has no JSON form
 */
export function requestBody(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value === 'string') return asciiText(value);
  if (typeof value === 'number' && Number.isFinite(value)) return numberText(value);
  if (value instanceof Double && Number.isFinite(value.value)) return doubleText(value.value);
  if (Array.isArray(value)) return `[${value.map(requestBody).join(', ')}]`;
  if (typeof value === 'object' && !(value instanceof Double)) {
    const members = Object.entries(value)
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([key, member]) => `${asciiText(key)}: ${requestBody(member)}`);
    return `{${members.join(', ')}}`;
  }
  throw new AppError('input.malformed', `a ${typeof value} has no JSON form here`);
}

/** `{sha256(body)}.{timestamp}.{receiver or empty}`. v3. */
export function messageToSign(body: string, timestampMs: number, signedFor: string): string {
  return `${sha256Hex(body)}.${timestampMs}.${signedFor}`;
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
