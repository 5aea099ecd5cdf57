import type { Logger } from 'pino';
import { LIMITS } from '../../protocol/limits.ts';
import type { CoordinatorCore, FeedRow } from '../port.ts';
import type { FeedClient } from './client.ts';
import { gather } from './coalesce.ts';

const ROWS_PER_READ = 500;
const PUSH_MS = 1000 / LIMITS.feedPushesPerSecond;

/** Reads the outbox once for all clients and passes rows on. */
export interface FeedHub {
  /** Sequence number up to which rows have been passed on. */
  readonly cursor: number;
  /** Serves a client from its cursor on, then keeps it served until it is removed. */
  join(client: FeedClient): Promise<void>;
  leave(client: FeedClient): void;
  close(): void;
}

export async function createFeedHub(core: CoordinatorCore, log: Logger): Promise<FeedHub> {
  let cursor = await core.lastEventSeq();
  const live = new Set<FeedClient>();
  const byDevice = new Map<string, Set<FeedClient>>();
  const everybody = gather();
  let pushTimer: NodeJS.Timeout | null = null;
  let lastPushMs = Number.NEGATIVE_INFINITY;
  let reading = false;
  let again = false;

  const stopListening = core.onEvents(() => void pump());

  async function pump(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    try {
      while (again) {
        again = false;
        await readOn();
      }
    } catch (error) {
      log.error({ err: error }, 'reading the outbox failed; the next event tries again');
    } finally {
      reading = false;
    }
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const rows = await core.eventsSince(cursor, ROWS_PER_READ);
      if (rows === 'resync') return skipAhead(await core.lastEventSeq());
      for (const row of rows) pass(row);
      if (rows.length < ROWS_PER_READ) return;
    }
  }

  function pass({ event, deviceKey }: FeedRow): void {
    cursor = Math.max(cursor, event.seq);
    if (deviceKey === null) {
      everybody.add(event);
      schedulePush();
      return;
    }
    const text = JSON.stringify(event);
    for (const client of byDevice.get(deviceKey) ?? []) client.sendText(text, event.seq);
  }

  function skipAhead(seq: number): void {
    cursor = seq;
    for (const client of live) client.send({ type: 'resync', seq });
  }

  /** The first change goes out at once, those that follow wait their turn together. */
  function schedulePush(): void {
    pushTimer ??= setTimeout(push, Math.max(0, lastPushMs + PUSH_MS - performance.now()));
  }

  function push(): void {
    pushTimer = null;
    lastPushMs = performance.now();
    for (const event of everybody.take()) {
      const text = JSON.stringify(event);
      for (const client of live) client.sendText(text, event.seq);
    }
  }

  function admit(client: FeedClient): void {
    live.add(client);
    if (client.deviceKey === null) return;
    const own = byDevice.get(client.deviceKey) ?? new Set();
    own.add(client);
    byDevice.set(client.deviceKey, own);
  }

  return {
    get cursor() {
      return cursor;
    },
    async join(client) {
      for (;;) {
        const before = cursor;
        const rows = await core.eventsSince(client.cursor, ROWS_PER_READ);
        if (rows === 'resync') {
          client.send({ type: 'resync', seq: cursor });
          return admit(client);
        }
        client.catchUp(rows);
        // No await between this test and the admission: no row can slip through.
        const servedAll = client.cursor >= cursor || (rows.length === 0 && cursor === before);
        if (servedAll) return admit(client);
      }
    },
    leave(client) {
      live.delete(client);
      if (client.deviceKey === null) return;
      const own = byDevice.get(client.deviceKey);
      own?.delete(client);
      if (own?.size === 0) byDevice.delete(client.deviceKey);
    },
    close() {
      stopListening();
      if (pushTimer) clearTimeout(pushTimer);
      live.clear();
      byDevice.clear();
    },
  };
}
