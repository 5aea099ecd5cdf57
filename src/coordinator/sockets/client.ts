import type { WebSocket } from 'ws';
import type { FeedEvent } from '../../protocol/feed.ts';
import type { FeedRow } from '../port.ts';
import { gather } from './coalesce.ts';

/** A client that lets this much pile up is dropped; it comes back and asks for what it missed. */
const MOST_BUFFERED_BYTES = 1024 * 1024;

/** Close codes of RFC 6455 (1013: try again later). */
export const CLOSE = { away: 1001, refused: 1008, slow: 1013 } as const;

/** One opened feed. */
export interface FeedClient {
  readonly deviceKey: string | null;
  /** Sequence number up to which it has been served. */
  readonly cursor: number;
  send(event: FeedEvent): void;
  /** Sends text made once for many clients, unless it was served past `seq` already. */
  sendText(text: string, seq: number): void;
  /** Serves what was missed: its own units one by one, the rest gathered. */
  catchUp(rows: readonly FeedRow[]): void;
}

export function createFeedClient(
  socket: WebSocket,
  deviceKey: string | null,
  startSeq: number,
): FeedClient {
  let cursor = startSeq;

  function write(text: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      socket.close(CLOSE.slow, 'too slow');
      socket.terminate();
      return;
    }
    socket.send(text);
  }

  return {
    deviceKey,
    get cursor() {
      return cursor;
    },
    send(event) {
      write(JSON.stringify(event));
    },
    sendText(text, seq) {
      if (seq > cursor) write(text);
    },
    catchUp(rows) {
      const everybody = gather();
      for (const { event, deviceKey: owner } of rows) {
        cursor = Math.max(cursor, event.seq);
        if (owner === null) everybody.add(event);
        else if (owner === deviceKey) write(JSON.stringify(event));
      }
      for (const event of everybody.take()) write(JSON.stringify(event));
    },
  };
}
