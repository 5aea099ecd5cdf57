import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson } from '../../shared/hash.ts';
import { AppError } from '../../shared/errors.ts';
import { hotkeyOf } from './hotkey.ts';

// The encrypted key file, version 1 (docs/operating.md): JSON with the public address, the cost of
// scrypt, and the seed under AES-256-GCM. Everything readable is authenticated with the seed, so a
// file whose address was changed does not open.

/** 128 MiB and about half a second: what one guess costs. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SEED_BYTES = 32;
const TAG_BYTES = 16;

const base64 = (bytes: number) =>
  v.pipe(
    v.string(),
    v.base64(),
    v.transform((text) => Buffer.from(text, 'base64')),
    v.check((decoded) => decoded.length === bytes),
  );

const KeyFile = v.strictObject({
  version: v.literal('adit-hotkey/1'),
  address: v.string(),
  kdf: v.strictObject({
    name: v.literal('scrypt'),
    // Bounds: weaker would not protect, dearer would exhaust the machine.
    N: v.picklist([2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18, 2 ** 19, 2 ** 20]),
    r: v.literal(8),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
    salt: base64(32),
  }),
  cipher: v.strictObject({ name: v.literal('aes-256-gcm'), nonce: base64(12) }),
  /** Encrypted seed, then the tag. */
  data: base64(SEED_BYTES + TAG_BYTES),
});
type KeyFile = v.InferOutput<typeof KeyFile>;
type Head = Omit<KeyFile, 'data'>;

/**
 * Text of a new key file.
 * @param seed 32 bytes
 * @param cost of scrypt; the default unless a test is in a hurry
 */
export async function sealSeed(
  seed: Uint8Array,
  passphrase: string,
  cost: { N: KeyFile['kdf']['N']; r: 8; p: number } = COST,
): Promise<string> {
  const head: Head = {
    version: 'adit-hotkey/1',
    address: hotkeyOf(seed).address,
    kdf: { name: 'scrypt', ...cost, salt: randomBytes(32) },
    cipher: { name: 'aes-256-gcm', nonce: randomBytes(12) },
  };
  const key = await keyFrom(passphrase, head.kdf);
  const cipher = createCipheriv('aes-256-gcm', key, head.cipher.nonce);
  cipher.setAAD(readable(head));
  const data = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return `${JSON.stringify({ ...asText(head), data: data.toString('base64') }, null, 2)}\n`;
}

/**
 * The seed in a key file.
 * @param name what the file is called in an error
 * @throws AppError `config.invalid` when the text is no key file, or does not open: a wrong
 * passphrase and a changed file look the same
 */
export async function openSeed(
  text: string,
  passphrase: string,
  name: string,
): Promise<Uint8Array> {
  const { data, ...head } = parse(text, name);
  const key = await keyFrom(passphrase, head.kdf);
  const seed = decrypt(key, head, data);
  key.fill(0);
  if (seed && hotkeyOf(seed).address === head.address) return seed;
  throw new AppError(
    'config.invalid',
    `${name} does not open: the passphrase is another one, or the file was changed`,
  );
}

function parse(text: string, name: string): KeyFile {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), KeyFile), text);
  if (parsed.success) return parsed.output;
  throw new AppError('config.invalid', `${name} is not a key file of version adit-hotkey/1`);
}

function decrypt(key: Buffer, head: Head, data: Buffer): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-gcm', key, head.cipher.nonce);
  decipher.setAAD(readable(head));
  decipher.setAuthTag(data.subarray(SEED_BYTES));
  try {
    return Buffer.concat([decipher.update(data.subarray(0, SEED_BYTES)), decipher.final()]);
  } catch {
    return null; // the tag does not fit, which is all that can be known
  }
}

/** What is bound to the seed without being secret. */
function readable(head: Head): Uint8Array {
  return Buffer.from(canonicalJson(asText(head)));
}

function asText({ kdf, cipher, ...rest }: Head) {
  return {
    ...rest,
    kdf: { ...kdf, salt: kdf.salt.toString('base64') },
    cipher: { ...cipher, nonce: cipher.nonce.toString('base64') },
  };
}

function keyFrom(passphrase: string, { N, r, p, salt }: KeyFile['kdf']): Promise<Buffer> {
  // Composed, so that the same letters typed on another system are the same bytes.
  const password = Buffer.from(passphrase.normalize('NFC'));
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
