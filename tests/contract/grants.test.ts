import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountBalance,
  EMISSION,
  verifyLedger,
  walletAccount,
} from '../../src/coordinator/ledger/ledger.ts';
import { openLibsql } from '../../src/coordinator/store/libsql.ts';
import { Leaderboard } from '../../src/protocol/board.ts';
import { AccountInfo, GRANT_MAX_MS, type Grant, wrappedText } from '../../src/protocol/grant.ts';
import { toHex, utf8 } from '../../src/shared/bytes.ts';
import { writeAddress } from '../../src/shared/ss58.ts';
import { createGrantWorld, type GrantWorld, HOST, type Visitor } from '../support/grant-world.ts';
import { makeSigningKey } from '../support/signing-key.ts';
import { makeWalletKey, type WalletKey } from '../support/wallet-key.ts';

// Wallet grants over HTTP: real keys, real routes, core, store and ledger.

let folder: string;
let path: string;
let world: GrantWorld;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adit-grants-'));
  path = join(folder, 'adit.db');
  world = await createGrantWorld({ path });
  for (let i = 0; i < 4; i++) await world.addClip(`clip-${i}`);
});

afterEach(async () => {
  await world.core.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A visitor who mined as a guest and was paid for it. */
async function paidGuest(name = 'ada'): Promise<Visitor> {
  const visitor = await world.visitor(name);
  await visitor.mine(2);
  await world.pass(60_000);
  return visitor;
}

/** What the ledger alone says. */
async function ledger(wallets: readonly WalletKey[] = []) {
  const store = openLibsql(path);
  const found = await store.read(async (sql) => {
    const { brokenAt, rows } = await verifyLedger(sql);
    const postings = await sql.query("SELECT COUNT(*) AS n FROM ledger WHERE kind = 'adopt'");
    const held: number[] = [];
    for (const { publicKey } of wallets) {
      held.push(await accountBalance(sql, 'credit', walletAccount(toHex(publicKey))));
    }
    const issued = -(await accountBalance(sql, 'credit', EMISSION));
    return { brokenAt, rows, adoptRows: Number(postings[0]?.['n']), held, issued };
  });
  await store.close();
  return found;
}

describe.each(['sr25519', 'ed25519'] as const)('a %s account', (keyType) => {
  it('gets what its device earned as a guest, once, and what it earns from then on', async () => {
    const wallet = makeWalletKey(keyType);
    const ada = await paidGuest();
    const guest = await ada.info();
    expect(guest.balance).toBeGreaterThan(0);
    expect(guest.account).toBeNull();

    const linked = await ada.link(wallet);

    expect(linked).toMatchObject({
      address: wallet.address,
      keyType,
      balance: guest.balance,
      adopted: guest.balance,
      escrow: guest.escrow,
    });
    expect(linked.devices).toMatchObject([{ deviceKey: ada.deviceKey, revokedMs: null }]);
    const after = await ada.info();
    expect(after).toMatchObject({ balance: 0, escrow: 0, account: { address: wallet.address } });

    await ada.mine(9);
    await world.pass(120_000);

    const earned = await world.account(wallet);
    const { held, issued, brokenAt } = await ledger([wallet]);
    expect(brokenAt).toBeNull();
    expect(earned.balance).toBe(issued);
    expect(held).toEqual([earned.balance]);
    expect(earned.escrow).toBe(0);
    expect(earned.adopted).toBe(guest.balance + guest.escrow);
    expect(earned.devices[0]?.acceptedUnits).toBe(9);
    expect(await ada.info()).toMatchObject({ balance: 0, escrow: 0, standing: 'trusted' });
  });
});

describe('the same grant again', () => {
  it('gets the same answer and moves nothing more', async () => {
    const wallet = makeWalletKey('sr25519');
    const ada = await paidGuest();
    const line = await ada.line(wallet);

    const first = await ada.post('/v1/grants', line);
    const rows = (await ledger()).rows;
    const second = await ada.post('/v1/grants', line);

    expect(second).toEqual(first);
    expect((await ledger()).rows).toBe(rows);
  });

  it('moves the credit once when 64 requests post it at once', async () => {
    const wallet = makeWalletKey('sr25519');
    const ada = await paidGuest();
    const { balance } = await ada.info();
    const line = await ada.line(wallet);

    const answers = await Promise.all(
      Array.from({ length: 64 }, () => ada.post('/v1/grants', line)),
    );

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ body: { balance, adopted: balance } });
    expect((await ledger()).adoptRows).toBe(4);
  });

  it('lets two lines with one nonce in once', async () => {
    const wallet = makeWalletKey('ed25519');
    const ada = await paidGuest();
    const { nonce } = await ada.offer();
    const lines = [
      await ada.line(wallet, { nonce }),
      await ada.line(makeWalletKey('ed25519'), { nonce }),
    ];

    const answers = await Promise.all(lines.map((line) => ada.post('/v1/grants', line)));

    expect(answers.filter((answer) => 'body' in answer)).toHaveLength(1);
    expect(answers.find((answer) => 'code' in answer)).toEqual({ code: 'grant.nonce' });
  });
});

