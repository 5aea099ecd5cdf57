import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  accountBalance,
  deviceAccount,
  EMISSION,
  escrowAccount,
  verifyLedger,
} from '../../../../src/coordinator/ledger/ledger.ts';
import { openLibsql } from '../../../../src/coordinator/store/libsql.ts';
import { createWorld, mineHonestly } from '../../../support/world.ts';

describe('an epoch', () => {
  it('pays its work purse to those who worked, half of it held back from a new device', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    const device = await world.device('ada');
    await mineHonestly(world, device, 2);
    await world.pass(60_000);

    const info = await device.info();
    const units = (await world.core.units(device.deviceKey, null, 10)).units;
    const paid = units.reduce((sum, { credit }) => sum + (credit ?? 0), 0);

    expect(units.map(({ state }) => state)).toEqual(['settled', 'settled']);
    expect(paid).toBeGreaterThan(799_999_000);
    expect(paid).toBeLessThanOrEqual(800_000_000);
    expect(info.balance + info.escrow).toBe(paid);
    expect(info.escrow).toBe(Math.floor(paid / 2));
  });

  it('frees what was held back once the device is trusted', async () => {
    const world = await createWorld();
    for (let i = 0; i < 4; i++) await world.addClip(`clip-${i}`);
    const device = await world.device('ada');
    await mineHonestly(world, device, 10);
    await world.pass(60_000);

    const info = await device.info();
    expect(info.standing).toBe('trusted');
    expect(info.escrow).toBe(0);
    expect(info.balance).toBeGreaterThan(0);
  });

  it('creates nothing when nobody worked', async () => {
    const world = await createWorld();
    await world.pass(180_000);

    expect((await world.core.network()).ledgerSeq).toBe(0);
    expect((await world.core.network()).epoch).toBe(4);
  });

  it('reveals the seeds it used once their frames can no longer be answered', async () => {
    const world = await createWorld();
    for (const name of ['one', 'two', 'three']) {
      await world.core.addSeed(name, `secret of ${name}`, `commitment to ${name}`);
      await world.addClip(name, { material: 'rendered', seedId: name, labelled: true, frames: 4 });
    }
    const device = await world.device('ada');
    await mineHonestly(world, device, 1);
    expect((await world.core.seeds()).every(({ seed }) => seed === null)).toBe(true);

    await world.pass(61_000);

    const revealed = (await world.core.seeds()).filter(({ seed }) => seed !== null);
    expect(revealed).toHaveLength(1);
    expect(revealed[0]?.seed).toBe(`secret of ${revealed[0]?.seedId}`);
  });
});

describe('the ledger', () => {
  it('is a whole chain, sums to zero, and agrees with every balance', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adit-ledger-'));
    const path = join(folder, 'adit.db');
    const world = await createWorld({ path });
    for (let i = 0; i < 4; i++) await world.addClip(`clip-${i}`);
    const device = await world.device('ada');
    await mineHonestly(world, device, 12);
    await world.pass(60_000);
    const info = await device.info();
    await world.core.close();

    const store = openLibsql(path);
    await store.read(async (sql) => {
      expect(await verifyLedger(sql)).toMatchObject({ brokenAt: null });
      const own = await accountBalance(sql, 'credit', deviceAccount(device.deviceKey));
      const held = await accountBalance(sql, 'credit', escrowAccount(device.deviceKey));
      expect([own, held]).toEqual([info.balance, info.escrow]);
      expect(await accountBalance(sql, 'credit', EMISSION)).toBe(-(own + held));
    });
    await store.transaction((sql) =>
      sql.run('UPDATE ledger SET amount = amount + 1 WHERE seq = 3'),
    );
    await store.read(async (sql) => {
      expect(await verifyLedger(sql)).toMatchObject({ brokenAt: 3 });
    });
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
