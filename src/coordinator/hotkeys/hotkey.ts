import { getPublicKey, secretFromSeed, sign } from '@scure/sr25519';
import { encodeAddress } from '@polkadot/util-crypto/address';
import { mnemonicToMiniSecret } from '@polkadot/util-crypto/mnemonic';
import { AppError } from '../../shared/errors.ts';
import { fromHex } from '../../shared/bytes.ts';

// A hotkey: the sr25519 key that answers to one subnet in the operator's name. It signs requests to
// validators and free calls; it owns no funds. The secret stays in memory, in this one object.

/** Addresses of the chain begin with a 5. */
const PREFIX = 42;
const HEX_SEED = /^0x[0-9a-fA-F]{64}$/;
const MNEMONIC = /^(?:[a-z]+ ){11}(?:(?:[a-z]+ ){3}){0,4}[a-z]+$/;

/** What a relay gets of a hotkey: everything but the secret. */
export interface Hotkey {
  /** SS58 address. */
  readonly address: string;
  /** @returns sr25519 signature, 64 bytes, over exactly these bytes; differs each time */
  sign(bytes: Uint8Array): Uint8Array;
}

/**
 * The hotkey of a seed.
 * @param seed 32 bytes; may be overwritten by the caller afterwards
 */
export function hotkeyOf(seed: Uint8Array): Hotkey {
  const secret = secretFromSeed(seed);
  const address = encodeAddress(getPublicKey(secret), PREFIX);
  // A closure and not a field: no dump, copy or JSON of the object can hold the secret.
  return { address, sign: (bytes) => sign(secret, bytes) };
}

/**
 * The seed that a mnemonic or a hexadecimal text stands for.
 * @param name what the text is called in an error; the text itself is never repeated
 * @throws AppError `config.invalid`
 */
export function seedOf(text: string, name: string): Uint8Array {
  const given = text.trim().replace(/\s+/g, ' ');
  if (HEX_SEED.test(given)) return fromHex(given.slice(2).toLowerCase());
  const isMnemonic = MNEMONIC.test(given);
  // The library's own error is dropped: it may hold words of the secret.
  const seed = isMnemonic ? miniSecret(given) : null;
  if (seed) return seed;
  throw new AppError(
    'config.invalid',
    `${name} ${isMnemonic ? 'is a mnemonic with a wrong word or checksum' : 'is neither a mnemonic nor a seed'}; it takes 12 to 24 English words, or 0x and 64 hexadecimal digits, without derivation path`,
  );
}

function miniSecret(mnemonic: string): Uint8Array | null {
  try {
    return mnemonicToMiniSecret(mnemonic, '', undefined, true);
  } catch {
    return null;
  }
}
