import { render, screen, waitFor } from '@testing-library/svelte';
import { StakeSession } from '../../../../src/features/stake/session.svelte.ts';
import { WalletState } from '../../../../src/features/wallet/wallet.svelte.ts';
import { ALICE as ALICE_KEY, fakeWallet, ready } from '../../wallet/fake-wallet.ts';
import { coordinatorPort } from '../../../../src/features/wallet/coordinator.ts';
import { fakeClient, fakeSession, snapshotWith } from '../snapshot.ts';
import { type FakeChainClient, fakeChainClient } from './fake-client.ts';
import InStake from './InStake.svelte';

// The stake screen on a chain and a wallet of plain values.

export interface Shown {
  readonly chain: FakeChainClient;
  readonly session: StakeSession;
  readonly wallet: WalletState;
}

export interface ShowOptions {
  /** Query of the page's address. */
  readonly query?: string;
  /** Changes the chain before it is first read. */
  readonly on?: (chain: FakeChainClient) => void;
  readonly isConnected?: boolean;
}

/** Draws the screen; with Alice's account connected unless told otherwise. */
export async function showStake(options: ShowOptions = {}): Promise<Shown> {
  const { query = '', on, isConnected = true } = options;
  history.replaceState(null, '', `/stake${query}`);
  localStorage.clear();
  const chain = fakeChainClient();
  on?.(chain);
  const wallet = await walletOf(isConnected);
  const session = new StakeSession(() => Promise.resolve(chain));
  render(InStake, { session, wallet });
  await waitFor(() => screen.getByTestId('chain-bar'));
  return { chain, session, wallet };
}

async function walletOf(isConnected: boolean): Promise<WalletState> {
  await ready();
  const { provider } = fakeWallet([ALICE_KEY]);
  window.injectedWeb3 = { 'test-wallet': provider };
  const wallet = new WalletState({
    port: coordinatorPort(fakeSession(snapshotWith({})), fakeClient()),
    host: window,
    domain: 'adit.test',
    chainGenesis: () => '',
    now: () => 0,
  });
  if (!isConnected) return wallet;
  const [account] = await wallet.open('test-wallet');
  if (account) wallet.use(account);
  return wallet;
}
