import * as v from 'valibot';
import { AppError, isErrorCode, toAppError } from '../shared/errors.ts';

/** Body of every answer that is not 2xx. */
export const ErrorBody = v.object({
  error: v.object({ code: v.string(), message: v.string(), retryable: v.boolean() }),
});
export type ErrorBody = v.InferOutput<typeof ErrorBody>;

export function toErrorBody(error: unknown): ErrorBody {
  const { code, message, retryable } = toAppError(error);
  return { error: { code, message, retryable } };
}

/** The error a peer reported; a code we do not know becomes `internal`. */
export function fromErrorBody(body: unknown): AppError {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return new AppError('internal', 'the coordinator answered with no reason');
  const { code, message, retryable } = parsed.output.error;
  return new AppError(isErrorCode(code) ? code : 'internal', message, { retryable });
}
