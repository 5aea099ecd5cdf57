import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { CoordinatorCore, FeedRow } from '../../src/coordinator/port.ts';
import { createMetrics } from '../../src/coordinator/http/metrics.ts';
import { createSignatureChecker } from '../../src/coordinator/http/signature.ts';
import { type FeedServer, createFeed } from '../../src/coordinator/sockets/feed.ts';
import type { FeedEvent } from '../../src/protocol/feed.ts';
import { feedMessage } from '../../src/protocol/signing.ts';
import type { UnitInfo } from '../../src/protocol/submission.ts';
import { manualClock } from '../../src/shared/clock.ts';
import { AppError } from '../../src/shared/errors.ts';
import { createFakeCore } from '../support/fake-core.ts';
import { makeSigningKey } from '../support/signing-key.ts';

// The live feed over real sockets, with an outbox in memory.

const NOW = 1_800_000_000_000;
const COORDINATOR = makeSigningKey().deviceKey;
const key = makeSigningKey();

let outbox: FeedRow[];
let oldest: number;
let ring: () => void;
let authorized: unknown[];
let server: Server;
let feed: FeedServer;
let url: string;

function fakeCore(): CoordinatorCore {
  return {
    ...createFakeCore(),
    async authorizeFeed(by) {
      authorized.push(by);
      if (by.seq === 999) throw new AppError('request.replayed', 'seen before');
    },
    eventsSince: async (seq, limit) =>
      seq < oldest ? 'resync' : outbox.filter(({ event }) => event.seq > seq).slice(0, limit),
    lastEventSeq: async () => outbox.at(-1)?.event.seq ?? 0,
    onEvents(listener) {
      ring = listener;
      return () => undefined;
    },
  };
}

beforeEach(async () => {
  outbox = [];
  oldest = 0;
  authorized = [];
  const clock = manualClock(NOW);
  feed = await createFeed({
    core: fakeCore(),
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    signatures: createSignatureChecker(clock),
    coordinatorKey: COORDINATOR,
    perAddress: 3,
    proxies: 0,
  });
  server = createServer();
  feed.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/feed`;
});

afterEach(async () => {
  await feed.close();
  server.close();
});

interface Listener {
  readonly socket: WebSocket;
  readonly events: FeedEvent[];
  /** Resolves when so many events have come. */
  count(expected: number): Promise<FeedEvent[]>;
}

async function listen(opening: object): Promise<Listener> {
  const socket = new WebSocket(url);
  const events: FeedEvent[] = [];
  socket.on('message', (data) => void events.push(JSON.parse(String(data)) as FeedEvent));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'open', since: null, device: null, ...opening }));
  return {
    socket,
    events,
    async count(expected) {
      while (events.length < expected) await once(socket, 'message');
      return events;
    },
  };
}

async function closing(socket: WebSocket): Promise<[code: number, reason: string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
}

function proof(seq: number, timeMs = NOW) {
  const signature = key.sign(feedMessage(COORDINATOR, seq, timeMs));
  return { deviceKey: key.deviceKey, seq, timeMs, signature };
}

const unit = (unitId: string) => ({ unitId }) as UnitInfo; // the feed passes it on unread

const board = (seq: number): FeedRow => ({
  event: { type: 'board', seq, atMs: seq },
  deviceKey: null,
});
const own = (seq: number, deviceKey: string): FeedRow => ({
  event: { type: 'unit', seq, unit: unit(`u${seq}`) },
  deviceKey,
});
const decided = (seq: number): FeedRow => ({
  event: { type: 'decided', seq, units: [unit(`u${seq}`)] },
  deviceKey: null,
});

function push(...rows: FeedRow[]): void {
  outbox.push(...rows);
  ring();
}

const brief = (events: readonly FeedEvent[]) => events.map(({ type, seq }) => `${type} ${seq}`);

describe('the live feed', () => {
  test('a spectator hears boards and decisions, and no one’s own units', async () => {
    const { count } = await listen({});
    await count(1);

    push(own(1, key.deviceKey), decided(2), decided(3), board(4), board(5));

    const events = await count(3);
    expect(brief(events)).toEqual(['welcome 0', 'decided 3', 'board 5']);
    expect(events[1]).toMatchObject({ units: [{ unitId: 'u2' }, { unitId: 'u3' }] });
  });

  test('a device that proves its key hears its own units, and not another’s', async () => {
    const { count } = await listen({ device: proof(5) });
    await count(1);

    push(own(1, 'another'), own(2, key.deviceKey), own(3, key.deviceKey));

    expect(brief(await count(3))).toEqual(['welcome 0', 'unit 2', 'unit 3']);
    expect(authorized).toEqual([{ deviceKey: key.deviceKey, seq: 5 }]);
  });

  test('a client that comes back gets what it missed, then goes on', async () => {
    push(board(1), own(2, key.deviceKey), board(3), own(4, key.deviceKey));
    const { count } = await listen({ since: 1, device: proof(6) });
    await count(4);

    push(own(5, key.deviceKey));

    expect(brief(await count(5))).toEqual(['welcome 1', 'unit 2', 'unit 4', 'board 3', 'unit 5']);
  });

  test('what is no longer kept, or from another database, is a resync', async () => {
    push(board(8), board(9));
    oldest = 7;

    const behind = await listen({ since: 3 });
    const ahead = await listen({ since: 50 });

    expect(brief(await behind.count(2))).toEqual(['welcome 3', 'resync 9']);
    expect(brief(await ahead.count(2))).toEqual(['welcome 9', 'resync 9']);
  });

  test('boards are pushed at most twice a second, the last one always', async () => {
    const { count, events } = await listen({});
    await count(1);

    const started = performance.now();
    for (let seq = 1; performance.now() - started < 1200; seq++) {
      push(board(seq));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 600));

    const boards = events.filter(({ type }) => type === 'board');
    expect(boards.length).toBeGreaterThanOrEqual(3);
    expect(boards.length).toBeLessThanOrEqual(4);
    expect(boards.at(-1)?.seq).toBe(outbox.at(-1)?.event.seq);
  });
});

describe('an opening that is refused', () => {
  test.each([
    ['a signature over something else', 'request.signature', { ...proof(7), seq: 8 }],
    ['a clock that is off', 'request.clock', proof(7, NOW - 40_000)],
    ['a sequence number seen before', 'request.replayed', proof(999)],
  ])('%s closes with %s', async (_what, code, device) => {
    const { socket } = await listen({ device });

    const [status, reason] = await closing(socket);

    expect(status).toBe(1008);
    expect(reason).toContain(code);
  });

  test('a message that does not fit closes', async () => {
    const { socket } = await listen({ type: 'shut' });

    expect(await closing(socket)).toEqual([1008, expect.stringContaining('input.malformed')]);
  });

  test('one address holds so many feeds and no more', async () => {
    const open = await Promise.all([listen({}), listen({}), listen({})]);
    await Promise.all(open.map(({ count }) => count(1)));

    const [error] = (await once(new WebSocket(url), 'error')) as [Error];

    expect(error.message).toContain('429');
  });

  test('another path is 404', async () => {
    const [error] = (await once(new WebSocket(`${url}s`), 'error')) as [Error];

    expect(error.message).toContain('404');
  });
});
