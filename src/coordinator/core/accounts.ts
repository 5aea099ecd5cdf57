import type { AccountInfo, GrantedDevice } from '../../protocol/grant.ts';
import {
  deviceAccount,
  escrowAccount,
  post,
  walletAccount,
  walletEscrowAccount,
} from '../ledger/ledger.ts';
import type { Row, Sql } from '../store/sql.ts';
import type { GrantRow } from '../store/tables.ts';
import { readNumber } from './meta.ts';
import type { Turn } from './turn.ts';

// Accounts of wallets: what they hold, and how a guest's credit comes to them. The ledger is the
// truth; the rows here and the balances of devices are its projections, changed in the same
// transaction.

/** Devices that an account's page lists at most. */
const LISTED_DEVICES = 200;

/** Whose a credit is: an account by its public key (hexadecimal), or null for the device itself. */
export type Owner = string | null;

/** The two ledger accounts of what a device earns for an owner: spendable, and held back. */
export function earningAccounts(
  deviceKey: string,
  owner: Owner,
): { readonly own: string; readonly held: string } {
  return owner === null
    ? { own: deviceAccount(deviceKey), held: escrowAccount(deviceKey) }
    : { own: walletAccount(owner), held: walletEscrowAccount(deviceKey, owner) };
}

interface Gain {
  /** Micro-credits that become spendable. */
  readonly balance: number;
  /** Micro-credits more (or, negative, fewer) that are held back. */
  readonly escrow: number;
}

/** Adds to the projections what a posting moved to an owner. */
export async function addToOwner(
  { sql }: Turn,
  deviceKey: string,
  owner: Owner,
  { balance, escrow }: Gain,
): Promise<void> {
  if (owner === null) {
    await sql.run(
      'UPDATE devices SET balance = balance + ?, escrow = escrow + ? WHERE key = ?',
      balance,
      escrow,
      deviceKey,
    );
    return;
  }
  await addToAccount(sql, owner, balance, 0);
  if (escrow !== 0) await addToEscrow(sql, { deviceKey, owner, amount: escrow, adopted: 0 });
}

/** Adds to a wallet's account; also makes it, with nothing in it. */
export async function addToAccount(
  sql: Sql,
  account: string,
  balance: number,
  adopted: number,
): Promise<void> {
  await sql.run(
    `INSERT INTO accounts (account, balance, adopted) VALUES (?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET
       balance = accounts.balance + excluded.balance,
       adopted = accounts.adopted + excluded.adopted`,
    account,
    balance,
    adopted,
  );
}

interface Held {
  readonly deviceKey: string;
  readonly owner: string;
  readonly amount: number;
  readonly adopted: number;
}

async function addToEscrow(sql: Sql, { deviceKey, owner, amount, adopted }: Held): Promise<void> {
  await sql.run(
    `INSERT INTO escrows (device_key, account, amount, adopted) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_key, account) DO UPDATE SET
       amount = escrows.amount + excluded.amount,
       adopted = escrows.adopted + excluded.adopted`,
    deviceKey,
    owner,
    amount,
    adopted,
  );
}

/**
 * Moves all that a device holds as a guest to the account of its grant, in one posting: what is
 * spendable at once, what is held back stays so, for the account. Holding nothing moves nothing,
 * so that no credit can move twice.
 */
export async function adoptHeld(turn: Turn, grant: GrantRow): Promise<void> {
  const { sql } = turn;
  const { account, device_key: deviceKey } = grant;
  const device = await sql.get('devices', 'WHERE key = ?', deviceKey);
  if (!device || (device.balance === 0 && device.escrow === 0)) return;
  const { balance, escrow } = device;
  const [from, to] = [earningAccounts(deviceKey, null), earningAccounts(deviceKey, account)];
  await post(sql, {
    asset: 'credit',
    kind: 'adopt',
    ref: grant.grant_id,
    epoch: await readNumber(sql, 'epoch', 1),
    atMs: turn.now,
    entries: [
      { account: from.own, amount: -balance },
      { account: to.own, amount: balance },
      { account: from.held, amount: -escrow },
      { account: to.held, amount: escrow },
    ],
  });
  await sql.update('devices', { balance: 0, escrow: 0 }, 'key = ?', deviceKey);
  await addToAccount(sql, account, balance, balance);
  if (escrow !== 0)
    await addToEscrow(sql, { deviceKey, owner: account, amount: escrow, adopted: escrow });
}

/** An account as anyone may read it; null for one that never granted anything. */
export async function readAccount(sql: Sql, account: string): Promise<AccountInfo | null> {
  const newest = await sql.get('grants', 'WHERE account = ? ORDER BY created_ms DESC', account);
  if (!newest) return null;
  const held = await sql.get('accounts', 'WHERE account = ?', account);
  const [sums] = await sql.query(
    'SELECT COALESCE(SUM(amount), 0) AS escrow FROM escrows WHERE account = ?',
    account,
  );
  return {
    address: newest.address,
    keyType: newest.key_type,
    balance: held?.balance ?? 0,
    adopted: held?.adopted ?? 0,
    escrow: Number(sums?.['escrow'] ?? 0),
    devices: await readDevices(sql, account),
  };
}

/** The devices of an account, each with its newest grant and all it mined for the account. */
async function readDevices(sql: Sql, account: string): Promise<GrantedDevice[]> {
  const rows = await sql.query(
    `SELECT g.device_key, d.name, g.issued_ms, g.expires_ms, g.accepted,
       COALESCE(g.revoked_ms, g.replaced_ms) AS ended_ms
     FROM grants g JOIN devices d ON d.key = g.device_key WHERE g.account = ?
     ORDER BY g.created_ms DESC, CASE WHEN g.replaced_ms IS NULL THEN 0 ELSE 1 END, g.device_key`,
    account,
  );
  const devices = new Map<string, GrantedDevice>();
  for (const row of rows) {
    const deviceKey = String(row['device_key']);
    const accepted = Number(row['accepted']);
    const newest = devices.get(deviceKey) ?? toGrantedDevice(row, deviceKey);
    devices.set(deviceKey, { ...newest, acceptedUnits: newest.acceptedUnits + accepted });
  }
  return [...devices.values()].slice(0, LISTED_DEVICES);
}

function toGrantedDevice(row: Row, deviceKey: string): GrantedDevice {
  const ended = row['ended_ms'];
  return {
    deviceKey,
    name: String(row['name']),
    issuedMs: Number(row['issued_ms']),
    expiresMs: Number(row['expires_ms']),
    revokedMs: typeof ended === 'number' ? ended : null,
    acceptedUnits: 0,
  };
}