describe('64 devices', () => {
  it('link to one wallet at once; every credit moves once and the ledger holds', async () => {
    const wallet = makeWalletKey('sr25519');
    const payer = await paidGuest();
    const others = await Promise.all(
      Array.from({ length: 63 }, (_, i) => world.visitor(`device ${i}`)),
    );
    const devices = [payer, ...others];
    const { balance } = await payer.info();
    const lines = await Promise.all(devices.map((device) => device.line(wallet)));

    await Promise.all(devices.map((device, i) => device.post('/v1/grants', lines[i])));

    const account = await world.account(wallet);
    expect(account.devices).toHaveLength(64);
    expect(account.balance).toBe(balance);
    expect(await ledger([wallet])).toMatchObject({ brokenAt: null, held: [balance] });
  });
});

describe('a grant is refused, with nothing changed,', () => {
  const wallet = makeWalletKey('sr25519');
  const other = makeWalletKey('sr25519');
  const now = 1_000_000;
  const DAY = 24 * 3_600_000;

  async function expectRefusal(visitor: Visitor, line: unknown, code: string, host = HOST) {
    const before = [await visitor.info(), (await ledger()).rows];
    expect(await visitor.post('/v1/grants', line, host)).toEqual({ code });
    expect([await visitor.info(), (await ledger()).rows]).toEqual(before);
    expect(await world.refusal(`/v1/accounts/${wallet.address}`)).toBe('account.unknown');
  }

  it.each<[string, string, (visitor: Visitor) => Partial<Grant>]>([
    ['of another domain', 'grant.domain', () => ({ domain: 'evil.example' })],
    ['of another port', 'grant.domain', () => ({ domain: 'mine.example' })],
    ['of another chain', 'grant.chain', () => ({ chainGenesis: `0x${'00'.repeat(32)}` })],
    ['of another coordinator', 'grant.coordinator', () => ({ coordinatorKey: 'x'.repeat(43) })],
    ['of another device', 'grant.device', () => ({ deviceKey: makeSigningKey().deviceKey })],
    ['with a nonce made up', 'grant.nonce', () => ({ nonce: '0'.repeat(32) })],
    ['over 7 days', 'grant.lifetime', () => ({ expiresMs: now + GRANT_MAX_MS + 1000 })],
    ['that ends before it begins', 'grant.lifetime', () => ({ expiresMs: now - 1000 })],
    [
      'from the future',
      'grant.lifetime',
      () => ({ issuedMs: now + 301_000, expiresMs: now + DAY }),
    ],
    ['that has ended', 'grant.expired', () => ({ issuedMs: now - 9000, expiresMs: now - 1000 })],
    [
      'issued too long ago',
      'grant.expired',
      () => ({ issuedMs: now - 301_000, expiresMs: now + DAY }),
    ],
  ])('%s', async (_, code, change) => {
    const ada = await world.visitor('ada');
    await expectRefusal(ada, await ada.line(wallet, change(ada)), code);
  });

  it('signed by another key (forged)', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet);
    await expectRefusal(ada, { ...line, signature: other.sign(line.text) }, 'grant.signature');
  });

  it('altered after it was signed', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet);
    const { signature } = await ada.line(wallet);
    await expectRefusal(ada, { ...line, signature }, 'grant.signature');
  });

  it.each(['sr25519', 'ed25519'] as const)('signed unwrapped (%s)', async (keyType) => {
    const ada = await world.visitor('ada');
    const raw = makeWalletKey(keyType);
    const line = await ada.line(raw);
    const signature = raw.signRaw(utf8(line.text));
    await expectRefusal(ada, { ...line, signature }, 'grant.signature');
  });

  it('signed wrapped twice', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet);
    const signature = wallet.sign(wrappedText(line.text));
    await expectRefusal(ada, { ...line, signature }, 'grant.signature');
  });

  it('under the other scheme, or one that the chain does not use', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet);
    await expectRefusal(ada, { ...line, keyType: 'ed25519' }, 'grant.signature');
    const ed = makeWalletKey('ed25519');
    await expectRefusal(ada, { ...(await ada.line(ed)), keyType: 'sr25519' }, 'grant.signature');
    const signature = `0x${'1b'.repeat(65)}`;
    await expectRefusal(ada, { ...line, keyType: 'ecdsa', signature }, 'grant.key-type');
    await expectRefusal(ada, { ...line, signature }, 'grant.signature');
  });

  it('for an account under another prefix, or with a wrong checksum', async () => {
    const ada = await world.visitor('ada');
    const polkadot = writeAddress(wallet.publicKey, 0);
    await expectRefusal(ada, await ada.line(wallet, { account: polkadot }), 'grant.malformed');
    const last = wallet.address.endsWith('2') ? '3' : '2';
    const account = wallet.address.slice(0, -1) + last;
    await expectRefusal(ada, await ada.line(wallet, { account }), 'grant.malformed');
  });

  it('for a key that anybody can sign for', async () => {
    const ada = await world.visitor('ada');
    const publicKey = Uint8Array.of(1, ...new Uint8Array(31));
    const nobody = { ...makeWalletKey('ed25519'), address: writeAddress(publicKey) };
    // R = identity, s = 0: holds for every message under this key.
    const signature = `0x01${'00'.repeat(63)}`;
    await expectRefusal(ada, { ...(await ada.line(nobody)), signature }, 'grant.signature');
  });

  it.each([
    ['with a scope that moves funds', 'scopes=mine,read', 'scopes=mine,read,transfer'],
    ['with fewer scopes', 'scopes=mine,read', 'scopes=mine'],
    ['with another head', 'moves no funds', 'moves all funds'],
    ['on two lines', ' domain=', '\ndomain='],
    ['with a letter outside ASCII', 'Adit v1', 'Αdit v1'],
    ['with something after it', /$/, ' x'],
  ])('%s', async (_, from, to) => {
    const ada = await world.visitor('ada');
    const text = (await ada.line(wallet)).text.replace(from, to);
    const line = { text, signature: wallet.sign(text), keyType: 'sr25519' };
    await expectRefusal(ada, line, 'grant.malformed');
  });

  it('with a nonce of another device, and after ten minutes', async () => {
    const ada = await world.visitor('ada');
    const bob = await world.visitor('bob');
    const { nonce } = await bob.offer();
    await expectRefusal(ada, await ada.line(wallet, { nonce }), 'grant.nonce');

    const own = (await ada.offer()).nonce;
    world.clock.advance(600_000);
    await expectRefusal(ada, await ada.line(wallet, { nonce: own }), 'grant.nonce');
  });

  it('posted by another device than it names', async () => {
    const ada = await world.visitor('ada');
    const bob = await world.visitor('bob');
    await expectRefusal(bob, await ada.line(wallet), 'grant.device');
  });

  it('where `localhost` was signed and 127.0.0.1 is shown', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet, { domain: 'localhost:8787' });
    await expectRefusal(ada, line, 'grant.domain', '127.0.0.1:8787');
    expect(await ada.post('/v1/grants', line, 'localhost:8787')).toHaveProperty('body');
  });
});

