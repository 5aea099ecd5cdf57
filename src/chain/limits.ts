import { AppError } from '../shared/errors.ts';
import { assertNever } from '../shared/assert.ts';
import type { StakeOrder } from './contract.ts';
import { ROOT, ROOT_PRICE } from './root.ts';

// How far a price may move. The chain compares the pool's marginal price at the end of the fill
// with the limit, not the average that was paid.

const PARTS = 1_000_000_000n;
const MOST = 0.5;

/**
 * Highest price that a purchase may push the pool to: spot × (1 + tolerance), rounded down, so that
 * it is never looser than was said.
 */
export function ceiling(spot: bigint, tolerance: number): bigint {
  return (spot * (PARTS + parts(tolerance))) / PARTS;
}

/** Lowest price that a sale may push the pool to: spot × (1 − tolerance), rounded up. */
export function floor(spot: bigint, tolerance: number): bigint {
  const exact = spot * (PARTS - parts(tolerance));
  return (exact + PARTS - 1n) / PARTS;
}

/** Price of one subnet's alpha in another's, × 10⁹: what a swap is limited by. */
export function crossPrice(from: bigint, to: bigint): bigint {
  return to === 0n ? 0n : (from * ROOT_PRICE) / to;
}

/**
 * Limit price of an order; null where its call has none.
 * @param spot price that its quote was made at
 *
 * Between places without a pool, where the price is 1 for ever, the limit is exactly that: the
 * chain fills it always, and would never fill a stricter one.
 */
export function limitPrice(order: StakeOrder, spot: bigint, tolerance: number): bigint | null {
  switch (order.kind) {
    case 'add':
      return order.netuid === ROOT ? ROOT_PRICE : ceiling(spot, tolerance);
    case 'remove':
    case 'remove-all':
      return order.netuid === ROOT ? ROOT_PRICE : floor(spot, tolerance);
    case 'swap':
      return floor(spot, tolerance);
    case 'move':
      return null;
    default:
      return assertNever(order);
  }
}

function parts(tolerance: number): bigint {
  if (!(tolerance >= 0 && tolerance <= MOST)) {
    throw new AppError(
      'input.malformed',
      `a tolerance of ${tolerance} is not within 0 and ${MOST}`,
    );
  }
  return BigInt(Math.round(tolerance * Number(PARTS)));
}
