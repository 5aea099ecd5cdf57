import { type KeyObject, createHash, createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';
import { utf8 } from '../../shared/bytes.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { DeviceKey, Signature } from '../../protocol/primitives.ts';
import { SIGNED_HEADERS, signedText } from '../../protocol/signing.ts';
import type { SignedBy } from '../port.ts';

const MOST_KEYS = 20_000;

const Whole = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, 'must be a whole number'),
  v.transform(Number),
);

// A second spelling of the same bytes would be a second device with the first one's signatures.
const isCanonical = (text: string): boolean =>
  Buffer.from(text, 'base64url').toString('base64url') === text;

const Headers = v.object({
  device: v.pipe(DeviceKey, v.check(isCanonical, 'must be a public key in its one spelling')),
  seq: Whole,
  time: Whole,
  signature: v.pipe(Signature, v.check(isCanonical, 'must be a signature in its one spelling')),
});
type Headers = v.InferOutput<typeof Headers>;

/** What of a request the signature covers. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

/** @throws AppError `request.unsigned` when a header is missing or unreadable */
export function signedHeaders({ header }: ReceivedRequest): Headers {
  const parsed = v.safeParse(Headers, {
    device: header(SIGNED_HEADERS.device),
    seq: header(SIGNED_HEADERS.seq),
    time: header(SIGNED_HEADERS.time),
    signature: header(SIGNED_HEADERS.signature),
  });
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues
    .map((issue) => `x-adit-${v.getDotPath(issue) ?? '?'} ${wrongWith(issue)}`)
    .join('; ');
  throw new AppError('request.unsigned', `this request must be signed by a device key (${wrong})`);
}

function wrongWith({ input, message }: v.BaseIssue<unknown>): string {
  return input === undefined ? 'is missing' : message;
}

export interface SignatureChecker {
  /** @throws AppError `request.unsigned`, `request.clock`, `request.signature` */
  check(request: ReceivedRequest, body: Uint8Array): Promise<SignedBy>;
  /** @throws AppError `request.clock`, `request.signature` */
  checkMessage(
    by: { deviceKey: string; timeMs: number; signature: string },
    message: Uint8Array,
  ): Promise<void>;
}

/** Checks Ed25519 signatures of devices against the coordinator's clock. */
export function createSignatureChecker(clock: Clock): SignatureChecker {
  const keys = new Map<string, KeyObject>();

  function keyOf(deviceKey: string): KeyObject {
    const known = keys.get(deviceKey);
    if (known) return known;
    if (keys.size >= MOST_KEYS) keys.clear();
    const key = publicKey(deviceKey);
    keys.set(deviceKey, key);
    return key;
  }

  async function checkMessage(
    { deviceKey, timeMs, signature }: { deviceKey: string; timeMs: number; signature: string },
    message: Uint8Array,
  ): Promise<void> {
    const skewMs = timeMs - clock.now();
    if (Math.abs(skewMs) > LIMITS.clockSkewMs) {
      throw new AppError(
        'request.clock',
        `the request's time is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs < 0 ? 'behind' : 'ahead of'} the coordinator's; at most ${LIMITS.clockSkewMs / 1000} s are allowed. Learn the offset from /v1/hello`,
        { retryable: true },
      );
    }
    if (!isCanonical(deviceKey) || !isCanonical(signature)) throw badSignature();
    if (!(await verified(keyOf(deviceKey), message, signature))) throw badSignature();
  }

  return {
    checkMessage,
    async check(request, body) {
      const { device: deviceKey, seq, time: timeMs, signature } = signedHeaders(request);
      const bodyHash = createHash('sha256').update(body).digest('hex');
      const { method, path } = request;
      const message = utf8(signedText({ method, path, bodyHash, seq, timeMs }));
      await checkMessage({ deviceKey, timeMs, signature }, message);
      return { deviceKey, seq, timeMs, signature, method, path, bodyHash };
    },
  };
}

function publicKey(deviceKey: string): KeyObject {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: deviceKey }, format: 'jwk' });
  } catch {
    throw badSignature();
  }
}

/** On the thread pool, so that a burst of signatures leaves the event loop free. */
function verified(key: KeyObject, message: Uint8Array, signature: string): Promise<boolean> {
  return new Promise((resolve) => {
    verify(null, message, key, Buffer.from(signature, 'base64url'), (error, valid) =>
      resolve(!error && valid),
    );
  });
}

function badSignature(): AppError {
  return new AppError(
    'request.signature',
    'the signature does not match the request and its device key',
  );
}
