// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enableOne } from '../../../src/wallet/one-wallet.ts';
import { ALICE, type FakeWallet, fakeWallet } from './fake-wallet.ts';

let picked: FakeWallet;
let other: FakeWallet;

beforeEach(() => {
  vi.spyOn(console, 'info').mockReturnValue(undefined); // extension-dapp reports there
  picked = fakeWallet([ALICE]);
  other = fakeWallet([ALICE]);
  window.injectedWeb3 = { picked: picked.provider, other: other.provider };
});
afterEach(() => vi.restoreAllMocks());

describe('asking one wallet', () => {
  it('asks the picked one once and no other', async () => {
    const extension = await enableOne(window, 'picked', 'Adit');

    expect(extension.name).toBe('picked');
    expect(picked.asked).toEqual(['enable Adit']);
    expect(other.asked).toEqual([]);
  });

  it('leaves the list as it was, also while the person thinks it over', async () => {
    const all = window.injectedWeb3;
    picked.mood = 'nothing';

    void enableOne(window, 'picked', 'Adit');
    await vi.waitFor(() => expect(picked.asked).toHaveLength(1));

    expect(window.injectedWeb3).toBe(all);
    expect(Object.keys(Object(all))).toEqual(['picked', 'other']);
  });

  it('knows the newer hook that wallets may offer instead', async () => {
    const connect = vi.fn(async () => ({
      name: 'new',
      version: '2',
      accounts: { get: async () => [] },
      signer: {},
    }));
    window.injectedWeb3 = { hashed: { connect }, other: other.provider };

    const { name } = await enableOne(window, 'hashed', 'Adit');

    expect([name, connect.mock.calls, other.asked]).toEqual(['new', [['Adit']], []]);
  });

  it.each([
    ['Connection request was cancelled by the user.', 'wallet.rejected'],
    ['The source http://x is not allowed to interact with this extension', 'wallet.rejected'],
    ['The source http://x has a pending authorization request', 'wallet.silent'],
    ['Something broke', 'wallet.unavailable'],
  ])('says what became of it: %s', async (words, code) => {
    window.injectedWeb3 = { picked: { enable: () => Promise.reject(new Error(words)) } };

    await expect(enableOne(window, 'picked', 'Adit')).rejects.toMatchObject({ code });
  });

  it('refuses a wallet that is not there, and one that gives nothing to work with', async () => {
    window.injectedWeb3 = { picked: { enable: async () => null } };

    const code = 'wallet.unavailable';
    await expect(enableOne(window, 'gone', 'Adit')).rejects.toMatchObject({ code });
    await expect(enableOne(window, 'picked', 'Adit')).rejects.toMatchObject({ code });
  });
});
