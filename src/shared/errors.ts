/** Every error code of the product. Programs read the code; people read its translation. */
export const ERROR_CODES = [
  'account.unknown',
  'blob.hash-mismatch',
  'blob.missing',
  'blob.too-large',
  'chain.cannot-fill',
  'chain.rejected',
  'chain.unavailable',
  'claim.none-open',
  'config.invalid',
  'device.banned',
  'device.unknown',
  'device.unsupported',
  'gpu.kernel-failed',
  'gpu.lost',
  'gpu.out-of-memory',
  'gpu.unavailable',
  'grant.chain',
  'grant.coordinator',
  'grant.device',
  'grant.domain',
  'grant.expired',
  'grant.key-type',
  'grant.lifetime',
  'grant.malformed',
  'grant.nonce',
  'grant.revoked',
  'grant.signature',
  'input.malformed',
  'internal',
  'job.byte-limit',
  'job.incomplete',
  'job.item-limit',
  'job.item-unknown',
  'job.limit',
  'job.state',
  'job.unknown',
  'job.unsupported',
  'lease.consumed',
  'lease.expired',
  'lease.unknown',
  'limit.quota',
  'limit.rate',
  'limit.size',
  'media.unsupported',
  'model.unavailable',
  'model.unusable',
  'net.offline',
  'net.timeout',
  'not-found',
  'protocol.version',
  'request.clock',
  'request.replayed',
  'request.signature',
  'request.unsigned',
  'storage.unavailable',
  'store.unavailable',
  'submission.id-mismatch',
  'submission.malformed',
  'wallet.no-accounts',
  'wallet.rejected',
  'wallet.silent',
  'wallet.unavailable',
  'worker.blocked',
  'worker.cancelled',
  'worker.crashed',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorOptions {
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** A name for programs that is finer than the code: the chain's `SlippageTooHigh`, a clip's fault. */
  readonly reason?: string;
}

/** An error with a code for programs and a message that says what happened, the numbers and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Null where the other side gave none. */
  readonly reason: string | null;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.reason = options.reason ?? null;
  }
}

/** Whether an unknown string is one of our codes, for errors that arrive as data. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);
}

/** Wraps anything thrown as an AppError; an AppError passes through unchanged. */
export function toAppError(error: unknown, fallback: ErrorCode = 'internal'): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError(fallback, message, { cause: error });
}
