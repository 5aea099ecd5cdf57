import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../shared/clock.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import { FeedOpen } from '../../protocol/feed.ts';
import { feedMessage } from '../../protocol/signing.ts';
import { clientAddress } from '../http/address.ts';
import type { Metrics } from '../http/metrics.ts';
import type { SignatureChecker } from '../http/signature.ts';
import type { CoordinatorCore } from '../port.ts';
import { CLOSE, type FeedClient, createFeedClient } from './client.ts';
import { createFeedHub } from './hub.ts';

const PATH = '/v1/feed';
const OPEN_LIMIT_MS = 5000;
const PING_MS = 30_000;
const MOST_MESSAGE_BYTES = 4096;

export interface FeedOptions {
  readonly core: CoordinatorCore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly signatures: SignatureChecker;
  readonly coordinatorKey: string;
  /** Feeds that one address may hold open. */
  readonly perAddress: number;
  readonly proxies: number;
}

export interface FeedServer {
  /** Takes over upgrade requests of an HTTP server. */
  attach(server: Server): void;
  close(): Promise<void>;
}

/** The live feed at /v1/feed. */
export async function createFeed(options: FeedOptions): Promise<FeedServer> {
  const { core, log, metrics } = options;
  const hub = await createFeedHub(core, log);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const perAddress = new Map<string, number>();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = clientAddress(request, options.proxies);
    const held = perAddress.get(address) ?? 0;
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    if (held >= options.perAddress) return refuse(socket, '429 Too Many Requests');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      opened.once('close', () => release(address));
      serve(opened);
    });
  }

  function release(address: string): void {
    const left = (perAddress.get(address) ?? 1) - 1;
    if (left > 0) perAddress.set(address, left);
    else perAddress.delete(address);
  }

  function serve(socket: WebSocket): void {
    metrics.feeds.inc();
    const stopPings = keepAlive(socket);
    const impatience = setTimeout(
      () => socket.close(CLOSE.refused, 'no opening message'),
      OPEN_LIMIT_MS,
    );
    let client: FeedClient | null = null;
    socket.on('error', (error) => log.debug({ err: error }, 'a feed broke'));
    socket.once('message', (data) => {
      clearTimeout(impatience);
      void greet(data);
    });
    socket.once('close', () => {
      clearTimeout(impatience);
      stopPings();
      metrics.feeds.dec();
      if (client) hub.leave(client);
    });

    async function greet(data: RawData): Promise<void> {
      try {
        client = await open(socket, data);
        // It may have gone while it was being served.
        if (socket.readyState !== socket.OPEN) hub.leave(client);
      } catch (error) {
        socket.close(CLOSE.refused, refusal(error));
      }
    }
  }

  function refusal(error: unknown): string {
    const { code, message } =
      error instanceof v.ValiError || error instanceof SyntaxError
        ? new AppError('input.malformed', 'the opening message does not fit')
        : toAppError(error);
    if (code !== 'internal') return closeReason(code, message);
    log.error({ err: error }, 'a feed could not be opened');
    return code;
  }

  async function open(socket: WebSocket, data: RawData): Promise<FeedClient> {
    const { since, device } = v.parse(FeedOpen, JSON.parse(textOf(data)));
    if (device) {
      const { deviceKey, seq, timeMs } = device;
      await options.signatures.checkMessage(
        device,
        feedMessage(options.coordinatorKey, seq, timeMs),
      );
      await core.authorizeFeed({ deviceKey, seq });
    }
    const last = await core.lastEventSeq();
    // A number from the future is one of another database: nothing before now can be missed.
    const start = since === null || since > last ? last : since;
    const client = createFeedClient(socket, device?.deviceKey ?? null, start);
    client.send({ type: 'welcome', seq: start, timeMs: options.clock.now() });
    if (since !== null && since > last) client.send({ type: 'resync', seq: last });
    await hub.join(client);
    return client;
  }

  let closing: Promise<void> | null = null;

  async function closeAll(): Promise<void> {
    hub.close();
    for (const socket of sockets.clients) socket.close(CLOSE.away, 'the coordinator stops');
    // One that does not answer the closing handshake is not waited for.
    const force = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
    }, 500);
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
    clearTimeout(force);
  }

  return {
    attach(server) {
      server.on('upgrade', upgrade);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Pings until the socket closes; one that missed a pong is gone. */
function keepAlive(socket: WebSocket): () => void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}

/** A close frame holds at most 123 bytes of reason. */
function closeReason(code: string, message: string): string {
  return Buffer.from(`${code}: ${message}`)
    .subarray(0, 120)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
