import { fromHex, toHex, utf8 } from '../shared/bytes.ts';
import { type KeyType, wrappedText } from './grant.ts';

// A wallet's signature under one of our lines: over the wrapped bytes and nothing else, by the one
// scheme of the account. Who can compute the two schemes differs (Node, browser): a port.

/** Each resolves to whether a signature holds; what cannot be read does not hold. Never rejects. */
export interface SignatureVerifiers {
  ed25519(message: Bytes, signature: Bytes, publicKey: Bytes): Promise<boolean>;
  /** Signing context `substrate`. */
  sr25519(message: Bytes, signature: Bytes, publicKey: Bytes): Promise<boolean>;
}

type Bytes = Uint8Array<ArrayBuffer>;

export interface SignedLine {
  readonly text: string;
  /** 64 bytes, hexadecimal with `0x`. */
  readonly signature: string;
  readonly keyType: KeyType;
}

// Ed25519 keys of small order (sign bit aside): anybody can sign for them, so they are nobody's.
// Source: the block list of libsodium, ge25519_has_small_order.
const EVERYBODYS_KEYS: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

/** @param publicKey (32) bytes, the account's */
export async function isSignedBy(
  { text, signature, keyType }: SignedLine,
  publicKey: Bytes,
  verifiers: SignatureVerifiers,
): Promise<boolean> {
  if (keyType === 'ed25519' && isEverybodys(publicKey)) return false;
  const message = utf8(wrappedText(text));
  return verifiers[keyType](message, fromHex(signature.slice(2)), publicKey);
}

function isEverybodys(publicKey: Bytes): boolean {
  const key = publicKey.slice();
  key[31] = (key[31] ?? 0) & 0x7f;
  return EVERYBODYS_KEYS.has(toHex(key));
}
