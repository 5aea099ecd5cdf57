import { web3AccountsSubscribe } from '@polkadot/extension-dapp';
import { AppError } from '../shared/errors.ts';
import { toWalletAccount } from './account.ts';
import type { ConnectedAccount, WalletAccount } from './contract.ts';
import type { InjectionHost } from './injected.ts';
import { type MetadataHost, walletDictionary } from './metadata.ts';
import { enableOne } from './one-wallet.ts';
import { type TextSigner, signText } from './sign-text.ts';

// A wallet that lets this site see accounts. Loaded on the click that connects: this file brings
// @polkadot/extension-dapp with it.

const BITTENSOR_PREFIX = 42;
const SITE = 'Adit';

export interface WalletConnection {
  readonly walletId: string;
  /** Calls back at once, then when accounts are added, removed or allowed; returns the stop. */
  watch(onAccounts: (accounts: readonly WalletAccount[]) => void): Promise<() => void>;
  /** @throws AppError `grant.key-type` for an account that cannot be used */
  use(account: WalletAccount): ConnectedAccount;
}

export interface ConnectOptions {
  readonly host: InjectionHost;
  readonly walletId: string;
  /** Genesis hash of the chain that grants name. */
  readonly chainGenesis: string;
}

/** Asks the picked wallet, and only that. @throws AppError as `enableOne` */
export async function connectWallet(options: ConnectOptions): Promise<WalletConnection> {
  const { host, walletId, chainGenesis } = options;
  const { signer, metadata } = await enableOne(host, walletId, SITE);
  const dictionary = metadata ? walletDictionary(metadata as MetadataHost) : null; // parsed there
  return {
    walletId,
    watch: (onAccounts) =>
      web3AccountsSubscribe(
        (listed) => onAccounts(listed.map((account) => toWalletAccount(account, chainGenesis))),
        { ss58Format: BITTENSOR_PREFIX, extensions: [walletId] },
      ),
    use(account) {
      const { address, keyType } = account;
      if (account.unusable !== null || (keyType !== 'sr25519' && keyType !== 'ed25519')) {
        throw new AppError('grant.key-type', `${address} has a ${keyType} key or another chain`);
      }
      const texts: TextSigner = { signRaw: signer.signRaw?.bind(signer) };
      return {
        account,
        signer,
        dictionary,
        signText: (text, signal) => signText(text, { signer: texts, address, keyType, signal }),
      };
    },
  };
}
