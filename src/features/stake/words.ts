import { formatPercent } from '../../app/format.ts';
import type { PreparedOrder, PreparedRegistration, StakeOrder } from '../../chain/contract.ts';
import { m } from '../../paraglide/messages.js';
import { formatAmount } from './amount.ts';
import type { BlockingIssue, Notice } from './checks.ts';
import { type Prepared, isRegistration } from './desk.svelte.ts';
import type { FormKind } from './draft.svelte.ts';
import { ROOT } from './figures.ts';
import { type Directory, subnetName, tokenAmount, validatorName } from './names.ts';

// Orders in sentences: what is about to be signed, and what stands against it.

type Say = () => string;

export const FORM_NAMES: Readonly<Record<FormKind, Say>> = {
  add: m.stake_form_add,
  remove: m.stake_form_remove,
  'remove-all': m.stake_form_remove_all,
  move: m.stake_form_move,
  swap: m.stake_form_swap,
  register: m.stake_form_register,
};

export const FORM_TEXTS: Readonly<Record<FormKind, Say>> = {
  add: m.stake_form_add_text,
  remove: m.stake_form_remove_text,
  'remove-all': m.stake_form_remove_all_text,
  move: m.stake_form_move_text,
  swap: m.stake_form_swap_text,
  register: m.stake_form_register_text,
};

/** Tokens on both sides of an order, by the subnet that they belong to. */
export function sidesOf(order: StakeOrder): { readonly from: number; readonly to: number } {
  switch (order.kind) {
    case 'add':
      return { from: ROOT, to: order.netuid };
    case 'remove':
    case 'remove-all':
      return { from: order.netuid, to: ROOT };
    case 'move':
      return { from: order.netuid, to: order.netuid };
    case 'swap':
      return { from: order.fromNetuid, to: order.toNetuid };
  }
}

/** What goes in; null for a whole position, which is not named by its size. */
export function amountOf(order: StakeOrder): bigint | null {
  switch (order.kind) {
    case 'add':
      return order.tao;
    case 'remove-all':
      return null;
    case 'remove':
    case 'move':
    case 'swap':
      return order.alpha;
  }
}

/** A limit price with its unit: TAO for an alpha, or one alpha for another. */
export function priceText(order: StakeOrder, price: bigint): string {
  const text = formatAmount(price);
  return order.kind === 'swap'
    ? m.stake_quote_cross({ price: text })
    : m.stake_quote_price({ price: text });
}

/** Everything that a signature means, sentence by sentence. */
export function sentencesOf(prepared: Prepared, directory: Directory): readonly string[] {
  const fee = m.stake_say_fee({ fee: formatAmount(prepared.fee) });
  const deal = isRegistration(prepared)
    ? [registrationSentence(prepared, directory)]
    : [orderSentence(prepared, directory), ...limitSentences(prepared)];
  return [...deal, fee, m.stake_say_only()];
}

function registrationSentence({ order, cost }: PreparedRegistration, directory: Directory): string {
  return m.stake_say_register({
    hotkey: order.hotkey,
    subnet: subnetName(directory, order.netuid),
    cost: formatAmount(cost),
    most: formatAmount(order.maxCost),
  });
}

function orderSentence({ order, quote }: PreparedOrder, directory: Directory): string {
  const { from, to } = sidesOf(order);
  const amount = tokenAmount(directory, from, amountOf(order) ?? 0n);
  const out = tokenAmount(directory, to, quote.out ?? 0n);
  const subnet = subnetName(directory, order.kind === 'swap' ? from : order.netuid);
  const validator = validatorName(
    directory,
    order.kind === 'move' ? order.fromHotkey : order.hotkey,
  );
  switch (order.kind) {
    case 'add':
      return m.stake_say_add({ amount: formatAmount(order.tao), validator, subnet, out });
    case 'remove':
      return m.stake_say_remove({ amount, validator, subnet, out });
    case 'remove-all':
      return m.stake_say_remove_all({ validator, subnet, out });
    case 'move':
      return m.stake_say_move({
        amount,
        subnet,
        validator,
        to: validatorName(directory, order.toHotkey),
      });
    case 'swap':
      return m.stake_say_swap({ amount, validator, subnet, to: subnetName(directory, to), out });
  }
}

function limitSentences({ order, limits, limitPrice }: PreparedOrder): string[] {
  if (limitPrice === null) return [];
  const price = priceText(order, limitPrice);
  const isPartial = limits.allowPartial && order.kind !== 'remove-all';
  return [
    order.kind === 'add' ? m.stake_say_limit_max({ price }) : m.stake_say_limit_min({ price }),
    isPartial ? m.stake_say_part() : m.stake_say_whole(),
  ];
}

/** Why an order cannot go out as it is. */
export function issueSentence(
  issue: BlockingIssue,
  { directory, netuid }: { readonly directory: Directory; readonly netuid: number },
): string {
  switch (issue.code) {
    case 'unknown-subnet':
      return m.stake_issue_unknown_subnet();
    case 'subnet-disabled':
      return m.stake_issue_disabled({ netuid: issue.netuid });
    case 'no-position':
      return m.stake_issue_no_position();
    case 'same-validator':
      return m.stake_issue_same_validator();
    case 'same-subnet':
      return m.stake_issue_same_subnet();
    case 'nothing':
      return m.stake_issue_nothing();
    case 'balance':
      return m.stake_issue_balance({ missing: formatAmount(issue.missing) });
    case 'fee':
      return m.stake_issue_fee({ fee: formatAmount(issue.fee) });
    case 'too-much':
      return m.stake_issue_too_much({
        available: tokenAmount(directory, netuid, issue.available),
      });
    case 'locked':
      return m.stake_issue_locked({
        locked: tokenAmount(directory, netuid, issue.locked),
        available: tokenAmount(directory, netuid, issue.available),
      });
    case 'minimum':
      return m.stake_issue_minimum({ least: formatAmount(issue.least) });
    case 'cannot-fill':
      return m.stake_issue_cannot_fill();
  }
}

/** What should be known before an order goes out. */
export function noticeSentence(notice: Notice, order: StakeOrder, impact: number): string {
  if (notice.code === 'impact') {
    const text = formatPercent(impact, 1);
    return notice.level === 'alarm'
      ? m.stake_impact_alarm({ impact: text })
      : m.stake_impact_notice({ impact: text });
  }
  if (notice.partial) return m.stake_over_limit_part();
  return order.kind === 'remove-all' ? m.stake_over_limit_all() : m.stake_over_limit();
}
