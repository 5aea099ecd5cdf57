import * as v from 'valibot';
import type { Rng } from '../shared/rng.ts';
import { FeedEvent, type FeedOpen } from '../protocol/feed.ts';
import { type BackOff, delayMs } from './loop/back-off.ts';
import { type Scheduler, systemScheduler } from './loop/scheduler.ts';

// The live feed: one socket that comes back by itself and asks for what it missed.

const RECONNECT: BackOff = { firstMs: 500, mostMs: 30_000 };

/** What the feed needs of a WebSocket. */
export interface FeedSocket {
  send(text: string): void;
  close(): void;
}

export interface SocketListeners {
  readonly onOpen: () => void;
  readonly onMessage: (data: unknown) => void;
  readonly onClose: () => void;
}

export interface FeedOptions {
  /** `wss://host/v1/feed`. */
  readonly url: string;
  readonly rng: Rng;
  /** Proof of the device's key, made anew for each connection; absent for a spectator. */
  readonly prove?: () => Promise<FeedOpen['device']>;
  readonly onEvent: (event: FeedEvent) => void;
  /** Called when the connection is made or lost. */
  readonly onState?: (state: 'connecting' | 'online') => void;
  readonly scheduler?: Scheduler;
  readonly openSocket?: (url: string, listeners: SocketListeners) => FeedSocket;
}

export interface Feed {
  /** Connects at once instead of waiting for the back-off: the browser is online again. */
  retryNow(): void;
  close(): void;
}

/** Opens the feed; it reconnects with back-off until closed. */
export function openFeed(options: FeedOptions): Feed {
  const { scheduler = systemScheduler, openSocket = defaultSocket, onState } = options;
  let since: number | null = null;
  let attempts = 0;
  let closed = false;
  let socket: FeedSocket | null = null;
  let cancelRetry: (() => void) | null = null;

  function connect(): void {
    cancelRetry = null;
    onState?.('connecting');
    const current = openSocket(options.url, {
      onOpen: () => void greet(current),
      onMessage: receive,
      onClose: () => {
        if (socket === current) lost();
      },
    });
    socket = current;
  }

  async function greet(current: FeedSocket): Promise<void> {
    try {
      const device = (await options.prove?.()) ?? null;
      const open: FeedOpen = { type: 'open', since, device };
      current.send(JSON.stringify(open));
    } catch {
      current.close(); // no proof or no socket any more: `onClose` tries again
    }
  }

  function receive(data: unknown): void {
    const event = parseEvent(data);
    if (!event) return;
    if (event.type === 'welcome') {
      attempts = 0;
      onState?.('online');
    }
    since = Math.max(since ?? 0, event.seq);
    options.onEvent(event);
  }

  function lost(): void {
    socket = null;
    if (closed) return;
    onState?.('connecting');
    cancelRetry = scheduler.after(delayMs(RECONNECT, attempts, options.rng), connect);
    attempts += 1;
  }

  connect();
  return {
    retryNow() {
      if (!cancelRetry) return;
      cancelRetry();
      connect();
    },
    close() {
      closed = true;
      cancelRetry?.();
      socket?.close();
    },
  };
}

/** Address of the feed at a coordinator; an empty base is the page's own origin. */
export function feedUrl(baseUrl: string): string {
  const url = new URL('/v1/feed', baseUrl || globalThis.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A newer coordinator may push kinds that this build does not know: they are passed over. */
function parseEvent(data: unknown): FeedEvent | null {
  if (typeof data !== 'string') return null;
  try {
    const parsed = v.safeParse(FeedEvent, JSON.parse(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // not JSON: not from a coordinator
  }
}

function defaultSocket(url: string, { onOpen, onMessage, onClose }: SocketListeners): FeedSocket {
  const socket = new WebSocket(url);
  socket.addEventListener('open', onOpen);
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => onMessage(data));
  socket.addEventListener('close', onClose);
  return socket;
}
