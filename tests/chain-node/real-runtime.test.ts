import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { SignerPayloadJSON } from '@polkadot/types/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCall, describeCall } from '../../src/chain/calls.ts';
import type { OrderStep, PreparedCall } from '../../src/chain/contract.ts';
import { type Line, openLine } from '../../src/chain/line.ts';
import { createAccountQueue } from '../../src/chain/queue.ts';
import { readStorage } from '../../src/chain/runtime.ts';
import { Amount } from '../../src/chain/schemas.ts';
import { sendCall } from '../../src/chain/send.ts';
import { connectSocket, openSession, type Session } from '../../src/chain/session.ts';
import { type RuntimeNode, startChopsticks } from '../support/chopsticks.ts';

// Our line, signing, sending and reading of errors against a real Substrate runtime: the node is
// chopsticks, which executes the runtime of Rococo's asset hub and is none of our own code. It has
// no pools to stake in; what is shown is that nonce, fee, era, status and refusals are those of a
// real implementation.

const ROC = 1_000_000_000_000n;
const KEEP_ALIVE = 'balances.transferKeepAlive';

/**
 * This chain may take its fees in other assets, by an extension that Subtensor does not have and our
 * client therefore refuses to sign; @polkadot/api fills it in.
 */
function knowingAssetFees(session: Session): Session {
  const facts = session.facts();
  expect(facts.unknownExtensions).toContain('ChargeAssetTxPayment');
  return { ...session, facts: () => ({ ...session.facts(), unknownExtensions: [] }) };
}

