import { generateKeyPairSync, randomBytes, sign as signEd25519 } from 'node:crypto';
import { getPublicKey, secretFromSeed, sign as signSr25519 } from '@scure/sr25519';
import { type KeyType, wrappedText } from '../../src/protocol/grant.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { writeAddress } from '../../src/shared/ss58.ts';

/** An account as a wallet holds it: real keys of either scheme. */
export interface WalletKey {
  readonly keyType: KeyType;
  readonly publicKey: Uint8Array;
  /** SS58, prefix 42. */
  readonly address: string;
  /** As a wallet's `signRaw`: over the wrapped text; hexadecimal with `0x`. */
  sign(text: string): string;
  /** Over the bytes as they are, which no wallet does for a page. */
  signRaw(bytes: Uint8Array): string;
}

export function makeWalletKey(keyType: KeyType): WalletKey {
  const { publicKey, signBytes } = keyType === 'sr25519' ? makeSr25519() : makeEd25519();
  const signRaw = (bytes: Uint8Array): string =>
    `0x${Buffer.from(signBytes(bytes)).toString('hex')}`;
  return {
    keyType,
    publicKey,
    address: writeAddress(publicKey),
    sign: (text) => signRaw(utf8(wrappedText(text))),
    signRaw,
  };
}

function makeSr25519() {
  const secret = secretFromSeed(new Uint8Array(randomBytes(32)));
  return {
    publicKey: new Uint8Array(getPublicKey(secret)),
    signBytes: (bytes: Uint8Array): Uint8Array => signSr25519(secret, bytes),
  };
}

function makeEd25519() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = String(publicKey.export({ format: 'jwk' }).x);
  return {
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    signBytes: (bytes: Uint8Array): Uint8Array => signEd25519(null, bytes, privateKey),
  };
}
