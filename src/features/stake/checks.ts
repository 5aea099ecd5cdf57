import type { Balance, OrderLimits, Quote, StakeOrder } from '../../chain/contract.ts';
import { type ImpactLevel, impactLevel, subnetAt } from './figures.ts';
import type { Market, Portfolio } from './portfolio.svelte.ts';

// What stands against an order before anybody signs it. The chain decides in the end; this spares
// a fee where its answer is known.

export type BlockingIssue =
  | { readonly code: 'unknown-subnet' }
  | { readonly code: 'subnet-disabled'; readonly netuid: number }
  | { readonly code: 'no-position' }
  | { readonly code: 'same-validator' }
  | { readonly code: 'same-subnet' }
  | { readonly code: 'nothing' }
  | { readonly code: 'balance'; readonly missing: bigint }
  | { readonly code: 'fee'; readonly fee: bigint }
  | { readonly code: 'too-much'; readonly available: bigint }
  | { readonly code: 'locked'; readonly locked: bigint; readonly available: bigint }
  | { readonly code: 'minimum'; readonly least: bigint }
  | { readonly code: 'cannot-fill' };

export type Notice =
  | { readonly code: 'impact'; readonly level: Exclude<ImpactLevel, 'calm'> }
  /** The quote is already worse than the limit allows. */
  | { readonly code: 'over-limit'; readonly partial: boolean };

export interface Checked {
  readonly issues: readonly BlockingIssue[];
  readonly notices: readonly Notice[];
}

export interface CheckInput {
  readonly order: StakeOrder;
  readonly limits: OrderLimits;
  /** Null while none is there; without an output where the chain cannot fill the order. */
  readonly quote: Quote | null;
  /** Fee of the transaction, rao; null while unknown. */
  readonly fee: bigint | null;
  readonly market: Market;
  /** Null while no account is shown. */
  readonly portfolio: Portfolio | null;
}

export function checkOrder(input: CheckInput): Checked {
  const { portfolio, quote } = input;
  const issues = [
    ...placeIssues(input),
    ...(portfolio ? amountIssues(input, portfolio) : []),
    ...minimumIssues(input),
    ...(quote?.out === null ? [{ code: 'cannot-fill' } as const] : []),
  ];
  return { issues, notices: noticesOf(input) };
}

/** The subnets that an order touches. */
function netuidsOf(order: StakeOrder): readonly number[] {
  return order.kind === 'swap' ? [order.fromNetuid, order.toNetuid] : [order.netuid];
}

function placeIssues({ order, market }: CheckInput): BlockingIssue[] {
  const issues: BlockingIssue[] = [];
  for (const netuid of netuidsOf(order)) {
    const subnet = subnetAt(market.subnets, netuid);
    if (!subnet) issues.push({ code: 'unknown-subnet' });
    else if (!subnet.isEnabled) issues.push({ code: 'subnet-disabled', netuid });
  }
  if (order.kind === 'move' && order.fromHotkey === order.toHotkey) {
    issues.push({ code: 'same-validator' });
  }
  if (order.kind === 'swap' && order.fromNetuid === order.toNetuid) {
    issues.push({ code: 'same-subnet' });
  }
  return issues;
}

function amountIssues(
  { order, fee }: CheckInput,
  { balance, holdings }: Portfolio,
): BlockingIssue[] {
  if (order.kind === 'add') {
    if (order.tao === 0n) return [{ code: 'nothing' }];
    return balanceIssues(order.tao + (fee ?? 0n), balance);
  }
  const [hotkey, netuid] = sourceOf(order);
  const held = holdings.find((one) => one.hotkey === hotkey && one.netuid === netuid);
  if (!held) return [{ code: 'no-position' }];
  const short = fee !== null && fee > balance.transferable ? [{ code: 'fee', fee } as const] : [];
  const { available, locked } = held;
  if (order.kind === 'remove-all') {
    return locked > 0n ? [{ code: 'locked', locked, available }, ...short] : short;
  }
  if (order.alpha === 0n) return [{ code: 'nothing' }];
  return order.alpha > available ? [{ code: 'too-much', available }, ...short] : short;
}

/** Validator and subnet that an order takes from. */
export function sourceOf(order: StakeOrder): readonly [hotkey: string, netuid: number] {
  switch (order.kind) {
    case 'move':
      return [order.fromHotkey, order.netuid];
    case 'swap':
      return [order.hotkey, order.fromNetuid];
    case 'add':
    case 'remove':
    case 'remove-all':
      return [order.hotkey, order.netuid];
  }
}

function balanceIssues(needed: bigint, { transferable }: Balance): BlockingIssue[] {
  const missing = needed - transferable;
  return missing > 0n ? [{ code: 'balance', missing }] : [];
}

/** The chain's minimum is in TAO and does not count the pool's fee; taking everything is exempt. */
function minimumIssues({ order, quote, market, portfolio }: CheckInput): BlockingIssue[] {
  const { minStake } = market;
  if (order.kind === 'add') {
    const least = minStake + (quote?.fee ?? 0n);
    return order.tao > 0n && order.tao < least ? [{ code: 'minimum', least }] : [];
  }
  if (order.kind !== 'remove' || order.alpha === 0n || !quote?.out) return [];
  const held = portfolio?.holdings.find(
    (one) => one.hotkey === order.hotkey && one.netuid === order.netuid,
  );
  return quote.out < minStake && held?.stake !== order.alpha
    ? [{ code: 'minimum', least: minStake }]
    : [];
}

function noticesOf({ order, limits, quote }: CheckInput): Notice[] {
  if (!quote || quote.out === null) return [];
  const notices: Notice[] = [];
  const level = impactLevel(quote);
  if (level !== 'calm') notices.push({ code: 'impact', level });
  if (order.kind !== 'move' && quote.impact > limits.tolerance) {
    const partial = limits.allowPartial && order.kind !== 'remove-all';
    notices.push({ code: 'over-limit', partial });
  }
  return notices;
}
