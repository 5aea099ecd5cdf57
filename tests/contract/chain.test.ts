import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectChain } from '../../src/chain/connect.ts';
import type {
  ChainClient,
  ChainState,
  OrderStep,
  PreparedCall,
  StakeOrder,
} from '../../src/chain/contract.ts';
import {
  type FixtureNode,
  type FixtureNodeOptions,
  startFixtureNode,
} from '../support/fixture-node/node.ts';
import { publicKey, ss58 } from '../support/fixture-node/world.ts';
import { ALICE, BOB, hasChainData } from '../unit/chain/stub-node.ts';
import { keyringSigner } from '../unit/chain/keyring-signer.ts';

// The chain client against a node that checks every extrinsic as a real one does. The node is a
// simulator: it proves our encoding and flows, not the chain's economics.

const TAO = 1_000_000_000n;
const LIMITS = { tolerance: 0.01, allowPartial: false };

const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  await cryptoWaitReady();
});

afterAll(async () => {
  const world = await plain;
  await world?.client.close();
  await world?.node.close();
});

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function startNode(options: FixtureNodeOptions = {}): Promise<FixtureNode> {
  const node = await startFixtureNode({ balances: { [ALICE]: 1_000n * TAO }, ...options });
  ends.push(() => node.close());
  return node;
}

async function connect(...nodes: readonly FixtureNode[]): Promise<ChainClient> {
  const client = await connectChain(
    nodes.map(({ url }) => url),
    { genesis: nodes[0]!.genesis, pauseMs: 20 },
  );
  ends.push(() => client.close());
  return client;
}

interface Stage {
  readonly node: FixtureNode;
  readonly client: ChainClient;
  /** Of a validator. */
  readonly hotkey: string;
}

/** Node and client of the tests that need nothing special: opening them costs a second or two. */
let plain: Promise<Stage> | null = null;

async function setUp(options?: FixtureNodeOptions): Promise<Stage> {
  if (options) {
    const node = await startNode(options);
    return { node, client: await connect(node), hotkey: ss58(node.validators[0]!) };
  }
  plain ??= openPlain();
  const stage = await plain;
  stage.node.change(({ stakes, subnets }) => {
    for (const [key, { coldkey }] of stakes) {
      if (coldkey === publicKey(ALICE)) stakes.delete(key);
    }
    for (const subnet of subnets.values())
      Object.assign(subnet, { enabled: true, illiquid: false });
  });
  stage.node.fund(ALICE, 1_000n * TAO);
  stage.node.newBlock();
  return stage;
}

async function openPlain(): Promise<Stage> {
  const node = await startFixtureNode();
  const client = await connectChain([node.url], { genesis: node.genesis, pauseMs: 20 });
  return { node, client, hotkey: ss58(node.validators[0]!) };
}

const alice = () => new Keyring({ type: 'sr25519' }).addFromUri('//Alice');

/** Sends, seals blocks whenever the transaction waits for one, and gives every step. */
async function send(
  client: ChainClient,
  prepared: PreparedCall,
  node: FixtureNode,
  options: { signal?: AbortSignal; signer?: unknown; onStep?: (step: OrderStep) => void } = {},
): Promise<OrderStep[]> {
  const steps: OrderStep[] = [];
  await client.send(prepared, {
    account: { address: ALICE, signer: options.signer ?? keyringSigner(alice()) },
    signal: options.signal ?? new AbortController().signal,
    onStep(step) {
      steps.push(step);
      options.onStep?.(step);
      // Included at once, final two blocks later.
      if (step.kind === 'sent') node.newBlock();
      if (step.kind === 'in-block') node.newBlock(3);
    },
  });
  return steps;
}

const until = (client: ChainClient, isReached: (state: ChainState) => boolean) =>
  new Promise<void>((resolve) => {
    if (isReached(client.state())) return resolve();
    const leave = client.subscribe((state) => {
      if (!isReached(state)) return;
      leave();
      resolve();
    });
  });