it('the operator’s origin decides the domain, whatever the Host header says', async () => {
  const behind = await createGrantWorld({ origin: 'https://adit.example' });
  const ada = await behind.visitor('ada');
  const wallet = makeWalletKey('sr25519');

  const wrong = await ada.post('/v1/grants', await ada.line(wallet));
  const right = await ada.post('/v1/grants', await ada.line(wallet, { domain: 'adit.example' }));

  expect(wrong).toEqual({ code: 'grant.domain' });
  expect(right).toHaveProperty('body');
  await behind.core.close();
});

describe('a refused line', () => {
  it('does not use up its nonce', async () => {
    const ada = await world.visitor('ada');
    const wallet = makeWalletKey('ed25519');
    const line = await ada.line(wallet);
    await ada.post('/v1/grants', { ...line, signature: `0x${'00'.repeat(64)}` });
    await ada.post('/v1/grants', line, 'other.example');

    expect(await ada.post('/v1/grants', line)).toHaveProperty('body');
  });
});

describe('revoking', () => {
  const wallet = makeWalletKey('sr25519');

  it('makes the device a guest: what it submits later is its own', async () => {
    const ada = await world.visitor('ada');
    await ada.link(wallet);
    await ada.mine(1);
    const inFlight = await ada.claim();

    await ada.revoke();
    world.clock.advance(3000);
    const id = await ada.submit(inFlight);
    await world.pass(6000);
    await world.verify();
    await world.pass(60_000);

    const [account, device] = [await world.account(wallet), await ada.info()];
    expect(account.devices).toMatchObject([{ acceptedUnits: 1 }]);
    expect(account.devices[0]?.revokedMs).not.toBeNull();
    expect(account.balance).toBeGreaterThan(0);
    expect(device.balance).toBeGreaterThan(0);
    expect(device.account).toBeNull();
    expect((await ada.receipt(id)).body.grant).toBeNull();
    expect((await ledger()).brokenAt).toBeNull();
  });

  it('can be done by another device of the account, not by a stranger', async () => {
    const [ada, bob, eve] = [
      await world.visitor('ada'),
      await world.visitor('bob'),
      await world.visitor('eve'),
    ];
    await ada.link(wallet);
    await bob.link(wallet);
    await eve.link(makeWalletKey('sr25519'));

    expect(await eve.revoke(ada.deviceKey)).toEqual({ code: 'grant.device' });
    expect((await ada.info()).account).not.toBeNull();
    expect(await bob.revoke(ada.deviceKey)).toHaveProperty('body');
    expect((await ada.info()).account).toBeNull();
    expect(await ada.revoke(bob.deviceKey)).toEqual({ code: 'grant.device' });
    expect(await bob.revoke(ada.deviceKey)).toHaveProperty('body');
  });

  it('ends the line for good', async () => {
    const ada = await world.visitor('ada');
    const line = await ada.line(wallet);
    await ada.ok('/v1/grants', line, AccountInfo);
    await ada.revoke();

    expect(await ada.post('/v1/grants', line)).toEqual({ code: 'grant.revoked' });
    expect((await ada.info()).account).toBeNull();
  });
});

