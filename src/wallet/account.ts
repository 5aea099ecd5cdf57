import type { WalletAccount } from './contract.ts';

/** What a wallet says of an account, the address already in the common form (prefix 42). */
export interface ListedAccount {
  readonly address: string;
  readonly type?: string | undefined;
  readonly meta: {
    readonly name?: string | undefined;
    readonly source: string;
    readonly genesisHash?: string | null | undefined;
  };
}

const KEY_NAMES = ['sr25519', 'ed25519', 'ecdsa', 'ethereum'] as const;

/**
 * An account as we show it, with the reason when it cannot be used: accounts live on any chain
 * unless the person has tied one to another chain, and grants know sr25519 and ed25519 keys.
 */
export function toWalletAccount(listed: ListedAccount, chainGenesis: string): WalletAccount {
  const { address, type, meta } = listed;
  const keyType = KEY_NAMES.find((name) => name === type) ?? 'unknown';
  const isKeyUsable = keyType === 'sr25519' || keyType === 'ed25519';
  const isElsewhere = Boolean(meta.genesisHash) && meta.genesisHash !== chainGenesis;
  return {
    address,
    name: meta.name ?? null,
    walletId: meta.source,
    keyType,
    unusable: isKeyUsable ? (isElsewhere ? 'other-chain' : null) : 'key-type',
  };
}