const kinds = (steps: readonly OrderStep[]) => steps.map(({ kind }) => kind);

describe.skipIf(!hasChainData)('reads', () => {
  it('tells balances, subnets, validators, prices and costs', async () => {
    const { client, node } = await setUp();
    node.newBlock();

    expect(await client.balance(ALICE)).toEqual({
      free: 1_000n * TAO,
      transferable: 1_000n * TAO - 500n,
    });
    expect(await client.balance(BOB)).toEqual({ free: 0n, transferable: 0n });
    const subnets = await client.subnets();
    expect(subnets.map(({ netuid }) => netuid)).toEqual([0, 1, 2, 3, 4]);
    expect(subnets[0]).toMatchObject({ name: 'root', price: TAO, isEnabled: true });
    expect(subnets[1]).toMatchObject({ name: 'fixture 1', tempo: 360, isEnabled: true });
    expect(subnets[1]!.price).toBeGreaterThan(0n);
    const validators = await client.validators();
    expect(validators.map(({ hotkey }) => hotkey)).toEqual(
      expect.arrayContaining(node.validators.map(ss58)),
    );
    expect(await client.registrationCost(1)).toBeGreaterThan(0n);
    expect(await client.registrationCost(0)).toBeNull();
    expect(await client.minStake()).toBe(2_000_000n);
  });

  it('tells positions with what is free of them, subnets apart', async () => {
    const { client, node, hotkey } = await setUp();
    node.setStake({ coldkey: ALICE, hotkey, netuid: 1 }, 10n * TAO, 4n * TAO);
    node.setStake({ coldkey: ALICE, hotkey, netuid: 2 }, 5n * TAO);
    node.newBlock();

    const positions = await client.positions(ALICE);

    expect(positions.toSorted((a, b) => a.netuid - b.netuid)).toMatchObject([
      { hotkey, netuid: 1, stake: 10n * TAO, available: 6n * TAO, locked: 4n * TAO },
      { hotkey, netuid: 2, stake: 5n * TAO, available: 5n * TAO, locked: 0n },
    ]);
  });

  it('quotes root one to one and without a fee', async () => {
    const { client, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: 3n * TAO };

    expect(await client.quote(order, ALICE)).toMatchObject({
      out: 3n * TAO,
      fee: 0n,
      slippage: 0n,
      impact: 0,
      spotPrice: TAO,
    });
    expect(await client.exitValue(0, 7n)).toBe(7n);
  });

  it('says that a pool cannot fill an order, and prepares none', async () => {
    const { client, node, hotkey } = await setUp();
    node.setSubnet(1, { illiquid: true });
    node.newBlock();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };

    expect(await client.quote(order, ALICE)).toMatchObject({ out: null });
    await expect(client.prepare(order, LIMITS, ALICE)).rejects.toMatchObject({
      code: 'chain.cannot-fill',
    });
    expect(await client.exitValue(1, TAO)).toBeNull();
  });
});

