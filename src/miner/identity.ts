import { toBase64Url } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import type { KeyValue } from './key-value.ts';

// The device key: made on the first visit, kept as a non-extractable CryptoKey, never shown to
// script. One counter per device numbers its signed requests; a number is on disk before it is
// used, so that no crash can make the device use it twice.

/** Signs in the device's name. Also implemented by headless devices. */
export interface Signer {
  /** Raw Ed25519 public key, URL-safe base64. */
  readonly deviceKey: string;
  /** Ed25519 signature, URL-safe base64. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<string>;
  /** The next sequence number; starts at 1, never given twice. */
  nextSeq(): Promise<number>;
  /** Jumps ahead, for a counter that storage rolled back (the coordinator said `request.replayed`). */
  skipSeq(): Promise<void>;
}

/** Runs one task at a time across all tabs and workers of the profile. */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

const SEQ_JUMP = 1_000;
const KEY = 'device';
const SEQ = 'seq';

/** Web Lock `adit-identity`; without Web Locks tasks only queue inside this context. */
export function webLockExclusive(): Exclusive {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    return async (task) => {
      // lib.dom types the callback's result loosely; the lock passes it through unchanged.
      const result: Awaited<ReturnType<typeof task>> = await navigator.locks.request(
        'adit-identity',
        task,
      );
      return result;
    };
  }
  return queueExclusive();
}

/** First come, first served inside one context. */
export function queueExclusive(): Exclusive {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = tail.then(task, task);
    tail = run.catch(() => undefined); // a failed task must not stop the ones behind it
    return run;
  };
}

/** The stored public key, or null before the first start. */
export async function storedDeviceKey(store: KeyValue): Promise<string | null> {
  const pair = await store.get('identity', KEY);
  return isKeyPair(pair) ? publicKeyText(pair) : null;
}

/**
 * Opens the device's identity, making it on the first use.
 *
 * @throws AppError `device.unsupported` when the browser has no Ed25519
 */
export async function openIdentity(
  store: KeyValue,
  exclusive: Exclusive = webLockExclusive(),
): Promise<Signer> {
  const pair = await exclusive(async () => {
    const stored = await store.get('identity', KEY);
    if (isKeyPair(stored)) return stored;
    const made = await generate();
    await store.put('identity', KEY, made);
    return made;
  });
  const advance = (by: number): Promise<number> =>
    exclusive(async () => {
      const last = await store.get('identity', SEQ);
      const next = (typeof last === 'number' ? last : 0) + by;
      await store.put('identity', SEQ, next);
      return next;
    });
  return {
    deviceKey: await publicKeyText(pair),
    async sign(message) {
      const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
      return toBase64Url(new Uint8Array(signature));
    },
    nextSeq: () => advance(1),
    skipSeq: async () => void (await advance(SEQ_JUMP)),
  };
}

/** Whether this browser can make the key at all. */
export async function canSign(): Promise<boolean> {
  try {
    await generate();
    return true;
  } catch {
    return false; // the answer is the capability itself
  }
}

async function generate(): Promise<CryptoKeyPair> {
  try {
    const made = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    if (!isKeyPair(made)) throw new Error('the browser made no key pair');
    return made;
  } catch (cause) {
    throw new AppError(
      'device.unsupported',
      'this browser cannot make an Ed25519 key; Chrome 137, Firefox 129, Safari 17 or newer can, over https',
      { cause },
    );
  }
}

function isKeyPair(value: unknown): value is CryptoKeyPair {
  return (
    typeof value === 'object' && value !== null && 'privateKey' in value && 'publicKey' in value
  );
}

async function publicKeyText(pair: CryptoKeyPair): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
}
