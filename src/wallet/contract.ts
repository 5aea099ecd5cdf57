import type { KeyType } from '../protocol/grant.ts';

// What the app knows of a browser wallet. The library that talks to it is loaded on the click.

/** A wallet that the page has found, or one that could be installed. */
export interface WalletChoice {
  /** Key in `window.injectedWeb3`. */
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly installed: boolean;
  /** Where a person gets it; null when we do not know the wallet. */
  readonly installUrl: string | null;
}

export interface WalletAccount {
  /** SS58, prefix 42. */
  readonly address: string;
  readonly name: string | null;
  readonly walletId: string;
  readonly keyType: KeyType | 'ecdsa' | 'ethereum' | 'unknown';
  /** Null when it can be used; otherwise why not. */
  readonly unusable: 'key-type' | 'other-chain' | null;
}

/** A chain's metadata in the form that wallets take; made by `src/chain`. */
export interface ChainWords {
  readonly genesisHash: string;
  readonly specVersion: number;
}

/** What a wallet knows of chains, and how it learns another. */
export interface WalletDictionary {
  /** Whether calls of this runtime are shown in words; true where the wallet cannot say. */
  knows(genesis: string, specVersion: number): Promise<boolean>;
  /**
   * Offers the wallet a chain; one popup.
   *
   * @returns false when the wallet did not take it
   * @throws AppError `wallet.rejected`, `wallet.unavailable`
   */
  teach(words: ChainWords): Promise<boolean>;
}

/** An account that is connected, with its wallet's hand for signing. */
export interface ConnectedAccount {
  readonly account: WalletAccount;
  /**
   * Has the wallet sign one printable line (it wraps it in `<Bytes>`).
   *
   * @returns 64-byte signature, hexadecimal with `0x`
   * @throws AppError `wallet.rejected`, `wallet.silent` after the time limit, `wallet.unavailable`
   */
  signText(text: string, signal?: AbortSignal): Promise<string>;
  /** The wallet's signer for extrinsics, as @polkadot/api takes it; used by `src/chain` alone. */
  readonly signer: unknown;
  /** Null for a wallet that learns no chains. */
  readonly dictionary: WalletDictionary | null;
}
