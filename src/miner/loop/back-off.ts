import type { Rng } from '../../shared/rng.ts';

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Asking for work, for the handshake: somebody waits. */
export const ASK_BACK_OFF: BackOff = { firstMs: 1_000, mostMs: 60_000 };
/** Sending a finished result: worth far more patience than the seconds that made it. */
export const SEND_BACK_OFF: BackOff = { firstMs: 1_000, mostMs: 300_000 };
/** Asking for a unit's fate, when the feed does not tell. */
export const CHECK_BACK_OFF: BackOff = { firstMs: 700, mostMs: 30_000 };

/** Doubling delay with ±25 % of spread, so that a thousand tabs do not come back at once. */
export function delayMs({ firstMs, mostMs }: BackOff, attempts: number, rng: Rng): number {
  const base = Math.min(mostMs, firstMs * 2 ** Math.min(attempts, 30));
  return Math.round(base * (0.75 + 0.5 * rng.next()));
}
