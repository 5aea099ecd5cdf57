import { blake2b } from '@noble/hashes/blake2.js';
import { utf8 } from './bytes.ts';

// SS58, the text form of a 32-byte account key: base58 over prefix, key and a checksum of two
// bytes. Accounts are the same when their keys are: the prefix is only the network they are
// written for. Source: docs.polkadot.com, "SS58 Address Format".

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const CHECKSUM_BYTES = 2;
const KEY_BYTES = 32;

/** Prefix of Bittensor, and of Substrate chains in general. */
export const GENERIC_PREFIX = 42;

export interface AccountKey {
  readonly prefix: number;
  /** (32) bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/** The account key of an address with any prefix; null for a text that is no address. */
export function readAddress(address: string): AccountKey | null {
  const bytes = fromBase58(address);
  if (!bytes) return null;
  const prefix = readPrefix(bytes);
  if (!prefix || bytes.length !== prefix.size + KEY_BYTES + CHECKSUM_BYTES) return null;
  const content = bytes.subarray(0, prefix.size + KEY_BYTES);
  const [first, second] = checksum(content);
  if (bytes.at(-2) !== first || bytes.at(-1) !== second) return null;
  return { prefix: prefix.value, publicKey: content.slice(prefix.size) };
}

/**
 * The address of an account key.
 * @param publicKey (32) bytes
 * @param prefix    0..63: prefixes of one byte
 */
export function writeAddress(publicKey: Uint8Array, prefix = GENERIC_PREFIX): string {
  const content = Uint8Array.of(prefix, ...publicKey);
  return toBase58(Uint8Array.of(...content, ...checksum(content)));
}

function readPrefix(bytes: Uint8Array): { value: number; size: number } | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined || first > 127) return null;
  if (first < 64) return { value: first, size: 1 };
  // Fourteen bits, low six of the first byte shifted up; see the format's page.
  return { value: ((first & 63) << 2) | (second >> 6) | ((second & 63) << 8), size: 2 };
}

function checksum(content: Uint8Array): Uint8Array {
  return blake2b(Uint8Array.of(...utf8('SS58PRE'), ...content)).subarray(0, CHECKSUM_BYTES);
}

function fromBase58(text: string): Uint8Array<ArrayBuffer> | null {
  let value = 0n;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) bytes.push(Number(value & 255n));
  // A leading 1 stands for a leading zero byte.
  for (let i = 0; text[i] === '1'; i++) bytes.push(0);
  return Uint8Array.from(bytes.toReversed());
}

function toBase58(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (; value > 0n; value /= 58n) text = `${ALPHABET[Number(value % 58n)]}${text}`;
  for (let i = 0; bytes[i] === 0; i++) text = `1${text}`;
  return text;
}
