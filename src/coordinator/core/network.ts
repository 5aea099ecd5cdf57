import type { NetworkInfo } from '../../protocol/board.ts';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';
import { ledgerHead } from '../ledger/ledger.ts';
import { count } from '../store/sql.ts';
import type { Sql } from '../store/sql.ts';
import { readNumber, readTotal } from './meta.ts';

/** Totals of the coordinator, what its checking costs, and what the chain said last. */
export async function readNetwork(sql: Sql, chain: ChainSnapshot | null): Promise<NetworkInfo> {
  const items = await readTotal(sql, 'items');
  const head = await ledgerHead(sql);
  const share = (amount: number): number => (items > 0 ? amount / items : 0);
  return {
    devices: await count(sql, 'SELECT COUNT(*) AS n FROM devices'),
    minersNow: await count(
      sql,
      "SELECT COUNT(DISTINCT device_key) AS n FROM leases WHERE state = 'leased' OR state = 'verifying'",
    ),
    acceptedUnits: await readTotal(sql, 'accepted'),
    rejectedUnits: await readTotal(sql, 'rejected'),
    lateUnits: await readTotal(sql, 'late'),
    items,
    auditShare: share(await readTotal(sql, 'audited-items')),
    secondVoteShare: share(await readTotal(sql, 'second-vote-items')),
    redundancyShare: share(await readTotal(sql, 'redundant-items')),
    epoch: await readNumber(sql, 'epoch', 1),
    epochEndsMs: await readNumber(sql, 'epoch.ends'),
    ledgerSeq: head.seq,
    ledgerHash: head.hash,
    chain,
  };
}
