// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/shared/errors.ts';
import type { DeviceInfo } from '../../../src/protocol/hello.ts';
import { type AccountInfo, type GrantRequest, parseGrant } from '../../../src/protocol/grant.ts';
import { ConnectFlow } from '../../../src/features/wallet/flow.svelte.ts';
import { hoursToMs, linkOf } from '../../../src/features/wallet/link.ts';
import type { GrantPort } from '../../../src/features/wallet/port.ts';
import { WalletState } from '../../../src/features/wallet/wallet.svelte.ts';
import { DEVICE_KEY } from '../features/snapshot.ts';
import {
  ALICE,
  BOB,
  ETHEL,
  type FakeAccount,
  type FakeWallet,
  fakeWallet,
  ready,
} from './fake-wallet.ts';

const ALICE_ADDRESS = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const GENESIS = `0x${'2f'.repeat(32)}`;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const GUEST_CREDIT = 2_500_000;

/** A coordinator that adopts a guest's credit once and refuses what a test tells it to. */
function coordinator() {
  const granted: GrantRequest[] = [];
  const revoked: string[] = [];
  let account: AccountInfo | null = null;
  let offers = 0;
  const device = (): DeviceInfo => ({
    deviceKey: DEVICE_KEY,
    name: '',
    standing: 'new',
    trust: 0,
    demo: false,
    registeredMs: NOW,
    acceptedUnits: 3,
    rejectedUnits: 0,
    lateUnits: 0,
    reason: null,
    balance: account ? 0 : GUEST_CREDIT,
    escrow: 0,
    account: account && { address: account.address, expiresMs: NOW + hoursToMs(24) },
  });
  const state = { refusal: null as ErrorCode | null, granted, revoked, offers: () => offers };
  const port: GrantPort = {
    storedKey: async () => DEVICE_KEY,
    registered: async () => device(),
    device: async () => device(),
    async account(address) {
      if (account?.address === address) return account;
      throw new AppError('account.unknown', 'nobody linked it');
    },
    async offer() {
      if (state.refusal === 'net.offline') throw new AppError('net.offline', 'no answer');
      offers += 1;
      return {
        nonce: `nonce-number-${offers}-of-the-test`,
        chainGenesis: GENESIS,
        coordinatorKey: DEVICE_KEY,
        timeMs: NOW,
        defaultMs: hoursToMs(24),
        maxMs: hoursToMs(168),
      };
    },
    async grant(request) {
      if (state.refusal) throw new AppError(state.refusal, 'refused by the test');
      granted.push(request);
      const { account: address, issuedMs, expiresMs } = parseGrant(request.text);
      const adopted = account ? account.adopted : GUEST_CREDIT;
      const row = { name: '', revokedMs: null, acceptedUnits: 3 };
      const linked: AccountInfo = {
        address,
        keyType: request.keyType,
        balance: adopted,
        adopted,
        escrow: 0,
        devices: [{ ...row, deviceKey: DEVICE_KEY, issuedMs, expiresMs }],
      };
      account = linked;
      return linked;
    },
    async revoke(deviceKey) {
      revoked.push(deviceKey);
      if (!account) return;
      const devices = account.devices.map((one) => ({ ...one, revokedMs: NOW }));
      account = { ...account, devices };
    },
    epochUnits: () => Promise.reject(new AppError('not-found', 'not part of this test')),
    countersign: () => Promise.reject(new AppError('not-found', 'not part of this test')),
  };
  return { port, state };
}

let fake: FakeWallet;
let server: ReturnType<typeof coordinator>;
let wallet: WalletState;
let flows: ConnectFlow[] = [];

function open(accounts: readonly FakeAccount[], purpose: 'link' | 'pick' = 'link') {
  fake.show(accounts);
  const onpicked = vi.fn();
  const flow = new ConnectFlow({ wallet, purpose, onpicked });
  flows.push(flow);
  return { flow, onpicked };
}

function newPage(): void {
  wallet = new WalletState({
    port: server.port,
    host: window,
    domain: 'mine.example:8787',
    chainGenesis: () => GENESIS,
    now: () => NOW,
  });
}

/** The line of the consent step. */
function lineOf(flow: ConnectFlow, hours = 24): string {
  const { step } = flow;
  if (step.kind !== 'consent' || !step.draft) throw new Error(`no line at ${step.kind}`);
  return wallet.line(step.draft, step.account.address, hoursToMs(hours));
}

