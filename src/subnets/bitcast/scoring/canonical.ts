import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '../../../shared/bytes.ts';
import { AppError } from '../../../shared/errors.ts';
import { Double, doubleText, numberText } from '../../../shared/python-json.ts';
import { compareCodePoints } from '../../../shared/python-text.ts';

// The one text of a protocol value, which is what miners hash and commit. Section d, X.
// Python tells 1 from 1.0, JavaScript does not: a value that came from JSON is read by
// `parsePythonJson`, which keeps the difference.

/** A moment with a zone, to the microsecond; printed in UTC. */
export class Timestamp {
  /** Milliseconds since 1970, whole seconds only. */
  readonly secondMs: number;
  /** 0..999999. */
  readonly micros: number;

  private constructor(secondMs: number, micros: number) {
    this.secondMs = secondMs;
    this.micros = micros;
  }

  /**
   * Reads `2026-08-01 12:00:00.000005+02:00`, with a space or a `T`.
   *
   * @throws AppError `input.malformed` without a zone: such a time means nothing to others
   */
  static parse(text: string): Timestamp {
    const match = TIMESTAMP.exec(text);
    const [, date = '', time = '', fraction = '', zone = ''] = match ?? [];
    const secondMs = Date.parse(`${date}T${time}${zone}`);
    if (!match || Number.isNaN(secondMs)) {
      throw malformed(`${text} is not a time with a zone`);
    }
    return new Timestamp(secondMs, Number(fraction.padEnd(6, '0')));
  }
}

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Canonical JSON: NFKC strings and keys, keys by code point, no spaces, explicit nulls.
 *
 * @param value null, boolean, string, number, bigint, `Double`, `Timestamp`, arrays and records of
 *              them; a whole number that a double holds exactly counts as an integer
 * @throws AppError `input.malformed` for non-finite numbers, keys that become equal and anything
 *         else that has no canonical form
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFKC'));
  if (typeof value === 'number') return numberText(finite(value));
  if (value instanceof Double) return doubleText(finite(value.value));
  if (value instanceof Timestamp) return JSON.stringify(timestampText(value));
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') return recordText(value);
  throw malformed(`a ${typeof value} has no canonical form`);
}

/** sha256(domain ‖ 0x00 ‖ canonical(value)), lower-case hexadecimal. */
export function canonicalHash(domain: string, value: unknown): string {
  const name = domain.normalize('NFKC');
  if (name === '' || name.includes('\0')) throw malformed('a hash domain needs a name without NUL');
  return toHex(sha256(utf8(`${name}\0${canonical(value)}`)));
}

function recordText(value: object): string {
  const members = new Map<string, string>();
  for (const [key, member] of Object.entries(value)) {
    const name = key.normalize('NFKC');
    if (members.has(name)) throw malformed(`two keys become ${JSON.stringify(name)}`);
    members.set(name, canonical(member));
  }
  const sorted = [...members].sort(([a], [b]) => compareCodePoints(a, b));
  return `{${sorted.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw malformed('a non-finite number has no canonical form');
  return value;
}

function timestampText({ secondMs, micros }: Timestamp): string {
  const second = new Date(secondMs).toISOString().slice(0, 19);
  return micros === 0 ? `${second}Z` : `${second}.${String(micros).padStart(6, '0')}Z`;
}

function malformed(message: string): AppError {
  return new AppError('input.malformed', message);
}
