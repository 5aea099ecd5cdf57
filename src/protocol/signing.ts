import { sha256Hex } from '../shared/hash.ts';
import { utf8 } from '../shared/bytes.ts';

// Every state-changing request is signed by the device key. The message is one text so that
// either side, and a later reader of a log, can rebuild it from what travelled.

export const PROTOCOL = 'adit/1';

/** Names of the four headers that a signed request carries. */
export const SIGNED_HEADERS = {
  device: 'x-adit-device',
  seq: 'x-adit-seq',
  time: 'x-adit-time',
  signature: 'x-adit-signature',
} as const;

export interface SignedRequest {
  readonly method: string;
  /** Path with query, as the server sees it: `/v1/claims`. */
  readonly path: string;
  readonly body: Uint8Array | string;
  /** One counter per device, allocated under a Web Lock; starts at 1. */
  readonly seq: number;
  /** Milliseconds since 1970 by the coordinator's clock (own clock plus learnt offset). */
  readonly timeMs: number;
}

/** The bytes a device signs: newline-joined protocol, method, path, sha256(body), seq, time. */
export function requestMessage(request: SignedRequest): Uint8Array<ArrayBuffer> {
  const { method, path, body, seq, timeMs } = request;
  return utf8(signedText({ method, path, bodyHash: sha256Hex(body), seq, timeMs }));
}

/** The same as text, from a request whose body is known by its sha256. */
export function signedText(
  request: Omit<SignedRequest, 'body'> & { readonly bodyHash: string },
): string {
  const { method, path, bodyHash, seq, timeMs } = request;
  return [PROTOCOL, method.toUpperCase(), path, bodyHash, seq, timeMs].join('\n');
}

/** The bytes a device signs to open the live feed: `adit/1`, `FEED`, coordinator key, seq, time. */
export function feedMessage(
  coordinatorKey: string,
  seq: number,
  timeMs: number,
): Uint8Array<ArrayBuffer> {
  return utf8([PROTOCOL, 'FEED', coordinatorKey, seq, timeMs].join('\n'));
}

export interface SubmissionKey {
  readonly taskId: string;
  readonly token: string;
  readonly deviceKey: string;
  readonly resultHash: string;
}

/** Identifier of one answer to one lease: a retry of the same answer has the same identifier. */
export function submissionId({ taskId, token, deviceKey, resultHash }: SubmissionKey): string {
  return sha256Hex([taskId, token, deviceKey, resultHash].join('\n'));
}

/** The submission that a signed path names: `/v1/submissions?id=<submissionId>`. */
export function namedSubmission(path: string): string | null {
  return /^\/v1\/submissions\?id=([^&]+)$/.exec(path)?.[1] ?? null;
}
