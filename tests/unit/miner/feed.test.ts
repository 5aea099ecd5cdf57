import { describe, expect, it } from 'vitest';
import { type SocketListeners, openFeed } from '../../../src/miner/feed.ts';
import type { FeedEvent } from '../../../src/protocol/feed.ts';
import { seededRng } from '../../../src/shared/rng.ts';
import { manualScheduler, settle } from './manual-scheduler.ts';

function setUp() {
  const scheduler = manualScheduler();
  const sockets: { listeners: SocketListeners; sent: string[]; closed: boolean }[] = [];
  const events: FeedEvent[] = [];
  const states: string[] = [];
  const feed = openFeed({
    url: 'ws://coordinator/v1/feed',
    rng: seededRng('feed'),
    scheduler,
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    openSocket: (_, listeners) => {
      const socket = { listeners, sent: [] as string[], closed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.sent.push(text),
        close: () => {
          socket.closed = true;
          listeners.onClose();
        },
      };
    },
  });
  return { feed, scheduler, sockets, events, states };
}

const push = (socket: { listeners: SocketListeners }, event: unknown): void =>
  socket.listeners.onMessage(JSON.stringify(event));

describe('the live feed', () => {
  it('opens as a spectator and passes events on', async () => {
    const { sockets, events, states } = setUp();
    sockets[0]!.listeners.onOpen();
    await settle();

    push(sockets[0]!, { type: 'welcome', seq: 7, timeMs: 1 });
    push(sockets[0]!, { type: 'board', seq: 8, atMs: 2 });

    expect(sockets[0]!.sent).toEqual(['{"type":"open","since":null,"device":null}']);
    expect(events.map(({ type }) => type)).toEqual(['welcome', 'board']);
    expect(states.at(-1)).toBe('online');
  });

  it('comes back after a loss and asks for what it missed', async () => {
    const { sockets, scheduler, states } = setUp();
    sockets[0]!.listeners.onOpen();
    push(sockets[0]!, { type: 'board', seq: 41, atMs: 2 });

    sockets[0]!.listeners.onClose();
    expect(states.at(-1)).toBe('connecting');
    await scheduler.pass(700);
    sockets[1]!.listeners.onOpen();
    await settle();

    expect(JSON.parse(sockets[1]!.sent[0]!)).toMatchObject({ since: 41 });
  });

  it('waits longer after each failure, half a minute at most', async () => {
    const { sockets, scheduler } = setUp();

    for (let failure = 0; failure < 12; failure++) {
      sockets.at(-1)!.listeners.onClose();
      await scheduler.pass(38_000);
    }

    expect(sockets.length).toBe(13);
  });

  it('passes over kinds of events that a newer coordinator may send', () => {
    const { sockets, events } = setUp();

    push(sockets[0]!, { type: 'weather', seq: 9 });
    sockets[0]!.listeners.onMessage('not json');

    expect(events).toEqual([]);
  });

  it('stays closed once closed', async () => {
    const { feed, sockets, scheduler } = setUp();

    feed.close();
    await scheduler.pass(120_000);

    expect(sockets.length).toBe(1);
    expect(sockets[0]!.closed).toBe(true);
  });
});