describe.skipIf(!hasChainData)('orders', () => {
  it('buys: quoted, limited, signed, followed to its end, told by its events', async () => {
    const { client, node, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: 10n * TAO };

    const prepared = await client.prepare(order, LIMITS, ALICE);
    const steps = await send(client, prepared, node);

    const { spotPrice } = prepared.quote;
    expect(prepared.limitPrice).toBe((spotPrice * 101n) / 100n);
    expect(prepared.fee).toBeGreaterThan(0n);
    expect(prepared.call.args.map(({ value }) => value)).toEqual([
      hotkey,
      '1',
      String(10n * TAO),
      String(prepared.limitPrice),
      'false',
    ]);
    expect(kinds(steps)).toEqual(['signing', 'sent', 'in-block', 'finalized']);
    const last = steps.at(-1);
    const [position] = await client.positions(ALICE);
    expect(last).toMatchObject({
      outcome: {
        tao: expect.any(BigInt),
        alpha: position!.stake,
        events: expect.arrayContaining([
          expect.objectContaining({ name: 'subtensorModule.StakeAdded' }),
        ]),
      },
    });
    const { free } = await client.balance(ALICE);
    const fee = last?.kind === 'finalized' ? last.outcome.fee : 0n;
    expect(free).toBe(1_000n * TAO - 10n * TAO - fee);
  });

  it('sells a whole position to the last part', async () => {
    const { client, node, hotkey } = await setUp();
    node.setStake({ coldkey: ALICE, hotkey, netuid: 1 }, 12_345_678_901n);
    node.newBlock();

    const prepared = await client.prepare({ kind: 'remove-all', hotkey, netuid: 1 }, LIMITS, ALICE);
    const steps = await send(client, prepared, node);

    expect(kinds(steps).at(-1)).toBe('finalized');
    expect(await client.positions(ALICE)).toEqual([]);
  });

  it('sells a part, moves to another hotkey and swaps to another subnet', async () => {
    const { client, node, hotkey } = await setUp();
    node.setStake({ coldkey: ALICE, hotkey, netuid: 1 }, 100n * TAO);
    node.newBlock();
    const alpha = 10n * TAO;
    const toHotkey = ss58(node.validators[1]!);
    const orders: StakeOrder[] = [
      { kind: 'remove', hotkey, netuid: 1, alpha },
      { kind: 'move', fromHotkey: hotkey, toHotkey, netuid: 1, alpha },
      { kind: 'swap', hotkey, fromNetuid: 1, toNetuid: 2, alpha },
      { kind: 'swap', hotkey, fromNetuid: 1, toNetuid: 0, alpha },
    ];

    for (const order of orders) {
      const prepared = await client.prepare(order, LIMITS, ALICE);
      const steps = await send(client, prepared, node);
      expect(steps.at(-1), order.kind).toMatchObject({ kind: 'finalized' });
    }

    const positions = await client.positions(ALICE);
    expect(positions.find((one) => one.netuid === 1 && one.hotkey === hotkey)?.stake).toBe(
      60n * TAO,
    );
    expect(positions.find((one) => one.hotkey === toHotkey)?.stake).toBe(alpha);
    expect(positions.map(({ netuid }) => netuid).sort()).toEqual([0, 1, 1, 2]);
  });

  it('registers a hotkey with a cap on the cost', async () => {
    const { client, node } = await setUp();
    const cost = (await client.registrationCost(1)) ?? 0n;
    const order = { kind: 'register', hotkey: BOB, netuid: 1, maxCost: cost * 2n } as const;

    const prepared = await client.prepareRegistration(order, ALICE);
    const steps = await send(client, prepared, node);

    expect(prepared.cost).toBe(cost);
    expect(steps.at(-1)).toMatchObject({
      kind: 'finalized',
      outcome: {
        events: expect.arrayContaining([
          expect.objectContaining({ name: 'subtensorModule.NeuronRegistered' }),
        ]),
      },
    });
  });

  it('spends the most that may go in, and leaves the fee and the existential deposit', async () => {
    const { client, node, hotkey } = await setUp({ balances: { [ALICE]: 3n * TAO } });
    const wish: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: 0n };

    const tao = await client.maximum(wish, ALICE);
    const prepared = await client.prepare({ ...wish, tao }, LIMITS, ALICE);
    const steps = await send(client, prepared, node);

    expect(tao + prepared.fee + 500n).toBe(3n * TAO);
    expect(kinds(steps).at(-1)).toBe('finalized');
    await expect(client.prepare({ ...wish, tao: tao + 1n }, LIMITS, ALICE)).rejects.toMatchObject({
      code: 'chain.rejected',
      reason: 'NotEnoughBalanceToStake',
    });
  });

  it('sends two of one account one after the other, whoever is faster', async () => {
    const { client, node, hotkey } = await setUp({ blockMs: 50 });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    const quiet = { ...node, newBlock: () => '' };

    const both = await Promise.all([send(client, prepared, quiet), send(client, prepared, quiet)]);

    expect(both.map((steps) => kinds(steps).at(-1))).toEqual(['finalized', 'finalized']);
  });
});

