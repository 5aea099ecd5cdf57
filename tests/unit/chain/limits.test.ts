import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceiling, crossPrice, floor, limitPrice } from '../../../src/chain/limits.ts';
import type { StakeOrder } from '../../../src/chain/contract.ts';
import { transferable } from '../../../src/chain/reads/balance.ts';
import { HOTKEY } from './stub-node.ts';

const ONE = 1_000_000_000n;
const price = fc.bigInt({ min: 1n, max: 2n ** 53n });
const tolerance = fc.integer({ min: 0, max: 500_000 }).map((ppm) => ppm / 1e6);
const amount = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

/** a ÷ b within one part in 10⁸, enough to compare with a tolerance of six digits. */
const ratio = (a: bigint, b: bigint) => Number((a * 1_000_000_000n) / b) / 1e9;

describe('limit prices', () => {
  it('are never looser than the tolerance, nor stricter than a rao', () => {
    fc.assert(
      fc.property(price, tolerance, (spot, given) => {
        const parts = BigInt(Math.round(given * 1e9));

        const highest = ceiling(spot, given);
        const lowest = floor(spot, given);

        expect(highest * ONE <= spot * (ONE + parts)).toBe(true);
        expect((highest + 1n) * ONE > spot * (ONE + parts)).toBe(true);
        expect(lowest * ONE >= spot * (ONE - parts)).toBe(true);
        expect((lowest - 1n) * ONE < spot * (ONE - parts)).toBe(true);
        expect(lowest <= spot && spot <= highest).toBe(true);
      }),
    );
  });

  it('are 1 % above or below by default figures', () => {
    expect(ceiling(50_000_000n, 0.01)).toBe(50_500_000n);
    expect(floor(50_000_000n, 0.01)).toBe(49_500_000n);
  });

  it('of a swap are the price of one alpha in the other', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: ONE / 100n, max: ONE * 100n }),
        fc.bigInt({ min: ONE / 100n, max: ONE * 100n }),
        (from, to) => {
          expect(ratio(crossPrice(from, to), ONE)).toBeCloseTo(Number(from) / Number(to), 6);
        },
      ),
    );
    expect(crossPrice(ONE, 0n)).toBe(0n);
  });

  it.each([
    [{ kind: 'add', hotkey: HOTKEY, netuid: 0, tao: 1n }],
    [{ kind: 'remove', hotkey: HOTKEY, netuid: 0, alpha: 1n }],
    [{ kind: 'remove-all', hotkey: HOTKEY, netuid: 0 }],
  ] as readonly [StakeOrder][])('on root are exactly one: %o', (order) => {
    fc.assert(fc.property(tolerance, (given) => limitPrice(order, ONE, given) === ONE));
  });

  it('go up for a purchase, down for a sale and a swap, and are none for a move', () => {
    const at = (order: StakeOrder) => limitPrice(order, 100n * ONE, 0.1);

    expect(at({ kind: 'add', hotkey: HOTKEY, netuid: 1, tao: 1n })).toBe(110n * ONE);
    expect(at({ kind: 'remove', hotkey: HOTKEY, netuid: 1, alpha: 1n })).toBe(90n * ONE);
    expect(at({ kind: 'remove-all', hotkey: HOTKEY, netuid: 1 })).toBe(90n * ONE);
    expect(at({ kind: 'swap', hotkey: HOTKEY, fromNetuid: 1, toNetuid: 2, alpha: 1n })).toBe(
      90n * ONE,
    );
    expect(
      at({ kind: 'move', fromHotkey: HOTKEY, toHotkey: HOTKEY, netuid: 1, alpha: 1n }),
    ).toBeNull();
  });

  it.each([-0.01, 0.51, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuse a tolerance of %d',
    (given) => {
      expect(() => ceiling(ONE, given)).toThrow(
        expect.objectContaining({ code: 'input.malformed' }),
      );
    },
  );
});

describe('what may be spent', () => {
  it('leaves the existential deposit and what is frozen, and is never negative', () => {
    fc.assert(
      fc.property(amount, amount, amount, (free, reserved, frozen) => {
        const spendable = transferable({ free, reserved, frozen }, 500n);

        expect(spendable >= 0n && spendable <= free).toBe(true);
        const left = free - spendable;
        if (spendable > 0n) {
          expect(left >= 500n).toBe(true);
          expect(left + reserved >= frozen).toBe(true);
        }
      }),
    );
  });

  it('is everything but 500 rao where nothing is frozen', () => {
    expect(transferable({ free: 10_000n, reserved: 0n, frozen: 0n }, 500n)).toBe(9_500n);
    expect(transferable({ free: 10_000n, reserved: 3_000n, frozen: 4_000n }, 500n)).toBe(9_000n);
  });
});
