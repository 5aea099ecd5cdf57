import type { BoardRow, BoardWindow, Leaderboard } from '../../protocol/board.ts';
import { lastSeq } from '../core/events.ts';
import type { Row, Sql } from '../store/sql.ts';
import { BUCKET_MS } from './buckets.ts';

const HOUR_MS = 3_600_000;
const WINDOW_MS: Readonly<Record<BoardWindow, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  all: Number.POSITIVE_INFINITY,
};
/** Rows of a board. */
const LENGTH = 200;

/** Devices by quality, then items, then key; a window reaches back to a full five minutes. */
export async function readLeaderboard(
  sql: Sql,
  subnet: string,
  window: BoardWindow,
  now: number,
): Promise<Leaderboard> {
  const since = Math.max(0, Math.floor((now - WINDOW_MS[window]) / BUCKET_MS));
  const rows = await sql.query(
    `SELECT d.key, d.name, d.standing, d.demo, b.*,
       (SELECT MAX(g.address) FROM grants g WHERE g.device_key = d.key AND g.revoked_ms IS NULL
          AND g.replaced_ms IS NULL AND g.issued_ms <= ? AND g.expires_ms > ?) AS address,
       CASE WHEN b.items > 0 THEN b.quality_items / b.items ELSE 0 END AS quality
     FROM (
       SELECT device_key, SUM(accepted) AS accepted, SUM(rejected) AS rejected, SUM(items) AS items,
         SUM(quality_items) AS quality_items, SUM(work_credit) AS work_credit,
         SUM(arena_credit) AS arena_credit, MAX(last_ms) AS last_ms
       FROM buckets WHERE bucket >= ? AND (? = 'all' OR subnet = ?) GROUP BY device_key) b
     JOIN devices d ON d.key = b.device_key
     ORDER BY CASE WHEN d.standing = 'banned' THEN 1 ELSE 0 END, quality DESC, b.items DESC, d.key
     LIMIT ?`,
    now,
    now,
    since,
    subnet,
    subnet,
    LENGTH,
  );
  return {
    subnet,
    window,
    rows: rows.map((row, index) => toBoardRow(row, index + 1)),
    feedSeq: await lastSeq(sql),
    atMs: now,
  };
}

function toBoardRow(row: Row, rank: number): BoardRow {
  const { standing, address } = row;
  return {
    rank,
    deviceKey: String(row['key']),
    name: String(row['name']),
    account: typeof address === 'string' ? address : null,
    standing: standing === 'trusted' || standing === 'banned' ? standing : 'new',
    demo: row['demo'] === 1,
    quality: Math.min(1, Math.max(0, Number(row['quality']))),
    acceptedUnits: Number(row['accepted']),
    rejectedUnits: Number(row['rejected']),
    items: Number(row['items']),
    workCredit: Number(row['work_credit']),
    arenaCredit: Number(row['arena_credit']),
    lastMs: Number(row['last_ms']),
  };
}
