// @vitest-environment happy-dom
import { ed25519Verify, sr25519Verify } from '@polkadot/util-crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../src/shared/bytes.ts';
import { wrappedText } from '../../../src/protocol/grant.ts';
import { connectWallet } from '../../../src/wallet/connection.ts';
import type { WalletAccount } from '../../../src/wallet/contract.ts';
import {
  ALICE,
  BOB,
  ETHEL,
  type FakeAccount,
  type FakeWallet,
  fakeWallet,
  ready,
} from './fake-wallet.ts';

const GENESIS = `0x${'2f'.repeat(32)}`;
const ALICE_ADDRESS = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

let wallet: FakeWallet;

async function connect(accounts: readonly FakeAccount[]) {
  wallet = fakeWallet(accounts);
  window.injectedWeb3 = { test: wallet.provider };
  const options = { host: window, walletId: 'test', chainGenesis: GENESIS };
  const connection = await connectWallet(options);
  const seen: (readonly WalletAccount[])[] = [];
  await connection.watch((shown) => seen.push(shown));
  return { connection, seen };
}

beforeAll(() => ready());
beforeEach(() => void vi.spyOn(console, 'info').mockReturnValue(undefined)); // extension-dapp reports there
afterEach(() => vi.restoreAllMocks());

describe('a connected wallet', () => {
  it('shows its accounts in the common form of address, with what cannot be used and why', async () => {
    const { seen } = await connect([
      ALICE,
      BOB,
      ETHEL,
      { ...ALICE, suri: '//Kusama', genesisHash: `0x${'b0'.repeat(32)}` },
      { ...BOB, suri: '//Tao', genesisHash: GENESIS },
    ]);

    const [accounts = []] = seen;
    expect(accounts[0]).toEqual({
      address: ALICE_ADDRESS,
      name: 'Alice',
      walletId: 'test',
      keyType: 'sr25519',
      unusable: null,
    });
    expect(accounts.map(({ keyType, unusable }) => [keyType, unusable])).toEqual([
      ['sr25519', null],
      ['ed25519', null],
      ['ecdsa', 'key-type'],
      ['sr25519', 'other-chain'],
      ['ed25519', null],
    ]);
  });

  it('tells when the person takes an account away', async () => {
    const { seen } = await connect([ALICE, BOB]);

    wallet.show([BOB]);

    expect(seen.map((accounts) => accounts.map(({ name }) => name))).toEqual([
      ['Alice', 'Bob'],
      ['Bob'],
    ]);
  });

  it.each([
    ['sr25519', ALICE, sr25519Verify],
    ['ed25519', BOB, ed25519Verify],
  ] as const)('signs the wrapped line with an account’s own %s key', async (_, who, verify) => {
    const { connection, seen } = await connect([who]);
    const account = seen[0]?.[0];
    if (!account) throw new Error('the wallet shows no account');
    const { decodeAddress } = await import('@polkadot/util-crypto');

    const signature = await connection.use(account).signText('a line');

    const key = decodeAddress(account.address);
    expect(verify(utf8(wrappedText('a line')), signature, key)).toBe(true);
    expect(verify(utf8('a line'), signature, key)).toBe(false);
  });

  it('hands out no signer for an account that cannot be used', async () => {
    const { connection, seen } = await connect([ETHEL]);
    const account = seen[0]?.[0];
    if (!account) throw new Error('the wallet shows no account');

    expect(() => connection.use(account)).toThrow(
      expect.objectContaining({ code: 'grant.key-type' }),
    );
  });
});
