// A simple pool per subnet. This is a simulator: it stands for the chain's own swap so that the
// product's encoding and flows can be tested; it says nothing about the chain's economics, whose
// formula has changed several times and is never computed by the product.

/** What is in a pool, in rao and in smallest parts of alpha. */
export interface Reserves {
  readonly taoIn: bigint;
  readonly alphaIn: bigint;
}

export interface PriceCurve {
  readonly name: string;
  /** Marginal price: rao per alpha (price × 10⁹). */
  price(reserves: Reserves): bigint;
  /** Alpha that leaves for `tao` rao that enter (the fee already taken). */
  buy(reserves: Reserves, tao: bigint): bigint;
  /** Rao that leave for `alpha` that enters (the fee already taken). */
  sell(reserves: Reserves, alpha: bigint): bigint;
}

export const ONE = 1_000_000_000n;

/** tao × alpha stays the same. */
export const constantProduct: PriceCurve = {
  name: 'constant product (fixture)',
  price: ({ taoIn, alphaIn }) => (alphaIn === 0n ? 0n : (taoIn * ONE) / alphaIn),
  buy: ({ taoIn, alphaIn }, tao) => (alphaIn * tao) / (taoIn + tao),
  sell: ({ taoIn, alphaIn }, alpha) => (taoIn * alpha) / (alphaIn + alpha),
};

/** tao × alpha² stays the same: another shape than the one clients tend to assume. */
export const squaredAlpha: PriceCurve = {
  name: 'tao × alpha² (fixture)',
  price: ({ taoIn, alphaIn }) => (alphaIn === 0n ? 0n : (2n * taoIn * ONE) / alphaIn),
  buy({ taoIn, alphaIn }, tao) {
    const left = squareRoot((taoIn * alphaIn * alphaIn) / (taoIn + tao));
    return left >= alphaIn ? 0n : alphaIn - left;
  },
  sell({ taoIn, alphaIn }, alpha) {
    const after = alphaIn + alpha;
    return taoIn - (taoIn * alphaIn * alphaIn) / (after * after);
  },
};

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

export interface Pool extends Reserves {
  readonly netuid: number;
  /** Share of the input kept as fee, of 65535. */
  readonly feeRate: number;
  /** True: the simulation answers zeros and orders fail. */
  readonly illiquid: boolean;
}

export interface Fill {
  /** Input without what was not filled, fee included. */
  readonly paid: bigint;
  /** In the token that goes in. */
  readonly fee: bigint;
  readonly out: bigint;
  /** Spot output minus output, in the token that comes out. */
  readonly slippage: bigint;
  readonly after: Reserves;
}

export type Side = 'buy' | 'sell';

/** Null when the pool cannot fill it. Root (netuid 0) trades one to one, without a fee. */
export function fill(curve: PriceCurve, pool: Pool, side: Side, amount: bigint): Fill | null {
  if (pool.netuid === 0) {
    return { paid: amount, fee: 0n, out: amount, slippage: 0n, after: pool };
  }
  if (pool.illiquid || amount <= 0n || pool.taoIn === 0n || pool.alphaIn === 0n) return null;
  if (side === 'buy' && amount > 1000n * pool.taoIn) return null;
  const fee = (amount * BigInt(pool.feeRate)) / 65_535n;
  const net = amount - fee;
  const out = side === 'buy' ? curve.buy(pool, net) : curve.sell(pool, net);
  const spotPrice = curve.price(pool);
  if (out <= 0n || spotPrice === 0n) return null;
  const spot = side === 'buy' ? (net * ONE) / spotPrice : (net * spotPrice) / ONE;
  const after =
    side === 'buy'
      ? { taoIn: pool.taoIn + net, alphaIn: pool.alphaIn - out }
      : { taoIn: pool.taoIn - out, alphaIn: pool.alphaIn + net };
  return { paid: amount, fee, out, slippage: spot > out ? spot - out : 0n, after };
}

export interface Limit {
  /** Marginal price that the end of the fill may not pass: ceiling of a buy, floor of a sale. */
  readonly price: bigint;
  readonly allowPartial: boolean;
}

/**
 * Fills up to a limit on the marginal price at the end of the fill, as the chain reads it.
 * `'slippage'` when the whole does not fit and parts are not allowed, or not even a part fits.
 */
export function fillWithin(
  curve: PriceCurve,
  pool: Pool,
  order: { readonly side: Side; readonly amount: bigint; readonly limit: Limit },
): Fill | 'slippage' | null {
  const { side, amount, limit } = order;
  const whole = fill(curve, pool, side, amount);
  if (whole === null) return null;
  const fits = ({ after }: Fill): boolean => {
    const price = pool.netuid === 0 ? ONE : curve.price(after);
    return side === 'buy' ? price <= limit.price : price >= limit.price;
  };
  if (fits(whole)) return whole;
  if (!limit.allowPartial) return 'slippage';
  return largestFit((part) => fill(curve, pool, side, part), amount, fits) ?? 'slippage';
}

/** The largest part of `amount` that fits, found by halving. */
function largestFit(
  fillPart: (part: bigint) => Fill | null,
  amount: bigint,
  fits: (fill: Fill) => boolean,
): Fill | null {
  let low = 0n;
  let high = amount;
  let best: Fill | null = null;
  while (high - low > 1n) {
    const part = (low + high) / 2n;
    const candidate = fillPart(part);
    if (candidate !== null && fits(candidate)) {
      best = candidate;
      low = part;
    } else {
      // A part too small to give anything is as good as a fit: the search goes on above it.
      if (candidate === null && part < ONE / 1000n) low = part;
      else high = part;
    }
  }
  return best;
}
