// Wallets that we know by their key in `window.injectedWeb3`: a proper name, and where to get them.
// This only adds words; a wallet that is not here is listed all the same under its own key.

export interface KnownWallet {
  readonly id: string;
  readonly name: string;
  readonly installUrl: string;
}

export const KNOWN_WALLETS: readonly KnownWallet[] = [
  { id: 'talisman', name: 'Talisman', installUrl: 'https://talisman.xyz/download' },
  { id: 'subwallet-js', name: 'SubWallet', installUrl: 'https://www.subwallet.app/download' },
  { id: 'polkadot-js', name: 'Polkadot{.js}', installUrl: 'https://polkadot.js.org/extension/' },
  { id: 'nova', name: 'Nova Wallet', installUrl: 'https://novawallet.io/' },
];

/** Name of a wallet: ours when we know it, otherwise its key in words. */
export function walletName(id: string): string {
  const known = KNOWN_WALLETS.find((wallet) => wallet.id === id);
  if (known) return known.name;
  const words = id.replaceAll(/[-_.]+/g, ' ').trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : id;
}
