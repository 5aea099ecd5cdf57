import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectChain } from '../../../src/chain/connect.ts';
import type { ChainClient } from '../../../src/chain/contract.ts';
import { callVectors, type CallVectors } from './offline.ts';
import { ALICE, FINNEY, hasChainData, HOTKEY, type StubNode, stubNode } from './stub-node.ts';

// What is asked of a runtime, byte for byte, and how its answers are read.

let vectors: CallVectors;
let node: StubNode;
let client: ChainClient;
/** Answers of `state_call` that a test sets. */
const answers: Record<string, string> = {};

const PRICE = 'SwapRuntimeApi_current_alpha_price';
const BUY = 'SwapRuntimeApi_sim_swap_tao_for_alpha';
const SELL = 'SwapRuntimeApi_sim_swap_alpha_for_tao';
const STAKE = 'StakeInfoRuntimeApi_get_stake_info_for_coldkey';
const FREE = 'StakeInfoRuntimeApi_get_stake_availability_for_coldkeys';
const METHODS = [PRICE, BUY, SELL, STAKE, FREE, 'DelegateInfoRuntimeApi_get_delegates'];
const NOTHING_TO_SWAP = `0x${'00'.repeat(48)}`;

beforeAll(async () => {
  if (!hasChainData) return;
  vectors = callVectors();
  node = stubNode({
    calls: Object.fromEntries(
      METHODS.map((method) => [method, () => answers[method] ?? NOTHING_TO_SWAP]),
    ),
  });
  client = await connectChain(['wss://one.example'], {
    genesis: FINNEY,
    connect: () => node.provider,
  });
  await client.minStake();
});

afterAll(async () => {
  await client?.close();
});

/** Data of the last `state_call` of a method. */
const askedOf = (method: string) =>
  node.asked.findLast(({ params }) => params[0] === method)?.params[1];

const sample = (type: string) =>
  vectors.sampleResults.find((one) => one.type.startsWith(type))!.hex;
const vectorOf = (method: string) => vectors.stateCalls.find((one) => one.method === method)!.data;

describe.skipIf(!hasChainData)('quotes', () => {
  it('ask with the known bytes and read the known answer', async () => {
    answers[PRICE] = sample('u64 price');
    answers[BUY] = sample('SimSwapResult');

    const quote = await client.quote(
      { kind: 'add', hotkey: HOTKEY, netuid: 1, tao: 1_000_000_000n },
      ALICE,
    );

    expect(askedOf(BUY)).toBe(vectorOf(BUY));
    expect(askedOf(PRICE)).toBe(vectorOf(PRICE));
    expect(quote).toEqual({
      out: 19_900_000_000n,
      fee: 503_555n,
      slippage: 24_000_000n,
      impact: 0.001204577,
      spotPrice: 50_000_000n,
      block: 100,
    });
  });

  it('of a sale ask with the known bytes', async () => {
    answers[PRICE] = sample('u64 price');
    answers[SELL] = sample('SimSwapResult');

    const quote = await client.quote(
      { kind: 'remove', hotkey: HOTKEY, netuid: 1, alpha: 250_000_000n },
      ALICE,
    );

    expect(askedOf(SELL)).toBe(vectorOf(SELL));
    expect(quote).toMatchObject({ out: 1_000_000_000n, fee: 0n, slippage: 1_234_567n });
  });

  it('are none where the chain answers with zeros, and no order is prepared then', async () => {
    answers[BUY] = NOTHING_TO_SWAP;
    answers[SELL] = NOTHING_TO_SWAP;
    const order = { kind: 'add', hotkey: HOTKEY, netuid: 3, tao: 5n } as const;

    expect(await client.quote(order, ALICE)).toMatchObject({ out: null, impact: 0 });
    expect(await client.exitValue(3, 5n)).toBeNull();
    await expect(
      client.prepare(order, { tolerance: 0.01, allowPartial: false }, ALICE),
    ).rejects.toMatchObject({ code: 'chain.cannot-fill' });
  });

  it('of root are not asked for', async () => {
    const before = node.asked.length;

    const quote = await client.quote({ kind: 'add', hotkey: HOTKEY, netuid: 0, tao: 9n }, ALICE);

    expect(quote).toMatchObject({ out: 9n, fee: 0n, slippage: 0n, spotPrice: 1_000_000_000n });
    expect(node.asked).toHaveLength(before);
  });

  it('of a swap add what is lost in both pools', async () => {
    answers[PRICE] = sample('u64 price');
    answers[SELL] = sample('SimSwapResult');
    answers[BUY] = sample('SimSwapResult');

    const quote = await client.quote(
      { kind: 'swap', hotkey: HOTKEY, fromNetuid: 1, toNetuid: 2, alpha: 7n },
      ALICE,
    );

    // 1,234,567 rao were lost before, at 20 alpha a TAO, and 24,000,000 after.
    expect(quote).toMatchObject({
      out: 19_900_000_000n,
      fee: 0n,
      slippage: 24_000_000n + 24_691_340n,
      spotPrice: 1_000_000_000n,
    });
  });
});

describe.skipIf(!hasChainData)('positions', () => {
  it('ask with the known bytes and read the known answer', async () => {
    answers[STAKE] = sample('Vec<StakeInfo>');
    answers[FREE] = '0x00';

    const positions = await client.positions(ALICE);

    expect(askedOf(STAKE)).toBe(vectorOf(STAKE));
    expect(positions).toEqual([
      {
        hotkey: HOTKEY,
        netuid: 1,
        stake: 19_900_000_000n,
        available: 19_900_000_000n,
        locked: 0n,
        emission: 0n,
        isRegistered: true,
      },
    ]);
  });
});

describe.skipIf(!hasChainData)('validators', () => {
  it('are asked for with the known bytes', async () => {
    answers['DelegateInfoRuntimeApi_get_delegates'] = '0x00';

    expect(await client.validators()).toEqual([]);
    const method = 'DelegateInfoRuntimeApi_get_delegates';
    expect(askedOf(method)).toBe(vectorOf(method));
  });
});
