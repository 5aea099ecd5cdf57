import { Keyring } from '@polkadot/keyring';
import { describe, expect, it } from 'vitest';
import type { ChainClient, ChainState, StakeOrder } from '../../src/chain/contract.ts';
import { keyringSigner } from '../unit/chain/keyring-signer.ts';
import { ALICE, hasChainData } from '../unit/chain/stub-node.ts';
import { alice, kinds, LIMITS, send, setUp, TAO } from './chain-stage.ts';

// Orders that the chain, a wallet or a node does not take, and runtimes that change.

const until = (client: ChainClient, isReached: (state: ChainState) => boolean) =>
  new Promise<void>((resolve) => {
    if (isReached(client.state())) return resolve();
    const leave = client.subscribe((state) => {
      if (!isReached(state)) return;
      leave();
      resolve();
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
