import { hashJson, sha256Hex } from '../../shared/hash.ts';
import type { Sql } from '../store/sql.ts';
import type { LedgerRow } from '../store/tables.ts';

// The append-only ledger. Every posting moves amounts between accounts and sums to zero in its
// asset; every row carries the hash of the row before it, so that nothing can be changed later
// without changing everything after it.
//
// Two assets: `work` is a claim on an epoch's work purse (items × quality), `credit` is what the
// purses pay at the epoch's end. Credits are the operator's points, not TAO.

export type Asset = LedgerRow['asset'];

export interface Entry {
  readonly account: string;
  /** Micro-units: negative leaves the account, positive enters it. */
  readonly amount: number;
}

export interface Posting {
  readonly asset: Asset;
  readonly kind: string;
  /** What it is about: a submission, an epoch. */
  readonly ref: string;
  readonly epoch: number;
  readonly atMs: number;
  readonly entries: readonly Entry[];
}

export interface LedgerHead {
  readonly seq: number;
  readonly hash: string;
}

/** Hash before the first row. */
export const GENESIS = sha256Hex('adit/ledger/1');

export const deviceAccount = (key: string): string => `device:${key}`;
export const escrowAccount = (key: string): string => `escrow:${key}`;
/** @param account public key of a wallet's account, hexadecimal */
export const walletAccount = (account: string): string => `wallet:${account}`;
/** What is held back of a device's earnings for a wallet's account. */
export const walletEscrowAccount = (key: string, account: string): string =>
  `escrow:${key}:${account}`;
export const EMISSION = 'emission';

/** Number and hash of the last row. */
export async function ledgerHead(sql: Sql): Promise<LedgerHead> {
  const last = await sql.get('ledger', 'ORDER BY seq DESC');
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: GENESIS };
}

/**
 * Appends a posting; entries of amount 0 are left out.
 *
 * @returns the last row it wrote, which is the head of the ledger
 * @throws Error when the entries do not sum to zero: an error of ours, the transaction must fail
 */
export async function post(sql: Sql, posting: Posting): Promise<LedgerHead> {
  const entries = posting.entries.filter(({ amount }) => amount !== 0);
  const sum = entries.reduce((total, { amount }) => total + amount, 0);
  if (sum !== 0 || entries.some(({ amount }) => !Number.isSafeInteger(amount))) {
    throw new Error(`posting ${posting.kind} ${posting.ref} does not balance: ${sum}`);
  }
  const before = await ledgerHead(sql);
  let head = before;
  for (const { account, amount } of entries) {
    const content = {
      seq: head.seq + 1,
      posting: before.seq + 1,
      asset: posting.asset,
      account,
      amount,
      kind: posting.kind,
      ref: posting.ref,
      epoch: posting.epoch,
      at_ms: posting.atMs,
    };
    head = { seq: content.seq, hash: rowHash(head.hash, content) };
    await sql.insert('ledger', { ...content, hash: head.hash });
  }
  return head;
}

function rowHash(previous: string, content: Omit<LedgerRow, 'hash'>): string {
  return sha256Hex(`${previous}${hashJson(content)}`);
}

export interface ChainReport {
  readonly rows: number;
  /** First row whose hash or sum is wrong; null when the ledger is whole. */
  readonly brokenAt: number | null;
}

/** Recomputes every hash and every posting's sum. */
export async function verifyLedger(sql: Sql): Promise<ChainReport> {
  const rows = await sql.all('ledger', 'ORDER BY seq');
  let previous = GENESIS;
  let sum = 0;
  for (const [index, { hash, ...content }] of rows.entries()) {
    if (content.seq !== index + 1 || rowHash(previous, content) !== hash) {
      return { rows: rows.length, brokenAt: index + 1 };
    }
    sum += content.amount;
    if (rows[index + 1]?.posting !== content.posting) {
      if (sum !== 0) return { rows: rows.length, brokenAt: content.seq };
      sum = 0;
    }
    previous = hash;
  }
  return { rows: rows.length, brokenAt: null };
}

/** What an account holds by the ledger alone. */
export async function accountBalance(sql: Sql, asset: Asset, account: string): Promise<number> {
  const [row] = await sql.query(
    'SELECT COALESCE(SUM(amount), 0) AS balance FROM ledger WHERE asset = ? AND account = ?',
    asset,
    account,
  );
  return Number(row?.['balance'] ?? 0);
}
