import { describe, expect, it } from 'vitest';
import type { Quote, StakeOrder } from '../../../../src/chain/contract.ts';
import { checkOrder } from '../../../../src/features/stake/checks.ts';
import { impactLevel, yieldOf } from '../../../../src/features/stake/figures.ts';
import type { Holding, Portfolio } from '../../../../src/features/stake/portfolio.svelte.ts';
import { ALICE, OTHER, TAO, VALIDATOR, positionOf, subnetOf } from './fake-client.ts';

const QUOTE: Quote = {
  out: TAO,
  fee: 500_000n,
  slippage: 0n,
  impact: 0,
  spotPrice: 50_000_000n,
  block: 1,
};
const MARKET = {
  subnets: [subnetOf(0), subnetOf(44), subnetOf(77, { isEnabled: false })],
  minStake: 2_000_000n,
};

interface Case {
  readonly order: StakeOrder;
  readonly quote?: Partial<Quote> | null;
  readonly fee?: bigint | null;
  readonly free?: bigint;
  readonly held?: Partial<Holding>;
  readonly tolerance?: number;
  readonly allowPartial?: boolean;
}

function check(input: Case) {
  const { order, quote = {}, fee = 140_000n, free = 10n * TAO, held = {} } = input;
  const portfolio: Portfolio = {
    address: ALICE,
    block: 1,
    balance: { free, transferable: free },
    holdings: [{ ...positionOf(), exit: TAO, ...held }],
    exitTotal: TAO,
  };
  const { tolerance = 0.01, allowPartial = false } = input;
  return checkOrder({
    order,
    limits: { tolerance, allowPartial },
    quote: quote && { ...QUOTE, ...quote },
    fee,
    market: MARKET,
    portfolio,
  });
}

const add = (tao: bigint, netuid = 44): StakeOrder => ({
  kind: 'add',
  hotkey: VALIDATOR,
  netuid,
  tao,
});
const remove = (alpha: bigint): StakeOrder => ({
  kind: 'remove',
  hotkey: VALIDATOR,
  netuid: 44,
  alpha,
});

describe('what stands against an order', () => {
  it('is nothing where all is well', () => {
    expect(check({ order: add(TAO) })).toEqual({ issues: [], notices: [] });
    expect(check({ order: remove(TAO) })).toEqual({ issues: [], notices: [] });
  });

  it('counts the fee to what must be there', () => {
    const free = 10n * TAO;

    expect(check({ order: add(free - 140_000n), free }).issues).toEqual([]);
    expect(check({ order: add(free - 139_999n), free }).issues).toEqual([
      { code: 'balance', missing: 1n },
    ]);
    expect(check({ order: remove(TAO), free: 1n }).issues).toEqual([
      { code: 'fee', fee: 140_000n },
    ]);
  });

  it('holds the minimum, with the pool’s fee on top when buying', () => {
    expect(check({ order: add(2_500_000n) }).issues).toEqual([]);
    expect(check({ order: add(2_499_999n) }).issues).toEqual([
      { code: 'minimum', least: 2_500_000n },
    ]);
    expect(check({ order: remove(TAO), quote: { out: 1_999_999n } }).issues).toEqual([
      { code: 'minimum', least: 2_000_000n },
    ]);
  });

  it('lets a whole position out however small it is', () => {
    const held = { stake: 5n, available: 5n };

    expect(check({ order: remove(5n), quote: { out: 1n }, held }).issues).toEqual([]);
  });

  it('takes out what is available and no more', () => {
    const held = { available: 50n * TAO, locked: 150n * TAO };

    expect(check({ order: remove(50n * TAO), held }).issues).toEqual([]);
    expect(check({ order: remove(50n * TAO + 1n), held }).issues).toEqual([
      { code: 'too-much', available: 50n * TAO },
    ]);
    const all: StakeOrder = { kind: 'remove-all', hotkey: VALIDATOR, netuid: 44 };
    expect(check({ order: all, held }).issues).toEqual([
      { code: 'locked', locked: 150n * TAO, available: 50n * TAO },
    ]);
  });

  it('names subnets that are off or do not exist', () => {
    expect(check({ order: add(TAO, 77) }).issues).toEqual([
      { code: 'subnet-disabled', netuid: 77 },
    ]);
    expect(check({ order: add(TAO, 500) }).issues).toEqual([{ code: 'unknown-subnet' }]);
  });

  it('goes nowhere in a circle', () => {
    const alpha = TAO;
    const move: StakeOrder = {
      kind: 'move',
      fromHotkey: VALIDATOR,
      toHotkey: VALIDATOR,
      netuid: 44,
      alpha,
    };
    const swap: StakeOrder = {
      kind: 'swap',
      hotkey: VALIDATOR,
      fromNetuid: 44,
      toNetuid: 44,
      alpha,
    };

    expect(check({ order: move }).issues).toEqual([{ code: 'same-validator' }]);
    expect(check({ order: swap }).issues).toEqual([{ code: 'same-subnet' }]);
    expect(check({ order: { ...move, fromHotkey: OTHER } }).issues).toEqual([
      { code: 'no-position' },
    ]);
  });

  it('says that nothing is nothing, and that zeros of the chain mean no', () => {
    expect(check({ order: add(0n) }).issues).toEqual([{ code: 'nothing' }]);
    expect(check({ order: add(TAO), quote: { out: null } }).issues).toEqual([
      { code: 'cannot-fill' },
    ]);
  });
});

describe('price impact', () => {
  it.each([
    [0.0199, 'calm'],
    [0.02, 'notice'],
    [0.0999, 'notice'],
    [0.1, 'alarm'],
  ] as const)('of %d is %s', (impact, level) => {
    expect(impactLevel({ impact })).toBe(level);
  });

  it('past the tolerance is said, with what will happen', () => {
    const order = add(TAO);

    expect(check({ order, quote: { impact: 0.015 } }).notices).toEqual([
      { code: 'over-limit', partial: false },
    ]);
    expect(check({ order, quote: { impact: 0.03 }, allowPartial: true }).notices).toEqual([
      { code: 'impact', level: 'notice' },
      { code: 'over-limit', partial: true },
    ]);
    expect(check({ order, quote: { impact: 0.015 }, tolerance: 0.02 }).notices).toEqual([]);
  });
});

describe('yield', () => {
  it('is the last payout times the payouts of a year over the stake', () => {
    const stake = 1_000n * TAO;

    expect(yieldOf({ netuid: 44, stake, emission: TAO / 10n }, 360)).toBeCloseTo(
      0.0001 * (2_629_800 / 360),
      9,
    );
    expect(yieldOf({ netuid: 44, stake, emission: 0n }, 360)).toBe(0);
  });

  it('is not made up where the chain reports no payout to go by', () => {
    expect(yieldOf({ netuid: 0, stake: TAO, emission: 0n }, 100)).toBeNull();
    expect(yieldOf({ netuid: 44, stake: 0n, emission: 0n }, 360)).toBeNull();
    expect(yieldOf({ netuid: 44, stake: TAO, emission: 1n }, 0)).toBeNull();
  });
});
