import { fromBase64Url, utf8 } from '../../shared/bytes.ts';
import { canonicalJson } from '../../shared/hash.ts';
import { PROTOCOL } from '../../protocol/signing.ts';
import type { Receipt } from '../../protocol/submission.ts';

// Checks a receipt in the reader's own browser, without asking anybody.

export type SignatureCheck = 'valid' | 'invalid' | 'unsupported';

export interface ReceiptCheck {
  /** The coordinator's signature over the canonical JSON of the body. */
  readonly coordinator: SignatureCheck;
  /** Whether the key in the receipt is the one this coordinator shows; null when that is unknown. */
  readonly knownKey: boolean | null;
  /** The device's signature over its request, rebuilt from the receipt. */
  readonly device: SignatureCheck;
}

/**
 * Verifies both signatures of a receipt with WebCrypto (Ed25519). Never throws: a key or signature
 * that cannot be read is `invalid`, a browser without Ed25519 says `unsupported`.
 *
 * @param coordinatorKey the key that the coordinator shows in `hello`, null when not known
 */
export async function checkReceipt(
  { body, signature }: Receipt,
  coordinatorKey: string | null,
): Promise<ReceiptCheck> {
  const { method, path, bodyHash, seq, timeMs } = body.submission;
  const request = [PROTOCOL, method, path, bodyHash, seq, timeMs].join('\n');
  const [coordinator, device] = await Promise.all([
    verify(body.coordinatorKey, signature, canonicalJson(body)),
    verify(body.deviceKey, body.submission.signature, request),
  ]);
  const knownKey = coordinatorKey === null ? null : coordinatorKey === body.coordinatorKey;
  return { coordinator, knownKey, device };
}

async function verify(key: string, signature: string, message: string): Promise<SignatureCheck> {
  let publicKey: CryptoKey;
  try {
    publicKey = await importKey(fromBase64Url(key));
  } catch (error) {
    const missing = error instanceof DOMException && error.name === 'NotSupportedError';
    return missing ? 'unsupported' : 'invalid';
  }
  try {
    const holds = await crypto.subtle.verify(
      'Ed25519',
      publicKey,
      fromBase64Url(signature),
      utf8(message),
    );
    return holds ? 'valid' : 'invalid';
  } catch {
    return 'invalid';
  }
}

function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
}

/** Saves a receipt as a JSON file with the given name. */
export function exportReceipt(receipt: Receipt): void {
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `adit-receipt-${receipt.body.unitId}.json`;
  link.click();
  // The download reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
