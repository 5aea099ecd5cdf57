import type { TransferHandler } from 'comlink';
import { AppError, isErrorCode, toAppError } from '../shared/errors.ts';

// Errors cross between worker and page as data and become AppErrors again on the other side.

interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly reason: string | null;
  readonly cause: string | null;
}

type Handlers = Map<string, TransferHandler<unknown, unknown>>;

/** Replaces Comlink's own throw handler; called once on each side. */
export function carryAppErrors(handlers: Handlers): void {
  const original = handlers.get('throw');
  if (!original) throw new Error('invariant broken: Comlink has no throw handler');
  handlers.set('throw', {
    canHandle: (value): value is unknown => original.canHandle(value),
    serialize: (thrown) => [toData((thrown as { value: unknown }).value), []], // Comlink's wrapper
    deserialize: (data) => {
      throw fromData(data as ErrorData); // written by `toData` above
    },
  });
}

export function toData(error: unknown): ErrorData {
  const { code, message, retryable, reason, cause } = toAppError(error, 'worker.crashed');
  return { code, message, retryable, reason, cause: cause === undefined ? null : String(cause) };
}

export function fromData({ code, message, retryable, reason, cause }: ErrorData): AppError {
  return new AppError(isErrorCode(code) ? code : 'internal', message, {
    retryable,
    cause,
    ...(reason === null ? {} : { reason }),
  });
}
