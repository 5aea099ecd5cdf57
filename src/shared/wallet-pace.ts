import { AppError } from './errors.ts';

/** polkadot-js refuses a second request of a site within three seconds, without asking anybody. */
const RATE_PAUSE_MS = 3_200;

/**
 * Asks a wallet, and once more after a pause when it refused for being asked too soon.
 *
 * @param signal the visitor stopped waiting: then it is not asked again
 * @throws what the wallet throws
 */
export async function askInPace<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof Error) || !/rate limit/i.test(cause.message)) throw cause;
    await new Promise((resolve) => setTimeout(resolve, RATE_PAUSE_MS));
    if (signal?.aborted)
      throw new AppError('wallet.silent', 'nobody waits for the wallet any more');
    return ask();
  }
}
