import type { FeedEvent } from '../../protocol/feed.ts';
import type { FeedRow } from '../port.ts';
import { count } from '../store/sql.ts';
import type { Sql } from '../store/sql.ts';
import { readNetwork } from './network.ts';
import { readNumber, writeNumber } from './meta.ts';
import type { Turn } from './turn.ts';

// The outbox of the live feed: written in the transaction that makes the change, read by everyone
// who serves the feed.

/** Rows kept for clients that come back. */
const KEPT = 20_000;
const PRUNE_EVERY = 1_000;
const BOARD_EVERY_MS = 500;
const NETWORK_EVERY_MS = 2_000;

type WithoutSeq<Event> = Event extends unknown ? Omit<Event, 'seq'> : never;
export type NewEvent = WithoutSeq<FeedEvent>;

/** Adds an event; `deviceKey` null sends it to everybody. */
export async function emit(turn: Turn, deviceKey: string | null, event: NewEvent): Promise<void> {
  const seq = (await lastSeq(turn.sql)) + 1;
  await turn.sql.insert('events', {
    seq,
    at_ms: turn.now,
    device_key: deviceKey,
    event: JSON.stringify({ ...event, seq }),
  });
  if (seq % PRUNE_EVERY === 0) await turn.sql.run('DELETE FROM events WHERE seq <= ?', seq - KEPT);
}

export function lastSeq(sql: Sql): Promise<number> {
  return count(sql, 'SELECT COALESCE(MAX(seq), 0) AS seq FROM events');
}

/** Marks the board as changed; `pushBoard` tells the feed, at most twice a second. */
export function markBoard(turn: Turn): Promise<void> {
  return writeNumber(turn.sql, 'board.dirty', 1);
}

/** Pushes board and network when they changed and are due; returns ms until the next push, or null. */
export async function pushBoard(turn: Turn): Promise<number | null> {
  if ((await readNumber(turn.sql, 'board.dirty')) === 0) return null;
  const wait = (await readNumber(turn.sql, 'board.pushed')) + BOARD_EVERY_MS - turn.now;
  if (wait > 0) return wait;
  await writeNumber(turn.sql, 'board.dirty', 0);
  await writeNumber(turn.sql, 'board.pushed', turn.now);
  await emit(turn, null, { type: 'board', atMs: turn.now });
  if ((await readNumber(turn.sql, 'network.pushed')) + NETWORK_EVERY_MS <= turn.now) {
    await pushNetwork(turn);
  }
  return null;
}

/** Tells everybody the totals and what the chain said last. */
export async function pushNetwork(turn: Turn): Promise<void> {
  await writeNumber(turn.sql, 'network.pushed', turn.now);
  await emit(turn, null, { type: 'network', network: await readNetwork(turn.sql, turn.chain()) });
}

/** Rows after `seq`, or `resync` when some of them are no longer kept. */
export async function eventsSince(
  sql: Sql,
  seq: number,
  limit: number,
): Promise<FeedRow[] | 'resync'> {
  const oldest = await count(sql, 'SELECT COALESCE(MIN(seq), 1) AS seq FROM events');
  if (seq + 1 < oldest || seq > (await lastSeq(sql))) return 'resync';
  const rows = await sql.all('events', 'WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit);
  return rows.map(({ device_key: deviceKey, event }) => ({
    deviceKey,
    // Written by `emit` from a typed event.
    event: JSON.parse(event) as FeedEvent,
  }));
}
