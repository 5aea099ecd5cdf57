import * as v from 'valibot';
import { Address } from '../protocol/grant.ts';

// Which wallet and account were connected last, so that a click reconnects without a search.
// No secret: both are shown on the page anyway.

const KEY = 'adit.wallet';
const Remembered = v.object({ walletId: v.pipe(v.string(), v.maxLength(100)), address: Address });
export type Remembered = v.InferOutput<typeof Remembered>;

export function rememberedWallet(): Remembered | null {
  try {
    const parsed = v.safeParse(Remembered, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // closed storage or a broken entry: nothing is remembered
  }
}

/** Null forgets. */
export function rememberWallet(remembered: Remembered | null): void {
  try {
    if (remembered) localStorage.setItem(KEY, JSON.stringify(remembered));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is closed in some private modes: the wallet is then picked again next time.
  }
}
