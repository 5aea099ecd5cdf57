import { Keyring } from '@polkadot/keyring';
import { hexToU8a, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import type { KeypairType } from '@polkadot/util-crypto/types';

// A wallet as extensions inject it, with real keys, that answers as a test tells it to.

export interface FakeAccount {
  readonly suri: string;
  readonly type: KeypairType;
  readonly name: string;
  readonly genesisHash?: string | null;
}

/** What the person does with the next request. */
export type Mood = 'yes' | 'no' | 'nothing' | 'too-fast-once';

export interface FakeWallet {
  readonly provider: { enable(origin: string): Promise<unknown>; version: string };
  /** Requests in order: `enable Adit`, `sign <hex>`. */
  readonly asked: string[];
  mood: Mood;
  /** Accounts that the wallet shows to the site; a change is told to those who watch. */
  show(accounts: readonly FakeAccount[]): void;
}

export const ALICE: FakeAccount = { suri: '//Alice', type: 'sr25519', name: 'Alice' };
export const BOB: FakeAccount = { suri: '//Bob', type: 'ed25519', name: 'Bob' };
export const ETHEL: FakeAccount = { suri: '//Ethel', type: 'ecdsa', name: 'Ethel' };

/** Call once before a test that signs. */
export const ready = cryptoWaitReady;

export function fakeWallet(first: readonly FakeAccount[]): FakeWallet {
  const keyring = new Keyring({ ss58Format: 0 }); // another prefix than ours, as wallets may give
  const asked: string[] = [];
  const watchers = new Set<(accounts: unknown) => void>();
  let accounts = first;

  const listed = () =>
    accounts.map(({ suri, type, name, genesisHash = null }) => {
      const { address } = keyring.addFromUri(suri, { name }, type);
      return { address, type, name, genesisHash };
    });

  async function answer<T>(give: () => T, refusal: string): Promise<T> {
    const { mood } = wallet;
    if (mood === 'nothing') return new Promise<never>(() => {});
    if (mood === 'no') throw new Error(refusal);
    if (mood === 'too-fast-once') {
      wallet.mood = 'yes';
      throw new Error('Rate limit exceeded. Try again later.');
    }
    return give();
  }

  const injected = {
    accounts: {
      get: async () => listed(),
      subscribe(watcher: (accounts: unknown) => void) {
        watchers.add(watcher);
        watcher(listed());
        return () => watchers.delete(watcher);
      },
    },
    signer: {
      signRaw({ address, data }: { address: string; data: string }) {
        asked.push(`sign ${data}`);
        return answer(() => {
          const pair = keyring.getPair(address);
          return { id: 1, signature: u8aToHex(pair.sign(u8aWrapBytes(hexToU8a(data)))) };
        }, 'Cancelled');
      },
    },
  };
  const wallet: FakeWallet = {
    asked,
    mood: 'yes',
    provider: {
      version: '1.2.3',
      enable(origin) {
        asked.push(`enable ${origin}`);
        return answer(() => injected, 'Connection request was cancelled by the user.');
      },
    },
    show(next) {
      accounts = next;
      for (const watcher of watchers) watcher(listed());
    },
  };
  return wallet;
}