describe('time', () => {
  const wallet = makeWalletKey('sr25519');

  it('ends a grant; the unit in flight is still the account’s, the next is the guest’s', async () => {
    const ada = await world.visitor('ada');
    const soon = { expiresMs: world.clock.now() + 8_000 };
    await ada.link(wallet, soon);
    const unit = await ada.claim();
    await world.pass(9_000);
    const during = await ada.info();
    const id = await ada.submit(unit);
    await world.pass(6000);
    await world.verify();
    await ada.mine(1);
    await world.pass(60_000);

    expect(during.account).toBeNull();
    expect((await ada.receipt(id)).body.grant?.account).toBe(wallet.address);
    const [account, device] = [await world.account(wallet), await ada.info()];
    expect(account.balance).toBeGreaterThan(0);
    expect(account.adopted).toBe(0);
    expect(device.balance).toBeGreaterThan(0);
  });

  it('renews without touching the unit in flight', async () => {
    const ada = await world.visitor('ada');
    await ada.link(wallet);
    const unit = await ada.claim();
    const renewed = await ada.link(wallet);
    world.clock.advance(3000);
    const id = await ada.submit(unit);
    await world.pass(6000);
    await world.verify();

    expect(renewed.devices).toHaveLength(1);
    expect((await ada.receipt(id)).body.grant?.account).toBe(wallet.address);
    expect((await world.account(wallet)).devices).toMatchObject([
      { acceptedUnits: 1, revokedMs: null },
    ]);
  });
});

