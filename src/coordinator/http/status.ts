import type { ErrorCode } from '../../shared/errors.ts';

/** Status of an error code on the wire, as docs/protocol.md lists them; anything else is 500. */
const STATUS: Partial<Record<ErrorCode, ErrorStatus>> = {
  'input.malformed': 400,
  'submission.malformed': 400,
  'submission.id-mismatch': 400,
  'blob.hash-mismatch': 400,
  'grant.key-type': 400,
  'grant.lifetime': 400,
  'job.unsupported': 400,
  'grant.malformed': 400,
  'request.unsigned': 401,
  'request.signature': 401,
  'request.clock': 401,
  'grant.signature': 401,
  'device.banned': 403,
  'grant.chain': 403,
  'grant.coordinator': 403,
  'grant.device': 403,
  'grant.domain': 403,
  'not-found': 404,
  'account.unknown': 404,
  'blob.missing': 404,
  'device.unknown': 404,
  'job.item-unknown': 404,
  'job.unknown': 404,
  'lease.unknown': 404,
  'grant.nonce': 409,
  'job.incomplete': 409,
  'job.state': 409,
  'request.replayed': 409,
  'lease.consumed': 409,
  'grant.expired': 410,
  'grant.revoked': 410,
  'lease.expired': 410,
  'limit.size': 413,
  'blob.too-large': 413,
  'job.byte-limit': 413,
  'job.item-limit': 413,
  'protocol.version': 426,
  'job.limit': 429,
  'limit.rate': 429,
  'limit.quota': 429,
  'store.unavailable': 503,
};

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 426 | 429 | 500 | 503;

export function statusOf(code: ErrorCode): ErrorStatus {
  return STATUS[code] ?? 500;
}
