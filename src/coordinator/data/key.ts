import {
  type KeyObject,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

/** The key that signs receipts. */
export interface CoordinatorKey {
  /** Raw Ed25519 public key, URL-safe base64. */
  readonly publicKey: string;
  /** @returns signature, URL-safe base64 */
  sign(bytes: Uint8Array): string;
}

/**
 * The coordinator's key of a data folder, made on first use and readable by its owner alone.
 * @throws AppError `store.unavailable` when the file holds no Ed25519 key
 */
export function openCoordinatorKey(file: string): CoordinatorKey {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true });
  }
  const key = readKey(file);
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined || key.asymmetricKeyType !== 'ed25519') throw notAKey(file);
  return {
    publicKey: x,
    sign: (bytes) => sign(null, bytes, key).toString('base64url'),
  };
}

function readKey(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch (cause) {
    throw notAKey(file, cause);
  }
}

function notAKey(file: string, cause?: unknown): AppError {
  return new AppError(
    'store.unavailable',
    `${file} is not an Ed25519 key; put the coordinator's key back or move the file away to get a new one (old receipts then name the old key)`,
    { cause },
  );
}