async function toConsent(flow: ConnectFlow) {
  await flow.begin();
  await flow.pick('test');
  const account = wallet.accounts.find(({ unusable }) => unusable === null);
  if (!account) throw new Error('no account can be used');
  await flow.choose(account);
  return account;
}

beforeAll(() => ready());
beforeEach(() => {
  vi.spyOn(console, 'info').mockReturnValue(undefined); // extension-dapp reports there
  localStorage.clear();
  fake = fakeWallet([ALICE]);
  window.injectedWeb3 = { test: fake.provider };
  server = coordinator();
  newPage();
});
afterEach(() => {
  for (const flow of flows) flow.close();
  flows = [];
  vi.restoreAllMocks();
});

describe('linking a wallet', () => {
  it('asks for one signature and moves the guest’s credit', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    const line = lineOf(flow);

    await flow.sign(account, line);

    expect(flow.step).toMatchObject({ kind: 'linked', moved: GUEST_CREDIT });
    expect(fake.asked.map((one) => one.split(' ')[0])).toEqual(['enable', 'sign']);
    expect(wallet.link).toMatchObject({ kind: 'linked', isEnding: false });
    expect(parseGrant(server.state.granted[0]?.text ?? '')).toMatchObject({
      domain: 'mine.example:8787',
      account: ALICE_ADDRESS,
      deviceKey: DEVICE_KEY,
      issuedMs: NOW,
      expiresMs: NOW + hoursToMs(24),
      chainGenesis: GENESIS,
    });
  });

  it('shows a line of printable characters that is the one signed', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    const line = lineOf(flow, 168);

    await flow.sign(account, line);

    expect(line).toMatch(/^[\u0020-\u007e]+$/);
    const hex = fake.asked.at(-1)?.split(' ')[1]?.slice(2) ?? '';
    expect(Buffer.from(hex, 'hex').toString()).toBe(line);
  });

  it('comes back to the consent with a fresh offer when the person refuses, and works then', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    const first = lineOf(flow);
    fake.mood = 'no';
    await flow.sign(account, first);

    expect(flow.step.kind).toBe('consent');
    expect(flow.problem?.code).toBe('wallet.rejected');
    expect(lineOf(flow)).not.toBe(first);
    fake.mood = 'yes';
    await flow.sign(account, lineOf(flow));

    expect(flow.step.kind).toBe('linked');
    expect(flow.problem).toBeNull();
  });

  it('shows why the coordinator refuses, with nothing changed', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    server.state.refusal = 'grant.nonce';

    await flow.sign(account, lineOf(flow));

    expect([flow.step.kind, flow.problem?.code]).toEqual(['consent', 'grant.nonce']);
    expect(wallet.link.kind).not.toBe('linked');
  });

  it('can be tried again when the coordinator was away', async () => {
    const { flow } = open([ALICE]);
    server.state.refusal = 'net.offline';
    const account = await toConsent(flow);
    expect(flow.step).toMatchObject({ kind: 'consent', draft: null });
    expect(flow.problem?.code).toBe('net.offline');

    server.state.refusal = null;
    await flow.offer(account);

    expect(flow.problem).toBeNull();
    expect(lineOf(flow)).toContain(ALICE_ADDRESS);
  });

  it('says when the wallet refuses to show accounts, and asks again', async () => {
    const { flow } = open([ALICE]);
    fake.mood = 'no';
    await flow.pick('test');
    expect([flow.step.kind, flow.problem?.code]).toEqual(['wallets', 'wallet.rejected']);

    fake.mood = 'yes';
    await flow.pick('test');

    expect(flow.step.kind).toBe('accounts');
  });

  it('ignores what a wallet answers after the visitor has stopped waiting', async () => {
    const { flow } = open([ALICE]);
    fake.mood = 'nothing';
    void flow.pick('test');
    await vi.waitFor(() => expect(fake.asked).toHaveLength(1));

    await flow.back();

    expect([flow.step.kind, flow.problem]).toEqual(['wallets', null]);
  });

  it('stops waiting for a signature and keeps the consent', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    fake.mood = 'nothing';
    void flow.sign(account, lineOf(flow));
    await vi.waitFor(() => expect(flow.step.kind).toBe('signing'));

    await flow.back();

    expect([flow.step.kind, flow.problem]).toEqual(['consent', null]);
    expect(server.state.granted).toEqual([]);
  });

  it('fills an empty list by itself once the person allows an account', async () => {
    const { flow } = open([]);
    await flow.begin();
    await flow.pick('test');
    expect([flow.step.kind, wallet.accounts.length]).toEqual(['accounts', 0]);

    fake.show([BOB]);

    expect(wallet.accounts.map(({ name }) => name)).toEqual(['Bob']);
  });

  it('refuses an account with a key that grants do not know', async () => {
    const { flow } = open([ETHEL]);
    await flow.pick('test');
    const [ethel] = wallet.accounts;
    if (!ethel) throw new Error('no account');

    await flow.choose(ethel);

    expect([flow.step.kind, flow.problem?.code]).toEqual(['accounts', 'grant.key-type']);
  });

  it('only chooses an account when no link is asked for', async () => {
    const { flow, onpicked } = open([ALICE], 'pick');
    await toConsent(flow);

    expect(onpicked).toHaveBeenCalledTimes(1);
    expect(wallet.connected?.account.address).toBe(ALICE_ADDRESS);
    expect(server.state.offers()).toBe(0);
  });
});

