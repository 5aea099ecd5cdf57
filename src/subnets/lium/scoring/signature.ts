import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '../../../shared/bytes.ts';
import { parsePythonFloat, parsePythonInt, splitLines } from '../../../shared/python-parse.ts';
import { stripPython } from '../../../shared/python-text.ts';

// One card's sealed hardware signature. Section b ("Hardware signature");
// services/gpu_signature.py 069c2b4f. The network only observes it so far.

/** nonce|device|kernel_uuid|pci|tflops|gbps|ms */
const FIELDS = 7;
const MARKER = '"gpu_sig"';

/** What a prober printed: an object of JSON, trusted in nothing but `msg` under its seal. */
export type ProberResult = Readonly<Record<string, unknown>>;

export interface CardVerdict {
  readonly slot: number;
  readonly ok: boolean;
  /** Machine readable; empty when ok. */
  readonly reasons: readonly string[];
  /** Empty when the check ended before the numbers were read. */
  readonly kernelUuid: string;
  /** FP32 TFLOPS; null like `gbps` (GB/s) when not read. */
  readonly tflops: number | null;
  readonly gbps: number | null;
  readonly haveKernel: boolean;
}

export interface CardChallenge {
  readonly masterKey: Uint8Array;
  readonly nonce: string;
  readonly slot: number;
}

/** The last line that is a JSON object with the key `gpu_sig`; null without any. */
export function parseProberOutput(output: string): ProberResult | null {
  for (const line of splitLines(output).toReversed()) {
    if (!line.includes(MARKER)) continue;
    const value = parseJson(stripPython(line));
    if (isRecord(value) && Object.hasOwn(value, 'gpu_sig')) return value;
  }
  return null;
}

/**
 * Seal of a message: HMAC-SHA256 under the raw HMAC-SHA256 of the kernel UUID under the master key.
 *
 * @returns 64 lower-case hexadecimal digits
 */
export function sealOf(masterKey: Uint8Array, kernelUuid: string, message: string): string {
  const key = hmac(sha256, masterKey, utf8(kernelUuid));
  return toHex(hmac(sha256, key, utf8(message)));
}

/**
 * Judges one card. A fault up to and including the seal ends the check with one reason and no
 * numbers; a wrong nonce and a wrong device add up and keep them. No class floor is calibrated.
 */
export function judgeCard(challenge: CardChallenge, result: ProberResult | null): CardVerdict {
  const message = sealedMessage(challenge.masterKey, result);
  if ('fault' in message) return faulty(challenge.slot, message.fault);
  const { nonce, device, kernelUuid, tflops, gbps } = message;
  const reasons = [
    ...(nonce === challenge.nonce ? [] : ['nonce_mismatch']),
    ...(device === 0 ? [] : ['device_mismatch']),
  ];
  return {
    slot: challenge.slot,
    ok: reasons.length === 0,
    reasons,
    kernelUuid,
    tflops,
    gbps,
    haveKernel: isTruthy(result?.['have_kernel']),
  };
}

interface Message {
  readonly nonce: string;
  readonly device: number;
  readonly kernelUuid: string;
  readonly tflops: number;
  readonly gbps: number;
}

function sealedMessage(masterKey: Uint8Array, result: ProberResult | null) {
  if (result === null) return { fault: 'no_result' };
  if (result['ok'] !== true) return { fault: `prober_error:${errorText(result)}` };
  const { msg, sig } = result;
  if (typeof msg !== 'string' || typeof sig !== 'string') return { fault: 'missing_seal' };
  const fields = msg.split('|');
  if (fields.length !== FIELDS) return { fault: 'malformed_msg' };
  const kernelUuid = fields[2] ?? '';
  if (sealOf(masterKey, kernelUuid, msg) !== stripPython(sig).toLowerCase()) {
    return { fault: 'seal_mismatch' };
  }
  return readFields(fields) ?? { fault: 'malformed_msg' };
}

function readFields(fields: readonly string[]): Message | null {
  const device = parsePythonInt(fields[1] ?? '');
  const [tflops, gbps, ms] = fields.slice(4).map(parsePythonFloat);
  if (device === null || typeof ms !== 'number') return null;
  if (typeof tflops !== 'number' || typeof gbps !== 'number') return null;
  return { nonce: fields[0] ?? '', device, kernelUuid: fields[2] ?? '', tflops, gbps };
}

function faulty(slot: number, reason: string): CardVerdict {
  return {
    slot,
    ok: false,
    reasons: [reason],
    kernelUuid: '',
    tflops: null,
    gbps: null,
    haveKernel: false,
  };
}

/** Text of the prober's error as Python prints it: `None`, `True`, `False`; others as JSON. */
function errorText(result: ProberResult): string {
  if (!Object.hasOwn(result, 'error')) return 'unknown';
  const { error } = result;
  if (typeof error === 'string') return error;
  if (error === null || error === undefined) return 'None';
  if (typeof error === 'boolean') return error ? 'True' : 'False';
  return JSON.stringify(error);
}

/** Truth as Python sees it: empty lists and objects are false too. */
function isTruthy(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a broken line is skipped, the one before it may count
  }
}

function isRecord(value: unknown): value is ProberResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
