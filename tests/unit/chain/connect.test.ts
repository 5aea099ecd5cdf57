import { afterEach, describe, expect, it } from 'vitest';
import { connectChain } from '../../../src/chain/connect.ts';
import type { ChainClient, ChainState } from '../../../src/chain/contract.ts';
import type { MetadataCache } from '../../../src/chain/metadata-cache.ts';
import { FINNEY, hasChainData, metadataHex, type StubNode, stubNode } from './stub-node.ts';

const clients: ChainClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

/** A client over the given nodes, one per endpoint. */
async function open(nodes: Readonly<Record<string, () => StubNode>>, genesis = FINNEY) {
  const states: ChainState[] = [];
  const opened: StubNode[] = [];
  const client = await connectChain(Object.keys(nodes), {
    genesis,
    connect: (endpoint) => {
      const node = nodes[endpoint]!();
      opened.push(node);
      return node.provider;
    },
    waitMs: 5_000,
    pauseMs: 1,
  });
  clients.push(client);
  client.subscribe((state) => states.push(state));
  return { client, states, opened };
}

const until = (client: ChainClient, isReached: (state: ChainState) => boolean) =>
  new Promise<ChainState>((resolve) => {
    if (isReached(client.state())) return resolve(client.state());
    const leave = client.subscribe((state) => {
      if (!isReached(state)) return;
      leave();
      resolve(state);
    });
  });

const isReady = (state: ChainState) => state.kind === 'ready';

describe.skipIf(!hasChainData)('the line to the chain', () => {
  it('is connecting at first, then knows its node, follows the blocks, and ends', async () => {
    const { client, opened } = await open({ 'wss://one.example': () => stubNode() });
    expect(client.state()).toMatchObject({ kind: 'connecting', endpoint: 'wss://one.example' });

    expect(await until(client, isReady)).toEqual({
      kind: 'ready',
      chain: {
        endpoint: 'wss://one.example',
        genesis: FINNEY,
        network: 'mainnet',
        specName: 'node-subtensor',
        specVersion: 424,
        untested: false,
        block: 100,
        existentialDeposit: 500n,
        unknownExtensions: [],
      },
    });

    opened[0]!.block(101);
    await until(client, (state) => state.kind === 'ready' && state.chain.block === 101);

    await client.close();
    expect(opened[0]!.isOpen).toBe(false);
    await expect(client.minStake()).rejects.toMatchObject({ code: 'chain.unavailable' });
  });

  it('leaves a node that serves another chain', async () => {
    const genesis = `0x${'11'.repeat(32)}`;
    const { client, states, opened } = await open({
      'wss://one.example': () => stubNode({ genesis }),
      'wss://two.example': () => stubNode(),
    });

    expect(await until(client, isReady)).toMatchObject({
      chain: { endpoint: 'wss://two.example' },
    });
    expect(states[0]).toMatchObject({ kind: 'lost', reason: expect.stringContaining(genesis) });
    expect(opened[0]!.isOpen).toBe(false);
  });

  it('goes through a runtime upgrade on the same endpoint, with the new metadata', async () => {
    let node = stubNode({ spec: 393 });
    const { client, opened } = await open({ 'wss://one.example': () => node });
    expect(await until(client, isReady)).toMatchObject({ chain: { specVersion: 393 } });

    node = stubNode({ metadata: metadataHex(424), spec: 425 });
    opened[0]!.upgrade(425);

    const isNew = (state: ChainState) => state.kind === 'ready' && state.chain.specVersion === 425;
    // Newer than the tested one, which is said.
    expect(await until(client, isNew)).toMatchObject({ chain: { untested: true } });
    expect(opened).toHaveLength(2);
    expect(opened[0]!.isOpen).toBe(false);
  });

  it('refuses to be opened without an endpoint', async () => {
    await expect(connectChain([], { genesis: null })).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });

  it('takes the metadata from the cache and keeps what it downloaded', async () => {
    const kept = new Map<string, `0x${string}`>();
    const cache: MetadataCache = {
      load: async () => Object.fromEntries(kept),
      keep: async (key, read) => void kept.set(key, kept.get(key) ?? read()),
    };
    const first = stubNode();
    const second = stubNode();
    for (const { provider } of [first, second]) {
      const client = await connectChain(['wss://one.example'], {
        genesis: FINNEY,
        cache,
        connect: () => provider,
      });
      await until(client, isReady);
      await client.close();
    }

    expect([...kept.keys()]).toEqual([`${FINNEY}-424`]);
    const downloads = [first, second].map(
      ({ asked }) =>
        asked.filter(({ params }) => params[0] === 'Metadata_metadata_at_version').length,
    );
    expect(downloads).toEqual([1, 0]);
  });
});
