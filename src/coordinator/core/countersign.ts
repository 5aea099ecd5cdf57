import { type EpochUnits, epochText, parseEpochText } from '../../protocol/grant.ts';
import { merkleRoot } from '../../protocol/merkle.ts';
import { fromHex } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';
import { writeAddress } from '../../shared/ss58.ts';
import type { ProvenLine, SignedBy } from '../port.ts';
import type { Sql } from '../store/sql.ts';
import { isOfAccount } from './grants.ts';
import { readNumber } from './meta.ts';
import type { Turn } from './turn.ts';

// An epoch's record: the Merkle root over an account's accepted submissions, and the wallet's
// signature under it when its owner wished to give one.

/** Units that an account had accepted in an epoch; those of a running epoch are not final. */
export async function readEpochUnits(
  sql: Sql,
  coordinatorKey: string,
  account: string,
  epoch: number,
): Promise<EpochUnits | null> {
  if (!(await sql.get('grants', 'WHERE account = ?', account))) return null;
  const closed = epoch < (await readNumber(sql, 'epoch', 1));
  const states = closed ? "('settled')" : "('accepted', 'settled')";
  const rows = await sql.query(
    `SELECT l.submission_id FROM leases l JOIN grants g ON g.grant_id = l.grant_id
     WHERE l.epoch = ? AND g.account = ? AND l.state IN ${states} ORDER BY l.submission_id`,
    epoch,
    account,
  );
  const submissions = rows.map((row) => String(row['submission_id']));
  const signed = await sql.get(
    'countersignatures',
    'WHERE account = ? AND epoch = ?',
    account,
    epoch,
  );
  return {
    address: writeAddress(fromHex(account)),
    epoch,
    coordinatorKey,
    closed,
    submissions,
    root: merkleRoot(submissions),
    countersigned: signed
      ? { text: signed.text, signature: signed.signature, keyType: signed.key_type }
      : null,
  };
}

/**
 * Keeps the wallet's signature under an ended epoch. A second one changes nothing.
 *
 * @throws AppError `not-found` (retryable) while the epoch runs, `grant.malformed` when the line
 *   is not the epoch's own, `grant.device` when the sender does not mine for the account
 */
export async function countersign(
  turn: Turn,
  by: SignedBy,
  { text, signature, keyType, account }: ProvenLine,
): Promise<EpochUnits> {
  const { epoch } = parseEpochText(text);
  const coordinatorKey = turn.key.publicKey;
  const units = await readEpochUnits(turn.sql, coordinatorKey, account, epoch);
  if (!units || !(await isOfAccount(turn, by.deviceKey, account))) {
    throw new AppError('grant.device', 'this device does not mine for the account that signed');
  }
  if (!units.closed) {
    throw new AppError('not-found', `epoch ${epoch} runs still: it has no record yet`, {
      retryable: true,
    });
  }
  if (text !== epochText(units)) {
    throw new AppError('grant.malformed', `the record of epoch ${epoch} reads otherwise`);
  }
  if (units.countersigned) return units;
  await turn.sql.insert('countersignatures', {
    account,
    epoch,
    text,
    signature,
    key_type: keyType,
    created_ms: turn.now,
  });
  return { ...units, countersigned: { text, signature, keyType } };
}
