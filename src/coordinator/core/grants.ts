import {
  type AccountInfo,
  GRANT_DEFAULT_MS,
  GRANT_MAX_MS,
  type GrantOffer,
  parseGrant,
} from '../../protocol/grant.ts';
import { present } from '../../shared/assert.ts';
import { AppError } from '../../shared/errors.ts';
import { writeAddress } from '../../shared/ss58.ts';
import { fromHex } from '../../shared/bytes.ts';
import type { ProvenLine, SignedBy } from '../port.ts';
import type { GrantRow } from '../store/tables.ts';
import { addToAccount, adoptHeld, readAccount } from './accounts.ts';
import { markBoard } from './events.ts';
import { checkGrant } from './grant-checks.ts';
import { liveGrant } from './live-grant.ts';
import type { Turn } from './turn.ts';

// Grants of wallets: offered, taken once, renewed, revoked. The shell has verified the wallet's
// signature; all the rest is decided here, in the transaction that uses up the nonce.

/** How long a nonce may wait for its signature. */
const NONCE_MS = 10 * 60_000;
/** Unused nonces kept per device: an older one gives way. */
const NONCES_PER_DEVICE = 16;

/** What a grant's line must say; the nonce serves once, for this device. */
export async function offerGrant(turn: Turn, { deviceKey }: SignedBy): Promise<GrantOffer> {
  const { sql, now } = turn;
  await sql.run('DELETE FROM nonces WHERE issued_ms <= ?', now - NONCE_MS);
  await sql.run(
    `DELETE FROM nonces WHERE device_key = ? AND nonce NOT IN (
       SELECT nonce FROM nonces WHERE device_key = ? ORDER BY issued_ms DESC, nonce LIMIT ?)`,
    deviceKey,
    deviceKey,
    NONCES_PER_DEVICE - 1,
  );
  const nonce = turn.newId();
  await sql.insert('nonces', { nonce, device_key: deviceKey, issued_ms: now });
  return {
    nonce,
    chainGenesis: turn.settings.chainGenesis,
    coordinatorKey: turn.key.publicKey,
    timeMs: now,
    defaultMs: GRANT_DEFAULT_MS,
    maxMs: GRANT_MAX_MS,
  };
}

/**
 * Takes a grant and moves what the device holds as a guest to its account. The same line again is
 * answered again and changes nothing; a refused line changes nothing and uses up nothing.
 *
 * @param domain host and port under which the visitor has the page
 * @throws AppError with a code `grant.…`
 */
export async function takeGrant(
  turn: Turn,
  by: SignedBy,
  line: ProvenLine,
  domain: string,
): Promise<AccountInfo> {
  const known = await turn.sql.get('grants', 'WHERE text = ?', line.text);
  if (known) checkRepeated(turn, known, by);
  else await addGrant(turn, by, line, domain);
  return accountOf(turn, line.account);
}

function checkRepeated({ now }: Turn, known: GrantRow, by: SignedBy): void {
  if (known.device_key !== by.deviceKey) {
    throw new AppError('grant.device', 'the line names another device than the one that sends it');
  }
  if (known.revoked_ms !== null) throw new AppError('grant.revoked', 'this grant was revoked');
  if (known.replaced_ms !== null) {
    throw new AppError('grant.nonce', 'this grant was replaced by a later one');
  }
  if (known.expires_ms <= now) throw new AppError('grant.expired', 'this grant has ended');
}

async function addGrant(
  turn: Turn,
  { deviceKey }: SignedBy,
  { text, signature, keyType, account }: ProvenLine,
  domain: string,
): Promise<void> {
  const { sql, now } = turn;
  const grant = parseGrant(text);
  const { chainGenesis } = turn.settings;
  const coordinatorKey = turn.key.publicKey;
  checkGrant(grant, { domain, chainGenesis, coordinatorKey, deviceKey, now });
  await useNonce(turn, grant.nonce, deviceKey);
  const row: GrantRow = {
    grant_id: turn.newId(),
    account,
    address: writeAddress(fromHex(account)),
    key_type: keyType,
    device_key: deviceKey,
    text,
    signature,
    issued_ms: grant.issuedMs,
    expires_ms: grant.expiresMs,
    revoked_ms: null,
    replaced_ms: null,
    accepted: 0,
    created_ms: now,
  };
  await sql.update(
    'grants',
    { replaced_ms: now },
    'device_key = ? AND replaced_ms IS NULL AND revoked_ms IS NULL',
    deviceKey,
  );
  await sql.insert('grants', row);
  await addToAccount(sql, account, 0, 0);
  await adoptHeld(turn, row);
  await markBoard(turn);
}

/** One statement takes the nonce, so that two requests can never both have it. */
async function useNonce({ sql, now }: Turn, nonce: string, deviceKey: string): Promise<void> {
  const taken = await sql.run(
    'DELETE FROM nonces WHERE nonce = ? AND device_key = ? AND issued_ms > ?',
    nonce,
    deviceKey,
    now - NONCE_MS,
  );
  if (taken === 1) return;
  throw new AppError(
    'grant.nonce',
    'the nonce is not one offered to this device, was used, or is too old; ask for a new one',
  );
}

/**
 * Ends a device's grant from now on: what it has submitted stays the account's, what it submits
 * later is a guest's. A second time changes nothing.
 *
 * @throws AppError `grant.device` when the signer has no say over that device
 */
export async function revokeGrant(
  turn: Turn,
  by: SignedBy,
  deviceKey: string,
): Promise<AccountInfo> {
  const { sql, now } = turn;
  const last = await sql.get(
    'grants',
    'WHERE device_key = ? AND replaced_ms IS NULL ORDER BY created_ms DESC',
    deviceKey,
  );
  const own = by.deviceKey === deviceKey;
  const account = last?.account;
  if (account === undefined || !(own || (await isOfAccount(turn, by.deviceKey, account)))) {
    throw new AppError('grant.device', 'no grant of that device is this device’s to revoke');
  }
  const ended = await sql.update(
    'grants',
    { revoked_ms: now },
    'device_key = ? AND account = ? AND revoked_ms IS NULL',
    deviceKey,
    account,
  );
  if (ended > 0) await markBoard(turn);
  return accountOf(turn, account);
}

/** Whether a device mines for an account now. */
export async function isOfAccount(
  turn: Turn,
  deviceKey: string,
  account: string,
): Promise<boolean> {
  return (await liveGrant(turn, deviceKey))?.account === account;
}

async function accountOf({ sql }: Turn, account: string): Promise<AccountInfo> {
  return present(await readAccount(sql, account), 'the account of a grant');
}
