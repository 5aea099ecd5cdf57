import type { SignatureVerifiers } from '../protocol/wallet-signature.ts';

/**
 * Both schemes in a browser: Ed25519 by WebCrypto, sr25519 in script that is loaded when a wallet's
 * signature is first checked. A browser without Ed25519 rejects with its `NotSupportedError`.
 */
export const webVerifiers: SignatureVerifiers = {
  async ed25519(message, signature, publicKey) {
    const key = await importKey(publicKey);
    return key !== null && crypto.subtle.verify('Ed25519', key, signature, message);
  },
  async sr25519(message, signature, publicKey) {
    const { verify } = await import('@scure/sr25519');
    try {
      return verify(message, signature, publicKey);
    } catch {
      return false; // bytes that are no point, or no signature of this scheme
    }
  },
};

/** Null for bytes that are no key. */
async function importKey(publicKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') throw error;
    return null;
  }
}
