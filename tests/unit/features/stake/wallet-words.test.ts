// @vitest-environment happy-dom
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Words from '../../../../src/features/stake/WalletWords.svelte';
import { WalletWords } from '../../../../src/features/stake/wallet-words.svelte.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { ChainWords, WalletDictionary } from '../../../../src/wallet/contract.ts';
import { fakeChainClient } from './fake-client.ts';

const RUNTIME = { genesis: '0x2f', specVersion: 424 };

function show(dictionary: Partial<WalletDictionary>) {
  const taught: ChainWords[] = [];
  const full: WalletDictionary = {
    knows: async () => false,
    async teach(words) {
      taught.push(words);
      return true;
    },
    ...dictionary,
  };
  const words = new WalletWords(full, RUNTIME, () => fakeChainClient().walletMetadata());
  render(Words, { words, signer: 'Talisman' });
  return { taught };
}

test('a wallet that knows the chain is offered nothing', async () => {
  show({ knows: async () => true });
  await Promise.resolve();

  expect(screen.queryByTestId('wallet-words')).toBeNull();
});

test('a wallet that would show bytes takes the runtime’s metadata with one press', async () => {
  const { taught } = show({});

  (await screen.findByTestId('teach-wallet')).click();

  await screen.findByText('Talisman knows the chain now and shows the call by name.');
  expect(taught).toMatchObject([
    { specVersion: 424, rawMetadata: '0x6d657461', tokenSymbol: 'TAO' },
  ]);
  expect(screen.queryByTestId('teach-wallet')).toBeNull();
});

test('a refusal says that signing works all the same, and can be tried again', async () => {
  let tries = 0;
  show({
    async teach() {
      tries += 1;
      if (tries === 1) throw new AppError('wallet.rejected', 'no');
      return true;
    },
  });
  (await screen.findByTestId('teach-wallet')).click();
  await screen.findByText(/Signing works all the same/);

  screen.getByTestId('teach-wallet').click();

  await screen.findByText(/knows the chain now/);
});
