import { toHex } from '../shared/bytes.ts';
import { sha256Hex } from '../shared/hash.ts';

/** sha256 as hexadecimal by the platform (many times faster on megabytes), in script without it. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined; // absent outside secure contexts
  if (!subtle) return sha256Hex(bytes);
  return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}
