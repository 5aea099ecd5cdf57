import type { WalletChoice } from './contract.ts';
import { type InjectionHost, injectedWallets } from './injected.ts';
import { KNOWN_WALLETS, walletName } from './known.ts';

// Which wallets there are. Nothing is asked of any of them, so no popup opens.

const LATE_MS = 1_500;
const LOOK_EVERY_MS = 100;

/** Installed wallets first, by name; then those that could be installed. */
export function listWallets(host: InjectionHost): WalletChoice[] {
  const injected = injectedWallets(host);
  const installed = [...injected].map(([id, { version }]) => ({
    id,
    name: walletName(id),
    version: version || null,
    installed: true,
    installUrl: KNOWN_WALLETS.find((known) => known.id === id)?.installUrl ?? null,
  }));
  const others = KNOWN_WALLETS.filter(({ id }) => !injected.has(id)).map((known) => ({
    ...known,
    version: null,
    installed: false,
  }));
  return [...installed.sort((a, b) => a.name.localeCompare(b.name)), ...others];
}

/**
 * Follows the wallets that announce themselves, since some do so only after the page has loaded.
 * Looks for 1.5 s after the document is complete.
 *
 * @param onChange called at once, and again whenever the list has changed
 * @param onEnd    called when it stops looking
 * @returns the stop
 */
export function watchWallets(
  host: InjectionHost,
  onChange: (choices: readonly WalletChoice[]) => void,
  onEnd: () => void,
): () => void {
  let shown = '';
  let leftMs = LATE_MS;
  const look = (): void => {
    const choices = listWallets(host);
    const key = choices.map(({ id, installed }) => `${id}:${installed}`).join();
    if (key !== shown) onChange(choices);
    shown = key;
  };
  look();
  const timer = setInterval(() => {
    look();
    if (document.readyState === 'complete') leftMs -= LOOK_EVERY_MS;
    if (leftMs > 0) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