describe('a real runtime', () => {
  let node: RuntimeNode;
  let line: Line;
  let session: Session;
  let alice: KeyringPair;
  let bob: KeyringPair;
  const queue = createAccountQueue();
  const figures: Record<string, number> = {};

  beforeAll(async () => {
    await cryptoWaitReady();
    const keyring = new Keyring({ type: 'sr25519' });
    alice = keyring.addFromUri('//Alice');
    bob = keyring.addFromUri('//Bob');
    node = await startChopsticks();
    figures['node ready'] = node.startMs;
    line = openLine({
      endpoints: [node.url],
      open: async (endpoint, onBlock) =>
        knowingAssetFees(
          await openSession({
            endpoint,
            genesis: null,
            cache: null,
            connect: connectSocket,
            onBlock,
          }),
        ),
      waitMs: 60_000,
    });
    session = await timed('line ready', () => line.session());
    const account = { providers: 1, data: { free: String(100n * ROC) } };
    await dev('dev_setStorage', { System: { Account: [[[alice.address], account]] } });
    // A mortal era of the genesis block is refused by this node: signing begins some blocks later.
    await timed('three blocks', () => dev('dev_newBlock', { count: 3 }));
  });

  afterAll(async () => {
    await line?.close();
    await node?.close();
    const lines = Object.entries(figures).map(([what, ms]) => `${what} ${Math.round(ms)} ms`);
    console.log(`real runtime: ${lines.join(', ')}`);
  });

  async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    figures[what] = performance.now() - started;
    return result;
  }

  /** A method of this node alone. */
  async function dev(method: string, params: object): Promise<unknown> {
    return await connection().send(method, [params]);
  }

  function connection(): ReturnType<typeof connectSocket> {
    return session.api['_rpcCore'].provider;
  }

  const balanceOf = async (who: KeyringPair): Promise<bigint> => {
    const item = { pallet: 'system', item: 'account', keys: [who.address] };
    const Account = v.object({ data: v.object({ free: Amount }) });
    return (await readStorage(session.api, item, Account)).data.free;
  };

  function transfer(to: KeyringPair, amount: bigint): PreparedCall {
    const { api } = session;
    const call = createCall(api, { name: KEEP_ALIVE, args: { dest: to.address, value: amount } });
    return {
      // Sending reads the call alone; what it was ordered as is for the screen.
      order: { kind: 'add', hotkey: to.address, netuid: 0, tao: amount },
      fee: 0n,
      call: describeCall(api.registry, call),
      specVersion: session.facts().specVersion,
    };
  }

  /** A wallet that signs what it is given, after `change` has touched it. */
  function wallet(pair: KeyringPair, change: Partial<SignerPayloadJSON> = {}) {
    return {
      signPayload(payload: SignerPayloadJSON) {
        const { registry } = session.api;
        const altered = { ...payload, ...change };
        const typed = registry.createType('ExtrinsicPayload', altered, {
          version: payload.version,
        });
        return Promise.resolve({ id: 1, ...typed.sign(pair) });
      },
    };
  }

  async function send(
    prepared: PreparedCall,
    from: KeyringPair,
    signer: unknown = wallet(from),
  ): Promise<OrderStep[]> {
    const steps: OrderStep[] = [];
    await sendCall({ line, queue }, prepared, {
      account: { address: from.address, signer },
      onStep: (step) => steps.push(step),
      signal: new AbortController().signal,
    });
    return steps;
  }

  test('is read: its name, its deposit, what an account has', async () => {
    const facts = session.facts();
    expect(facts.specName).toBe('statemine');
    expect(facts.existentialDeposit).toBeGreaterThan(0n);
    expect(await balanceOf(alice)).toBe(100n * ROC);
  });

  test('takes a transfer to finality, and the fee that was estimated', async () => {
    const before = await balanceOf(alice);
    const estimate = await timed('fee estimate', async () => {
      const { api } = session;
      const call = createCall(api, { name: KEEP_ALIVE, args: { dest: bob.address, value: ROC } });
      return (await api.tx(call).paymentInfo(alice.address)).partialFee.toBigInt();
    });
    const steps = await timed('transfer to finality', () => send(transfer(bob, ROC), alice));
    // This node makes a block final at once, so that `in-block` may be passed over.
    expect(steps.map(({ kind }) => kind).filter((kind) => kind !== 'in-block')).toEqual([
      'signing',
      'sent',
      'finalized',
    ]);
    const last = steps.at(-1);
    if (last?.kind !== 'finalized') throw new Error(`ended as ${JSON.stringify(last)}`);
    expect(last.outcome.events.map(({ name }) => name)).toContain('balances.Transfer');
    // This runtime is older than the event of the fee: the balances tell it.
    expect(await balanceOf(bob)).toBe(ROC);
    expect(await balanceOf(alice)).toBe(before - ROC - estimate);
  });

  test('takes the next of the same account, with the next nonce', async () => {
    const before = await balanceOf(bob);
    const steps = await send(transfer(bob, 2n * ROC), alice);
    expect(steps.at(-1)?.kind).toBe('finalized');
    expect(await balanceOf(bob)).toBe(before + 2n * ROC);
  });

  test('names the error of a call that fails, and keeps its fee', async () => {
    const before = await balanceOf(alice);
    const steps = await send(transfer(bob, 1_000n * ROC), alice);
    expect(steps.at(-1)).toMatchObject({ kind: 'failed', code: 'InsufficientBalance' });
    expect(await balanceOf(alice)).toBeLessThan(before);
  });

  test('refuses a signature over something else', async () => {
    const wrong = wallet(alice, { genesisHash: `0x${'01'.repeat(32)}` });
    expect((await send(transfer(bob, ROC), alice, wrong)).at(-1)).toMatchObject({
      kind: 'failed',
      code: 'BadProof',
    });
  });

  test('refuses an account that cannot pay, by its name', async () => {
    const poor = new Keyring({ type: 'sr25519' }).addFromUri('//poor');
    expect((await send(transfer(bob, ROC), poor)).at(-1)).toMatchObject({
      kind: 'failed',
      code: 'Payment',
    });
  });

  test('refuses a nonce that was used', async () => {
    const { api } = session;
    const call = createCall(api, { name: KEEP_ALIVE, args: { dest: bob.address, value: ROC } });
    const old = await api.tx(call).signAsync(alice, { nonce: 0 });
    await expect(old.send()).rejects.toThrow(/stale|outdated/i);
  });
});
