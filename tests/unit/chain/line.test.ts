import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiPromise } from '@polkadot/api';
import type { ChainFacts, ChainState } from '../../../src/chain/contract.ts';
import { type Line, openLine } from '../../../src/chain/line.ts';
import type { Ending, Session } from '../../../src/chain/session.ts';

// The line over sessions of plain values.

interface FakeSession extends Session {
  readonly endpoint: string;
  readonly onBlock: () => void;
  readonly isClosed: () => boolean;
  end(ending: Ending): void;
  advance(block: number): void;
}

const settled = () => vi.advanceTimersByTimeAsync(0);

let opened: FakeSession[];
let refused: string[];
let states: ChainState[];
let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  opened = [];
  refused = [];
  states = [];
});

afterEach(async () => {
  await line.close();
  vi.useRealTimers();
});

function session(endpoint: string, onBlock: () => void): FakeSession {
  let end: (ending: Ending) => void = () => undefined;
  let block = 1;
  let isClosed = false;
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  return {
    endpoint,
    onBlock,
    api: {} as ApiPromise, // the line never looks into it
    facts: () => ({ endpoint, block }) as ChainFacts, // nor at the rest of the facts
    request: () => Promise.reject(new Error('not part of this test')),
    ended,
    hold: () => () => undefined,
    close: () => {
      isClosed = true;
    },
    isClosed: () => isClosed,
    end: (ending) => end(ending),
    advance(next) {
      block = next;
      onBlock();
    },
  };
}

function start(endpoints: readonly string[]): void {
  line = openLine({
    endpoints,
    open: async (endpoint, onBlock) => {
      if (refused.includes(endpoint)) throw new Error(`${endpoint} refuses`);
      const one = session(endpoint, onBlock);
      opened.push(one);
      return one;
    },
    waitMs: 15_000,
    pauseMs: 1_000,
  });
  line.subscribe((state) => states.push(state));
}

const kinds = () => states.map(({ kind }) => kind);

describe('the line', () => {
  it('takes the second endpoint when the first one refuses', async () => {
    refused = ['one'];
    start(['one', 'two']);
    await settled();

    expect(states).toMatchObject([
      { kind: 'lost', endpoint: 'one', reason: 'one refuses' },
      { kind: 'connecting', endpoint: 'two', attempt: 2 },
      { kind: 'ready', chain: { endpoint: 'two' } },
    ]);
  });

  it('goes to the next endpoint when its node is lost, and says so', async () => {
    start(['one', 'two']);
    await settled();

    opened[0]!.end({ kind: 'lost', reason: 'the connection closed' });
    await settled();

    expect(states.slice(-3)).toMatchObject([
      { kind: 'lost', endpoint: 'one', reason: 'the connection closed' },
      { kind: 'connecting', endpoint: 'two' },
      { kind: 'ready', chain: { endpoint: 'two' } },
    ]);
    expect(opened[0]!.isClosed()).toBe(true);
  });

  it('stays on its endpoint after an upgrade, and calls that no loss', async () => {
    start(['one', 'two']);
    await settled();

    opened[0]!.end({ kind: 'upgraded', specVersion: 425 });
    await settled();

    expect(kinds().slice(-2)).toEqual(['connecting', 'ready']);
    expect(opened.map(({ endpoint }) => endpoint)).toEqual(['one', 'one']);
  });

  it('tries again ever more slowly when nobody answers, and for ever', async () => {
    refused = ['one', 'two'];
    start(['one', 'two']);
    await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000);
    expect(kinds().filter((kind) => kind === 'lost')).toHaveLength(8);

    refused = [];
    await vi.advanceTimersByTimeAsync(8_000);

    expect(line.state()).toMatchObject({ kind: 'ready', chain: { endpoint: 'one' } });
  });

  it('does not hammer an endpoint that drops whoever connects', async () => {
    start(['one']);
    await settled();
    opened[0]!.end({ kind: 'lost', reason: 'go away' });
    await settled();

    expect(opened).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(1_000);
    expect(opened).toHaveLength(2);
  });

  it('tells every new block', async () => {
    start(['one']);
    await settled();

    opened[0]!.advance(7);

    expect(states.at(-1)).toMatchObject({ kind: 'ready', chain: { block: 7 } });
  });

  it('lets who asks wait for a session', async () => {
    refused = ['one'];
    start(['one']);
    const waiting = line.session();
    refused = [];
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await waiting).toBe(opened[0]);
  });

  it('gives up on who asks when no endpoint answers in time', async () => {
    refused = ['one'];
    start(['one']);
    const waiting = expect(line.session()).rejects.toMatchObject({
      code: 'chain.unavailable',
      retryable: true,
      message: expect.stringContaining('one refuses'),
    });

    await vi.advanceTimersByTimeAsync(15_000);

    await waiting;
  });

  it('gives up on who asks when it is closed', async () => {
    refused = ['one'];
    start(['one']);
    const waiting = expect(line.session()).rejects.toMatchObject({ code: 'chain.unavailable' });

    await line.close();

    await waiting;
  });

  it('shuts what opens after it was closed', async () => {
    let arrive: (one: FakeSession) => void = () => undefined;
    line = openLine({
      endpoints: ['one'],
      open: () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    });

    await line.close();
    const late = session('one', () => undefined);
    arrive(late);
    await settled();

    expect(late.isClosed()).toBe(true);
  });
});
