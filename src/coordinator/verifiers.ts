import { createPublicKey, verify } from 'node:crypto';
import { verify as verifySr25519 } from '@scure/sr25519';
import { toBase64Url } from '../shared/bytes.ts';
import type { SignatureVerifiers } from '../protocol/wallet-signature.ts';

/** Both schemes in Node: Ed25519 by OpenSSL on the thread pool, sr25519 in script (about 2 ms). */
export const nodeVerifiers: SignatureVerifiers = {
  ed25519: (message, signature, publicKey) =>
    new Promise((resolve) => {
      try {
        const key = createPublicKey({
          key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) },
          format: 'jwk',
        });
        verify(null, message, key, signature, (error, valid) => resolve(!error && valid));
      } catch {
        resolve(false); // bytes that are no key
      }
    }),
  async sr25519(message, signature, publicKey) {
    try {
      return verifySr25519(message, signature, publicKey);
    } catch {
      return false; // bytes that are no point, or no signature of this scheme
    }
  },
};
