import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type OpenChainOptions, openChain } from '../../../../src/coordinator/chain/open.ts';
import { manualClock } from '../../../../src/shared/clock.ts';
import { settle } from '../../miner/manual-scheduler.ts';
import { fakeChain, GENESIS } from './fake-chain.ts';

function open(change: Partial<OpenChainOptions> & { endpoints?: readonly string[] } = {}) {
  const lines: string[] = [];
  const { endpoints = ['wss://node.example'], ...rest } = change;
  const chain = openChain({
    config: { chainEndpoints: [...endpoints], chainGenesis: GENESIS, chainEveryBlocks: 5 },
    connect: () => Promise.reject(new Error('not part of this test')),
    clock: manualClock(),
    log: pino({}, { write: (line) => void lines.push(line) }),
    onChange: () => undefined,
    ...rest,
  });
  return { chain, lines };
}

describe('the chain of a coordinator', () => {
  it('is nothing, and nothing is connected, where none is configured', async () => {
    let connects = 0;
    const connect = () => Promise.reject(new Error(`connected ${(connects += 1)} times`));

    const { chain, lines } = open({ endpoints: [], connect });
    await settle();

    expect([chain.snapshot(), chain.validators(), connects, lines]).toEqual([null, null, 0, []]);
    await chain.stop();
  });

  it('is watched for the ten subnets of this product at least', async () => {
    const client = fakeChain();
    const { chain } = open({ connect: () => Promise.resolve(client) });
    await settle();
    client.block(7);
    await settle();

    expect(chain.snapshot()?.subnets.map(({ netuid }) => netuid)).toEqual([8, 44]);
    expect(chain.validators()?.validators).toHaveLength(1);
    await chain.stop();
    expect(client.calls.at(-1)).toBe('close');
  });

  it('that cannot be connected is a line in the log and no end of the coordinator', async () => {
    const { chain, lines } = open({ connect: () => Promise.reject(new Error('no such library')) });
    await settle();

    expect(chain.snapshot()).toBeNull();
    expect(lines.join()).toContain('no such library');
    await chain.stop();
  });

  it('that is stopped while it connects is closed as soon as it is there', async () => {
    const client = fakeChain();
    let arrive = (): void => undefined;
    const connect = () =>
      new Promise<typeof client>((resolve) => {
        arrive = () => resolve(client);
      });
    const { chain } = open({ connect });

    const stopped = chain.stop();
    arrive();
    await stopped;

    expect(client.calls).toEqual(['close']);
  });
});
