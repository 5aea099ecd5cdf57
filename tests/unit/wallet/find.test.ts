// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WalletChoice } from '../../../src/wallet/contract.ts';
import { listWallets, watchWallets } from '../../../src/wallet/find.ts';

const provider = { enable: async () => ({}), version: '1.0.0' };
const installed = (choices: readonly WalletChoice[]) =>
  choices.filter((choice) => choice.installed).map(({ name }) => name);

describe('the list of wallets', () => {
  it('has those of this browser first, then those that could be had', () => {
    const choices = listWallets({ injectedWeb3: { talisman: provider } });

    expect(choices.map(({ id, installed }) => [id, installed])).toEqual([
      ['talisman', true],
      ['subwallet-js', false],
      ['polkadot-js', false],
      ['nova', false],
    ]);
    expect(choices.every(({ installUrl }) => installUrl?.startsWith('https://'))).toBe(true);
  });

  it('has wallets that nobody here has heard of, under their own key', () => {
    const [choice] = listWallets({ injectedWeb3: { 'some-new_wallet': provider } });

    expect(choice).toEqual({
      id: 'some-new_wallet',
      name: 'Some new wallet',
      version: '1.0.0',
      installed: true,
      installUrl: null,
    });
  });

  it.each([
    ['nothing injected', undefined],
    ['a string', 'wallet'],
    ['an entry without a hook', { broken: { version: '1' } }],
    ['an entry that is no object', { broken: null }],
  ])('leaves out what cannot be asked: %s', (_, injectedWeb3) => {
    expect(installed(listWallets({ injectedWeb3 }))).toEqual([]);
  });
});

describe('looking for wallets', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('finds one that announces itself a second after the page has loaded, then stops looking', () => {
    const host: { injectedWeb3?: unknown } = {};
    const seen: string[][] = [];
    const onEnd = vi.fn();

    watchWallets(host, (choices) => seen.push(installed(choices)), onEnd);
    vi.advanceTimersByTime(1000);
    host.injectedWeb3 = { 'polkadot-js': provider };
    vi.advanceTimersByTime(1000);

    expect(seen).toEqual([[], ['Polkadot{.js}']]);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
