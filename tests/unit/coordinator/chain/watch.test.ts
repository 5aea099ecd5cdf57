import { pino } from 'pino';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ChainWatch, startChainWatch } from '../../../../src/coordinator/chain/watch.ts';
import { ChainSnapshot, emissionShare } from '../../../../src/protocol/chain-snapshot.ts';
import { manualClock } from '../../../../src/shared/clock.ts';
import { type FakeChain, fakeChain, GENESIS, subnetState } from './fake-chain.ts';

const settled = () => vi.advanceTimersByTimeAsync(0);

let chain: FakeChain;
let watch: ChainWatch;
let clock: ReturnType<typeof manualClock>;
let changes: number;
let lines: string[];

beforeEach(() => {
  vi.useFakeTimers();
  chain = fakeChain();
  clock = manualClock(1_000_000);
  changes = 0;
  lines = [];
  watch = startChainWatch({
    client: chain,
    genesis: GENESIS,
    netuids: [8, 44, 93],
    everyBlocks: 5,
    clock,
    log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
    onChange: () => void (changes += 1),
  });
});

afterEach(async () => {
  await watch.stop();
  vi.useRealTimers();
});

const readings = () => chain.calls.filter((name) => name === 'subnets').length;

describe('the watch of the chain', () => {
  it('has nothing to say before the chain answered', async () => {
    await settled();

    expect([watch.snapshot(), watch.validators(), changes]).toEqual([null, null, 0]);
  });

  it('keeps what the chain says of the subnets asked for, amounts as text', async () => {
    chain.list = [
      subnetState(44, { price: 2n ** 64n - 1n, name: 'Score' }),
      subnetState(0),
      subnetState(8),
      subnetState(120, { emission: 80_000_000n }),
    ];
    chain.block(100);
    await settled();

    const snapshot = parse(ChainSnapshot, watch.snapshot());
    expect(snapshot).toMatchObject({
      genesis: GENESIS,
      network: 'other',
      specVersion: 424,
      block: 100,
      atMs: 1_000_000,
      stale: false,
      emissionTotal: '100000000',
    });
    expect(snapshot.subnets.map(({ netuid }) => netuid)).toEqual([8, 44]);
    expect(snapshot.subnets[0]?.registrationCost).toBeNull();
    expect(snapshot.subnets[1]).toMatchObject({
      name: 'Score',
      price: '18446744073709551615',
      registrationCost: '500000000',
    });
    expect(emissionShare(snapshot, 44)).toBe(0.1);
    expect(emissionShare(snapshot, 93)).toBeNull();
    expect(changes).toBe(1);
  });

  it('names the host of the node and nothing else of its address', async () => {
    chain.block(100);
    await settled();

    expect(watch.snapshot()?.endpoint).toBe('node.example');
    expect(JSON.stringify(watch.snapshot())).not.toContain('secret');
  });

  it('reads every five blocks, not every block', async () => {
    for (let block = 100; block <= 111; block++) {
      chain.block(block);
      await settled();
    }

    expect(readings()).toBe(3);
    expect(watch.snapshot()?.block).toBe(110);
  });

  it('reads the validators far less often', async () => {
    for (let block = 100; block < 150; block++) {
      chain.block(block);
      await settled();
    }
    expect(chain.calls.filter((name) => name === 'validators')).toHaveLength(1);

    chain.block(150);
    await settled();

    expect(chain.calls.filter((name) => name === 'validators')).toHaveLength(2);
    expect(watch.validators()).toMatchObject({ block: 150, validators: [{ hotkey: '5Hot' }] });
  });

  it('keeps the last figures with their time when the chain is lost, and says that they are old', async () => {
    chain.block(100);
    await settled();
    clock.advance(60_000);

    chain.say({ kind: 'lost', endpoint: 'wss://node.example', reason: 'closed' });
    await settled();

    expect(watch.snapshot()).toMatchObject({ block: 100, atMs: 1_000_000, stale: true });
    expect(changes).toBe(2);
  });

  it('reads at once when the chain is back, also within the five blocks', async () => {
    chain.block(100);
    await settled();
    chain.say({ kind: 'connecting', endpoint: 'wss://second.example', attempt: 1 });
    chain.block(101, { endpoint: 'wss://second.example' });
    await settled();

    expect(watch.snapshot()).toMatchObject({
      block: 101,
      stale: false,
      endpoint: 'second.example',
    });
  });

  it('calls its figures old when no block came for three minutes', async () => {
    chain.block(100);
    await settled();

    clock.advance(181_000);
    await vi.advanceTimersByTimeAsync(15_000);

    expect(watch.snapshot()?.stale).toBe(true);
  });

  it('tries again with the next block after a reading that failed', async () => {
    chain.failure = new Error('the node is busy');
    chain.block(100);
    await settled();
    chain.failure = null;
    chain.block(101);
    await settled();

    expect(watch.snapshot()?.block).toBe(101);
    expect(lines.some((line) => line.includes('the node is busy'))).toBe(true);
  });

  it('gives up a reading that hangs, and goes on', async () => {
    chain.gate = new Promise(() => undefined);
    chain.block(100);
    await vi.advanceTimersByTimeAsync(30_000);
    chain.gate = null;
    chain.block(101);
    await settled();

    expect(watch.snapshot()?.block).toBe(101);
  });

  it('takes no figures of another chain than the configured one', async () => {
    chain.block(100, { genesis: `0x${'00'.repeat(32)}` });
    chain.block(106, { genesis: `0x${'00'.repeat(32)}` });
    await settled();

    expect(watch.snapshot()).toBeNull();
    expect(readings()).toBe(0);
    expect(lines.filter((line) => line.includes('ADIT_CHAIN_GENESIS'))).toHaveLength(1);
  });

  it('follows a runtime upgrade', async () => {
    chain.block(100);
    await settled();
    chain.block(105, { specVersion: 425 });
    await settled();

    expect(watch.snapshot()?.specVersion).toBe(425);
  });

  it('says nothing more once it is stopped', async () => {
    let open = (): void => undefined;
    chain.gate = new Promise((resolve) => {
      open = resolve;
    });
    chain.block(100);
    const stopped = watch.stop();
    open();
    await stopped;
    chain.block(110);
    await settled();

    expect([changes, readings()]).toEqual([0, 1]);
  });
});
