import type { ChainNetwork } from './contract.ts';

// Chains that are known by their first block. A name that a node gives itself proves nothing.

const NETWORKS: Readonly<Record<string, ChainNetwork>> = {
  '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03': 'mainnet',
  '0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105': 'testnet',
};

/** Host names that only this machine answers to. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The network of a genesis hash; an unknown one is local when its node is on this machine. */
export function networkOf(genesis: string, endpoint: string): ChainNetwork {
  const known = NETWORKS[genesis.toLowerCase()];
  if (known) return known;
  return URL.canParse(endpoint) && LOOPBACK.test(new URL(endpoint).hostname) ? 'local' : 'other';
}