describe('a returning visitor', () => {
  it('sees the link without any wallet being asked', async () => {
    const { flow } = open([ALICE]);
    const account = await toConsent(flow);
    await flow.sign(account, lineOf(flow));
    fake.asked.length = 0;

    newPage();
    await wallet.refresh();

    expect(wallet.link.kind).toBe('linked');
    expect(wallet.connected).toBeNull();
    expect(fake.asked).toEqual([]);
  });

  it('comes on a click to the account of last time', async () => {
    const { flow } = open([ALICE, BOB]);
    const account = await toConsent(flow);
    await flow.sign(account, lineOf(flow));
    newPage();
    await wallet.refresh();

    const again = open([ALICE, BOB]).flow;
    await again.begin();

    expect(again.step).toMatchObject({ kind: 'consent', account: { address: ALICE_ADDRESS } });
  });
});

describe('a linked device', () => {
  async function linked() {
    const { flow } = open([ALICE, BOB]);
    const account = await toConsent(flow);
    await flow.sign(account, lineOf(flow));
  }

  it('goes on mining for its account when the wallet is switched to another one', async () => {
    await linked();
    const bob = wallet.accounts.find(({ name }) => name === 'Bob');
    if (!bob) throw new Error('no Bob');

    wallet.use(bob);

    expect(wallet.isSwitched).toBe(true);
    expect(wallet.link).toMatchObject({ kind: 'linked', account: { address: ALICE_ADDRESS } });
  });

  it('keeps its link when the account is taken away in the wallet', async () => {
    await linked();

    fake.show([BOB]);

    expect(wallet.connected).toBeNull();
    expect(wallet.link.kind).toBe('linked');
  });

  it('ends its own grant when it disconnects, and forgets the wallet', async () => {
    await linked();

    await wallet.disconnect();

    expect(server.state.revoked).toEqual([DEVICE_KEY]);
    expect(wallet.remembered).toBeNull();
    expect(wallet.connected).toBeNull();
  });
});

describe('the end of a grant', () => {
  const account = (change: object): AccountInfo => ({
    address: ALICE_ADDRESS,
    keyType: 'sr25519',
    balance: 0,
    adopted: 0,
    escrow: 0,
    devices: [
      {
        deviceKey: DEVICE_KEY,
        name: '',
        issuedMs: NOW - hoursToMs(22),
        expiresMs: NOW + hoursToMs(2),
        revokedMs: null,
        acceptedUnits: 0,
        ...change,
      },
    ],
  });

  it('is announced from two hours before', () => {
    expect(linkOf(account({}), DEVICE_KEY, NOW)).toMatchObject({ kind: 'linked', isEnding: false });
    expect(linkOf(account({}), DEVICE_KEY, NOW + 1)).toMatchObject({ isEnding: true });
  });

  it('makes a guest of the device, who is told since when and why', () => {
    const expired = linkOf(account({ expiresMs: NOW }), DEVICE_KEY, NOW);
    const revoked = linkOf(account({ revokedMs: NOW - 1 }), DEVICE_KEY, NOW);

    expect(expired).toMatchObject({ kind: 'ended', why: 'expired', endedMs: NOW });
    expect(revoked).toMatchObject({ kind: 'ended', why: 'revoked', endedMs: NOW - 1 });
    expect(linkOf(account({}), 'another-key', NOW)).toEqual({ kind: 'guest' });
  });
});
