import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EpochUnits, epochText } from '../../src/protocol/grant.ts';
import { merkleRoot } from '../../src/protocol/merkle.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { createGrantWorld, type GrantWorld, type Visitor } from '../support/grant-world.ts';
import { makeWalletKey, type WalletKey } from '../support/wallet-key.ts';

// The record of an epoch and the wallet's signature under it, over HTTP with real keys.

let world: GrantWorld;

beforeEach(async () => {
  world = await createGrantWorld();
  for (let i = 0; i < 3; i++) await world.addClip(`clip-${i}`);
});

afterEach(() => world.core.close());

/** A linked visitor with three accepted units in epoch 1, which has ended. */
async function minedEpoch(wallet: WalletKey): Promise<{ ada: Visitor; ids: string[] }> {
  const ada = await world.visitor('ada');
  await ada.mine(1);
  await ada.link(wallet);
  const ids = await ada.mine(3);
  await world.pass(60_000);
  return { ada, ids };
}

function post(visitor: Visitor, wallet: WalletKey, text: string) {
  const { keyType } = wallet;
  return visitor.post('/v1/countersignatures', { text, signature: wallet.sign(text), keyType });
}

describe.each(['sr25519', 'ed25519'] as const)('an epoch of a %s account', (keyType) => {
  const wallet = makeWalletKey(keyType);

  it('has the root over the units it was mined for, and takes the wallet’s signature', async () => {
    const { ada, ids } = await minedEpoch(wallet);

    const units = await world.epochUnits(wallet, 1);
    expect(units.submissions).toEqual(ids.toSorted());
    expect(units).toMatchObject({
      closed: true,
      root: merkleRoot(ids.toSorted()),
      coordinatorKey: world.coordinatorKey,
      countersigned: null,
    });

    const text = epochText(units);
    const line = { text, signature: wallet.sign(text), keyType };
    const signed = await ada.ok('/v1/countersignatures', line, EpochUnits);

    expect(signed.countersigned).toEqual(line);
    expect(await world.epochUnits(wallet, 1)).toEqual(signed);
  });

  it('keeps the first signature when it is given again', async () => {
    const { ada } = await minedEpoch(wallet);
    const text = epochText(await world.epochUnits(wallet, 1));

    const first = await post(ada, wallet, text);

    expect(await post(ada, wallet, text)).toEqual(first);
  });
});

describe('a countersignature is refused', () => {
  const wallet = makeWalletKey('sr25519');

  it('while the epoch runs', async () => {
    const ada = await world.visitor('ada');
    await ada.link(wallet);
    await ada.mine(1);
    const units = await world.epochUnits(wallet, 1);

    expect(units).toMatchObject({ closed: false });
    expect(units.submissions).toHaveLength(1);
    expect(await post(ada, wallet, epochText(units))).toEqual({ code: 'not-found' });
  });

  it('when the line says something else, for another account’s epoch or with no such form', async () => {
    const { ada } = await minedEpoch(wallet);
    const units = await world.epochUnits(wallet, 1);
    const other = makeWalletKey('sr25519');

    for (const text of [
      epochText({ ...units, root: '0'.repeat(64) }),
      epochText({ ...units, coordinatorKey: 'x'.repeat(43) }),
      epochText({ ...units, submissions: [] }),
      `${epochText(units)} `,
      epochText(units).replace('moves no funds', 'moves all funds'),
      'anything',
    ]) {
      expect(await post(ada, wallet, text)).toEqual({ code: 'grant.malformed' });
    }
    const foreign = epochText({ ...units, address: other.address });
    expect(await post(ada, other, foreign)).toEqual({ code: 'grant.device' });
    expect((await world.epochUnits(wallet, 1)).countersigned).toBeNull();
  });

  it('when it is forged, unwrapped, or under the other scheme', async () => {
    const { ada } = await minedEpoch(wallet);
    const text = epochText(await world.epochUnits(wallet, 1));
    const { keyType } = wallet;

    for (const [signature, scheme, code] of [
      [makeWalletKey('sr25519').sign(text), keyType, 'grant.signature'],
      [wallet.signRaw(utf8(text)), keyType, 'grant.signature'],
      [wallet.sign(text), 'ed25519', 'grant.signature'],
      [wallet.sign(text), 'ecdsa', 'grant.key-type'],
    ]) {
      const line = { text, signature, keyType: scheme };
      expect(await ada.post('/v1/countersignatures', line)).toEqual({ code });
    }
    expect((await world.epochUnits(wallet, 1)).countersigned).toBeNull();
  });

  it('from a device that does not mine for the account', async () => {
    await minedEpoch(wallet);
    const text = epochText(await world.epochUnits(wallet, 1));
    const eve = await world.visitor('eve');
    await eve.link(makeWalletKey('sr25519'));

    expect(await post(eve, wallet, text)).toEqual({ code: 'grant.device' });
  });
});

describe('an epoch without units', () => {
  it('has no root; an account that nobody linked has no epochs', async () => {
    const wallet = makeWalletKey('ed25519');
    const ada = await world.visitor('ada');
    await ada.link(wallet);

    expect(await world.epochUnits(wallet, 0)).toMatchObject({ submissions: [], root: null });
    const stranger = makeWalletKey('ed25519').address;
    expect(await world.refusal(`/v1/accounts/${stranger}/epochs/1`)).toBe('account.unknown');
    expect(await world.refusal(`/v1/accounts/${wallet.address}/epochs/x`)).toBe('input.malformed');
  });
});
