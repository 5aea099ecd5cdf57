import { EMISSION, post } from '../ledger/ledger.ts';
import type { DeviceRow, EscrowRow } from '../store/tables.ts';
import { addToAccount, adoptHeld, earningAccounts } from './accounts.ts';
import { liveGrant } from './live-grant.ts';
import { readNumber } from './meta.ts';
import type { Turn } from './turn.ts';

// What was held back of a new device's pay: freed to whom it was earned for once the device is
// trusted, forfeited when it is banned.

/** Frees all that is held back of a device. */
export async function releaseEscrow(turn: Turn, device: DeviceRow): Promise<void> {
  if (device.escrow !== 0) {
    const { own, held } = earningAccounts(device.key, null);
    await move(turn, device.key, 'escrow-release', [held, own, device.escrow]);
    await turn.sql.run(
      'UPDATE devices SET balance = balance + escrow, escrow = 0 WHERE key = ?',
      device.key,
    );
    const grant = await liveGrant(turn, device.key);
    if (grant) await adoptHeld(turn, grant);
  }
  for (const { account, amount, adopted } of await takeHeld(turn, device.key)) {
    const { own, held } = earningAccounts(device.key, account);
    await move(turn, device.key, 'escrow-release', [held, own, amount]);
    await addToAccount(turn.sql, account, amount, adopted);
  }
}

/** Takes back all that is held back of a device. */
export async function forfeitEscrow(turn: Turn, device: DeviceRow): Promise<void> {
  if (device.escrow !== 0) {
    const { held } = earningAccounts(device.key, null);
    await move(turn, device.key, 'escrow-forfeit', [held, EMISSION, device.escrow]);
    await turn.sql.update('devices', { escrow: 0 }, 'key = ?', device.key);
  }
  for (const { account, amount } of await takeHeld(turn, device.key)) {
    const { held } = earningAccounts(device.key, account);
    await move(turn, device.key, 'escrow-forfeit', [held, EMISSION, amount]);
  }
}

/** What is held back of a device for wallets' accounts; the rows are gone then. */
async function takeHeld({ sql }: Turn, deviceKey: string): Promise<EscrowRow[]> {
  const rows = await sql.all('escrows', 'WHERE device_key = ? ORDER BY account', deviceKey);
  await sql.run('DELETE FROM escrows WHERE device_key = ?', deviceKey);
  return rows.filter(({ amount }) => amount !== 0);
}

async function move(
  turn: Turn,
  ref: string,
  kind: 'escrow-release' | 'escrow-forfeit',
  [from, to, amount]: readonly [string, string, number],
): Promise<void> {
  await post(turn.sql, {
    asset: 'credit',
    kind,
    ref,
    epoch: await readNumber(turn.sql, 'epoch', 1),
    atMs: turn.now,
    entries: [
      { account: from, amount: -amount },
      { account: to, amount },
    ],
  });
}
