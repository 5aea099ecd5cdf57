import { AppError } from './errors.ts';

/** A wallet's error as ours. Wallets have no codes: the words are all there is to go by. */
export function walletError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const options = { retryable: true, cause };
  if (/pending authorization/i.test(said)) {
    return new AppError('wallet.silent', `a request already waits in the wallet: ${said}`, options);
  }
  if (/cancel|reject|denied|not allowed to interact/i.test(said)) {
    return new AppError('wallet.rejected', `the wallet answered: ${said}`, options);
  }
  return new AppError('wallet.unavailable', `the wallet failed: ${said}`, options);
}
