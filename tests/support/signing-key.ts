import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { SIGNED_HEADERS, requestMessage } from '../../src/protocol/signing.ts';

/** A device key in Node, with the four headers of a signed request. */
export interface SigningKey {
  readonly deviceKey: string;
  sign(message: Uint8Array): string;
  headers(request: SignedParts): Record<string, string>;
}

export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array | string;
  readonly seq: number;
  readonly timeMs: number;
}

export function makeSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const deviceKey = rawKey(publicKey);
  const signText = (message: Uint8Array): string =>
    sign(null, message, privateKey).toString('base64url');
  return {
    deviceKey,
    sign: signText,
    headers: ({ method, path, body = '', seq, timeMs }) => ({
      [SIGNED_HEADERS.device]: deviceKey,
      [SIGNED_HEADERS.seq]: String(seq),
      [SIGNED_HEADERS.time]: String(timeMs),
      [SIGNED_HEADERS.signature]: signText(requestMessage({ method, path, body, seq, timeMs })),
    }),
  };
}

function rawKey(key: KeyObject): string {
  return String(key.export({ format: 'jwk' }).x);
}