describe.skipIf(!hasChainData)('what the chain refuses', () => {
  it('is told by its name before anybody signs, where it is certain', async () => {
    const { client, node, hotkey } = await setUp();
    node.setStake({ coldkey: ALICE, hotkey, netuid: 1 }, 10n * TAO, 4n * TAO);
    node.newBlock();
    const refused: [StakeOrder, string][] = [
      [{ kind: 'add', hotkey, netuid: 1, tao: 2_000_000n }, 'AmountTooLow'],
      [{ kind: 'add', hotkey, netuid: 1, tao: 1_000n * TAO }, 'NotEnoughBalanceToStake'],
      [{ kind: 'remove', hotkey, netuid: 1, alpha: 11n * TAO }, 'NotEnoughStakeToWithdraw'],
      [{ kind: 'remove', hotkey, netuid: 1, alpha: 7n * TAO }, 'StakeUnavailable'],
    ];

    for (const [order, reason] of refused) {
      await expect(
        client.prepare(order, { ...LIMITS, tolerance: 0.5 }, ALICE),
      ).rejects.toMatchObject({ code: 'chain.rejected', reason });
    }
  });

  it('is told by the dispatch error’s name, with what it cost all the same', async () => {
    const { client, node, hotkey } = await setUp();
    const prepared = await client.prepare(
      { kind: 'add', hotkey, netuid: 1, tao: TAO },
      LIMITS,
      ALICE,
    );

    node.setSubnet(1, { enabled: false });
    const steps = await send(client, prepared, node);

    const last = steps.at(-1);
    expect(last).toMatchObject({ kind: 'failed', code: 'SubtokenDisabled' });
    expect(last?.kind === 'failed' && last.hash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(last?.kind === 'failed' && last.fee).toBeGreaterThan(0n);
  });

  it('is told by the same name when the pool refuses it with a number', async () => {
    const { client, node, hotkey } = await setUp({ poolChecksStake: true });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: 100n * TAO };
    const prepared = await client.prepare(order, { ...LIMITS, tolerance: 0 }, ALICE);

    const steps = await send(client, prepared, node);

    expect(steps).toMatchObject([
      { kind: 'signing' },
      { kind: 'failed', code: 'SlippageTooHigh', hash: null, fee: null },
    ]);
  });

  it.each([
    ['dropped', 'Dropped'],
    ['invalid', 'Invalid'],
    ['usurped', 'Usurped'],
  ] as const)('is told when the pool calls it %s', async (status, code) => {
    const { client, node, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    const quiet = { ...node, newBlock: () => '' };

    const steps = await send(client, prepared, quiet, {
      onStep: (step) => step.kind === 'sent' && node.endTransactions(status),
    });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code });
  });

  it('is the signature of another key', async () => {
    const { client, node, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');

    const steps = await send(client, prepared, node, { signer: keyringSigner(bob) });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'BadProof', hash: null });
  });

  it('is followed again after its block was lost against another', async () => {
    const { client, node, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 0, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    let isRetracted = false;

    const steps = await send(client, prepared, {
      ...node,
      newBlock(count = 1) {
        if (count === 1 || isRetracted) return node.newBlock(count);
        isRetracted = true;
        node.retractHead();
        return '';
      },
    });

    expect(kinds(steps)).toEqual(['signing', 'sent', 'in-block', 'sent', 'in-block', 'finalized']);
  });
});

