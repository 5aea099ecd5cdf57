import type { ApiPromise } from '@polkadot/api';
import * as v from 'valibot';
import { assertNever } from '../shared/assert.ts';
import type { Quote, StakeOrder } from './contract.ts';
import { crossPrice } from './limits.ts';
import { readPrice } from './reads/subnets.ts';
import { ROOT, ROOT_PRICE } from './root.ts';
import { callApi } from './runtime.ts';
import { Amount } from './schemas.ts';

// What a trade would give, from the chain's own simulation and nothing else: the mathematics of its
// pools has changed three times. Where there is no pool, on root and between hotkeys of a subnet,
// there is nothing to simulate: one is one.

const SimSwapResult = v.object({
  taoAmount: Amount,
  alphaAmount: Amount,
  taoFee: Amount,
  alphaFee: Amount,
  taoSlippage: Amount,
  alphaSlippage: Amount,
});

/** One trade in one pool. */
interface Trade {
  /** Zero when the chain cannot fill it. */
  readonly out: bigint;
  /** In the token that goes in. */
  readonly fee: bigint;
  /** In the token that comes out. */
  readonly slippage: bigint;
}

/** Quotes an order; of a whole position `position` is what it holds. */
export async function quoteOrder(
  api: ApiPromise,
  order: StakeOrder,
  { block, position }: { readonly block: number; readonly position: bigint },
): Promise<Quote> {
  switch (order.kind) {
    case 'add':
      return inPool(api, order.netuid, block, await buy(api, order.netuid, order.tao));
    case 'remove':
      return inPool(api, order.netuid, block, await sell(api, order.netuid, order.alpha));
    case 'remove-all':
      return inPool(api, order.netuid, block, await sell(api, order.netuid, position));
    case 'move':
      return inPool(api, order.netuid, block, oneToOne(order.alpha));
    case 'swap':
      return quoteSwap(api, order, block);
    default:
      return assertNever(order);
  }
}

/** TAO that alpha would give now; null when it cannot be filled. */
export async function quoteExit(
  api: ApiPromise,
  netuid: number,
  alpha: bigint,
): Promise<bigint | null> {
  const { out } = await sell(api, netuid, alpha);
  return out === 0n ? null : out;
}

async function inPool(
  api: ApiPromise,
  netuid: number,
  block: number,
  trade: Trade,
): Promise<Quote> {
  return toQuote(trade, await readPrice(api, netuid), block);
}

/**
 * Out of one pool, into the other. The chain takes one fee, on the way out, or on the way in where
 * the origin is root. The second simulation takes another, some 0.05 %: what arrives is that much
 * more than is quoted, never less.
 */
async function quoteSwap(
  api: ApiPromise,
  { fromNetuid, toNetuid, alpha }: Extract<StakeOrder, { kind: 'swap' }>,
  block: number,
): Promise<Quote> {
  const [from, to, first] = await Promise.all([
    readPrice(api, fromNetuid),
    readPrice(api, toNetuid),
    sell(api, fromNetuid, alpha),
  ]);
  const second = await buy(api, toNetuid, first.out);
  const spot = crossPrice(from, to);
  const lostBefore = to === 0n ? 0n : (first.slippage * ROOT_PRICE) / to;
  return toQuote(
    {
      out: second.out,
      fee: fromNetuid === ROOT ? second.fee : first.fee,
      slippage: second.slippage + lostBefore,
    },
    spot,
    block,
  );
}

async function buy(api: ApiPromise, netuid: number, tao: bigint): Promise<Trade> {
  if (netuid === ROOT) return oneToOne(tao);
  if (tao === 0n) return NOTHING;
  const method = 'sim_swap_tao_for_alpha';
  const call = { api: 'SwapRuntimeApi', method, args: [netuid, tao] };
  const { alphaAmount, taoFee, alphaSlippage } = await callApi(api, call, SimSwapResult);
  return { out: alphaAmount, fee: taoFee, slippage: alphaSlippage };
}

async function sell(api: ApiPromise, netuid: number, alpha: bigint): Promise<Trade> {
  if (netuid === ROOT) return oneToOne(alpha);
  if (alpha === 0n) return NOTHING;
  const method = 'sim_swap_alpha_for_tao';
  const call = { api: 'SwapRuntimeApi', method, args: [netuid, alpha] };
  const { taoAmount, alphaFee, taoSlippage } = await callApi(api, call, SimSwapResult);
  return { out: taoAmount, fee: alphaFee, slippage: taoSlippage };
}

const NOTHING: Trade = { out: 0n, fee: 0n, slippage: 0n };

function oneToOne(amount: bigint): Trade {
  return { out: amount, fee: 0n, slippage: 0n };
}

function toQuote({ out, fee, slippage }: Trade, spotPrice: bigint, block: number): Quote {
  const spotOut = out + slippage;
  return {
    out: out === 0n ? null : out,
    fee,
    slippage,
    // Parts per billion: exact enough to show, and bigint until the end.
    impact: spotOut === 0n ? 0 : Number((slippage * 1_000_000_000n) / spotOut) / 1e9,
    spotPrice,
    block,
  };
}
