import type { ApiPromise } from '@polkadot/api';
import type { WalletMetadata } from './contract.ts';

const NAME = 'Bittensor';
const SS58_PREFIX = 42;
const DECIMALS = 9;
const SYMBOL = 'TAO';

/**
 * What a wallet needs to show this runtime's calls in words, as the interface of browser wallets
 * has it. Some 700 kB with the runtime's metadata.
 */
export function walletMetadata(api: ApiPromise): WalletMetadata {
  const { registry } = api;
  return {
    chain: NAME,
    genesisHash: api.genesisHash.toHex(),
    icon: 'substrate',
    ss58Format: registry.chainSS58 ?? SS58_PREFIX,
    chainType: 'substrate',
    specVersion: api.runtimeVersion.specVersion.toNumber(),
    tokenDecimals: registry.chainDecimals[0] ?? DECIMALS,
    tokenSymbol: registry.chainTokens[0] ?? SYMBOL,
    types: {},
    rawMetadata: api.runtimeMetadata.toHex(),
    userExtensions: {},
  };
}