describe.skipIf(!hasChainData)('wallets', () => {
  const order = (hotkey: string): StakeOrder => ({ kind: 'add', hotkey, netuid: 0, tao: TAO });

  it('that refuse leave nothing sent', async () => {
    const { client, node, hotkey } = await setUp();
    const prepared = await client.prepare(order(hotkey), LIMITS, ALICE);
    const signer = { signPayload: () => Promise.reject(new Error('Cancelled')) };

    const steps = await send(client, prepared, node, { signer });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'wallet.rejected', hash: null });
    expect(node.waiting()).toBe(0);
  });

  it('that stay silent are given up when the visitor stops waiting, and what they sign then is not sent', async () => {
    const { client, node, hotkey } = await setUp();
    const prepared = await client.prepare(order(hotkey), LIMITS, ALICE);
    const stop = new AbortController();
    const signer = {
      signPayload: (payload: unknown) => {
        stop.abort();
        return keyringSigner(alice()).signPayload(payload as never);
      },
    };

    const steps = await send(client, prepared, node, { signer, signal: stop.signal });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'wallet.silent', hash: null });
    expect(node.waiting()).toBe(0);
  });

  it('that cannot sign transactions are told so', async () => {
    const { client, node, hotkey } = await setUp();
    const prepared = await client.prepare(order(hotkey), LIMITS, ALICE);

    const steps = await send(client, prepared, node, { signer: {} });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'wallet.unavailable' });
  });
});

describe.skipIf(!hasChainData)('a runtime upgrade', () => {
  it('is followed, and a call that was prepared before it is made anew', async () => {
    const { client, node, hotkey } = await setUp({ metadata: 393 });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    expect(prepared.specVersion).toBe(393);

    node.upgrade(424);
    node.newBlock();
    await until(client, (state) => state.kind === 'ready' && state.chain.specVersion === 424);
    const steps = await send(client, prepared, node);

    expect(kinds(steps).at(-1)).toBe('finalized');
    expect(await client.positions(ALICE)).toHaveLength(1);
  });

  it('while the wallet is asked sends nothing', async () => {
    const { client, node, hotkey } = await setUp({ metadata: 393 });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);
    const signer = {
      signPayload: (payload: unknown) => {
        node.upgrade(424);
        node.newBlock();
        return keyringSigner(alice()).signPayload(payload as never);
      },
    };

    const steps = await send(client, prepared, node, { signer });

    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'RuntimeUpgraded', hash: null });
  });
});

describe.skipIf(!hasChainData)('a node that is lost', () => {
  it('midway is replaced, and the transaction looked for in the blocks', async () => {
    const { client, node, hotkey } = await setUp();
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);

    const steps = await send(
      client,
      prepared,
      { ...node, newBlock: () => '' },
      {
        onStep(step) {
          if (step.kind !== 'sent') return;
          node.dropSockets();
          node.newBlock(4);
        },
      },
    );

    expect(kinds(steps)).toEqual(['signing', 'sent', 'finalized']);
    const [position] = await client.positions(ALICE);
    expect(steps.at(-1)).toMatchObject({ outcome: { alpha: position!.stake } });
  });
});

describe.skipIf(!hasChainData)('another runtime', () => {
  it('in which every index is another one is served all the same', async () => {
    const { client, node, hotkey } = await setUp({
      change: { shuffle: 7 },
      balances: { [ALICE]: 1_000n * TAO },
    });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };
    const prepared = await client.prepare(order, LIMITS, ALICE);

    const bought = await send(client, prepared, node);
    node.setSubnet(1, { enabled: false });
    const refused = await send(client, prepared, node);

    expect(bought.at(-1)).toMatchObject({
      kind: 'finalized',
      outcome: { alpha: expect.any(BigInt) },
    });
    expect(refused.at(-1)).toMatchObject({ kind: 'failed', code: 'SubtokenDisabled' });
  });

  it('that signs what this version does not know is read, and no transaction is made', async () => {
    const { client, hotkey } = await setUp({ change: { extension: 'CheckSomethingNew' } });
    const order: StakeOrder = { kind: 'add', hotkey, netuid: 1, tao: TAO };

    await expect(client.prepare(order, LIMITS, ALICE)).rejects.toMatchObject({
      code: 'chain.rejected',
      reason: 'UnknownExtension',
      message: expect.stringContaining('CheckSomethingNew'),
    });
    expect(client.state()).toMatchObject({ chain: { unknownExtensions: ['CheckSomethingNew'] } });
    expect(await client.subnets()).toHaveLength(5);
  });
});
