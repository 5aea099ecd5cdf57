import { web3Enable } from '@polkadot/extension-dapp';
import { AppError } from '../shared/errors.ts';
import { type InjectionHost, injectedWallets } from './injected.ts';
import { walletError } from '../shared/wallet-error.ts';

/** A wallet that has agreed: accounts, signer, metadata. */
export type EnabledWallet = Awaited<ReturnType<typeof web3Enable>>[number];

// @polkadot/extension-dapp asks every installed wallet at once, one popup each. For the moment in
// which it reads the list, the list holds the picked wallet alone
// (docs/decisions/0006-one-wallet-at-a-time.md).

/**
 * Asks one wallet whether this site may see accounts; settles when the person has answered.
 *
 * @param origin the site's name as the wallet shows it
 * @throws AppError `wallet.rejected`, `wallet.silent` when a request waits already,
 *   `wallet.unavailable` when it is not installed or fails
 */
export async function enableOne(
  host: InjectionHost,
  id: string,
  origin: string,
): Promise<EnabledWallet> {
  const provider = injectedWallets(host).get(id);
  if (!provider) throw new AppError('wallet.unavailable', `the wallet ${id} is not installed`);
  const all = host.injectedWeb3;
  let refusal: unknown = null;
  // web3Enable drops what a wallet said when it refuses; here it is kept for the visitor.
  const connect = async (site: string): Promise<unknown> => {
    restore();
    try {
      if (provider.connect) return await provider.connect(site);
      const enabled = await provider.enable?.(site);
      return { name: id, version: provider.version ?? 'unknown', ...Object(enabled) };
    } catch (cause) {
      refusal = cause;
      return null;
    }
  };
  const narrow = async (): Promise<boolean> => {
    host.injectedWeb3 = { [id]: { connect } };
    return true;
  };
  /** Wallets that announced themselves in between are kept. */
  function restore(): void {
    if (host.injectedWeb3 === all) return;
    const late = Object.entries(Object(host.injectedWeb3)).filter(([key]) => key !== id);
    Object.assign(Object(all), Object.fromEntries(late));
    host.injectedWeb3 = all;
  }
  try {
    const [extension] = await web3Enable(origin, [narrow]);
    if (extension) return extension;
  } finally {
    restore();
  }
  throw walletError(refusal ?? new Error('the wallet gave nothing to work with'));
}
