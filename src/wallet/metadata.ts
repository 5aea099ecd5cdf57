import * as v from 'valibot';
import { walletError } from '../shared/wallet-error.ts';
import type { ChainWords, WalletDictionary } from './contract.ts';

// A wallet that knows a chain's metadata shows calls by name; any other shows their bytes. Giving it
// the metadata is asked of the person by the wallet, and changes nothing but what it shows.

/** The part of a wallet that knows chains; outside data, so what it answers is parsed. */
export interface MetadataHost {
  get(): Promise<unknown>;
  provide(words: ChainWords): Promise<unknown>;
}

const Known = v.array(v.object({ genesisHash: v.string(), specVersion: v.number() }));

export function walletDictionary(host: MetadataHost): WalletDictionary {
  return {
    async knows(genesis, specVersion) {
      const known = v.safeParse(Known, await host.get().catch(() => null));
      if (!known.success) return true; // it cannot say, so there is nothing to offer
      return known.output.some(
        (one) => one.genesisHash === genesis && one.specVersion >= specVersion,
      );
    },
    async teach(words) {
      try {
        return (await host.provide(words)) === true;
      } catch (cause) {
        throw walletError(cause);
      }
    },
  };
}