describe('units of before the link', () => {
  it('that are paid after it go to the account too', async () => {
    const wallet = makeWalletKey('ed25519');
    const ada = await world.visitor('ada');
    await ada.mine(2);
    await ada.link(wallet);
    await world.pass(60_000);

    const { balance, escrow, adopted } = await world.account(wallet);
    expect(balance).toBeGreaterThan(0);
    expect(adopted).toBe(balance);
    expect(await ada.info()).toMatchObject({ balance: 0, escrow: 0 });
    expect(await ledger([wallet])).toMatchObject({ brokenAt: null, issued: balance + escrow });
  });
});

describe('another wallet', () => {
  it('adopts only what the device itself holds then', async () => {
    const [first, second] = [makeWalletKey('sr25519'), makeWalletKey('ed25519')];
    const ada = await paidGuest();
    await ada.link(first);
    await ada.mine(1);
    await world.pass(60_000);
    const mine = await world.account(first);

    const linked = await ada.link(second);
    await ada.mine(1);
    await world.pass(60_000);

    expect(linked).toMatchObject({ balance: 0, adopted: 0, escrow: 0 });
    const before = await world.account(first);
    expect(before).toMatchObject({ balance: mine.balance, escrow: mine.escrow });
    expect(before.devices[0]?.revokedMs).not.toBeNull();
    expect((await world.account(second)).balance).toBeGreaterThan(0);
    const board = await world.get('/v1/leaderboard?window=all', Leaderboard);
    expect(board.rows.map(({ account }) => account)).toEqual([second.address]);
  });
});

describe('a restart', () => {
  it('keeps grants, accounts and what they hold', async () => {
    const wallet = makeWalletKey('sr25519');
    const key = makeSigningKey();
    await world.core.close();
    rmSync(path);
    world = await createGrantWorld({ path, key });
    await world.addClip('clip');
    const ada = await paidGuest();
    await ada.link(wallet);
    const [account, device] = [await world.account(wallet), await ada.info()];
    const now = world.clock.now();

    await world.core.close();
    world = await createGrantWorld({ path, key });
    world.clock.advance(now - world.clock.now());

    expect(await world.account(wallet)).toEqual(account);
    expect(await world.core.device(ada.deviceKey)).toEqual(device);
  });
});

describe('reading an account', () => {
  it('is by its key, under any prefix; an address that is none is told so', async () => {
    const wallet = makeWalletKey('sr25519');
    const ada = await world.visitor('ada');
    await ada.link(wallet);

    const other = await world.get(`/v1/accounts/${writeAddress(wallet.publicKey, 0)}`, AccountInfo);
    const last = wallet.address.endsWith('2') ? '3' : '2';

    expect(other.address).toBe(wallet.address);
    expect(await world.refusal(`/v1/accounts/${wallet.address.slice(0, -1)}${last}`)).toBe(
      'input.malformed',
    );
    expect(await world.refusal(`/v1/accounts/${makeWalletKey('ed25519').address}`)).toBe(
      'account.unknown',
    );
  });
});
