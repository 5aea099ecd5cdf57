import { describe, expect, it } from 'vitest';
import type { StakeOrder } from '../../src/chain/contract.ts';
import { ss58 } from '../support/fixture-node/world.ts';
import { ALICE, BOB, hasChainData } from '../unit/chain/stub-node.ts';
import { kinds, LIMITS, send, setUp, TAO } from './chain-stage.ts';

// What the chain tells, and orders that it takes.

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
