import type { OrderLimits, RegisterOrder, StakeOrder } from '../../chain/contract.ts';
import { readAddress } from '../../shared/ss58.ts';
import { ONE, type ParsedAmount, parseAmount } from './amount.ts';
import { ratioOf } from './figures.ts';

// The form before it is an order. What to do and with whom stands in the address of the page, so
// that it can be linked and gone back to; amounts do not.

export const FORM_KINDS = ['add', 'remove', 'remove-all', 'move', 'swap', 'register'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

export interface Target {
  readonly kind: FormKind;
  readonly hotkey: string | null;
  readonly netuid: number | null;
  /** Where a move or a swap goes. */
  readonly toHotkey: string | null;
  readonly toNetuid: number | null;
}

const DEFAULT_TOLERANCE = '1';
const MOST_TOLERANCE = 0.5;
const MOST_NETUID = 65_535;

/** Reads the target from the page's address; whatever does not fit is left out. */
export function targetOf(param: (name: string) => string | null): Target {
  const kind = FORM_KINDS.find((one) => one === param('form')) ?? 'add';
  return {
    kind,
    hotkey: hotkeyOf(param('validator')),
    netuid: netuidOf(param('subnet')),
    toHotkey: hotkeyOf(param('to')),
    toNetuid: netuidOf(param('to')),
  };
}

/** A valid address of a hotkey, or null. */
export function hotkeyOf(text: string | null): string | null {
  return text !== null && readAddress(text) ? text : null;
}

function netuidOf(text: string | null): number | null {
  if (text === null || !/^\d{1,5}$/.test(text)) return null;
  const netuid = Number(text);
  return netuid <= MOST_NETUID ? netuid : null;
}

/** What is typed into the form; kept while the form is. */
export class Typed {
  /** Amount, or the most that a registration may cost. */
  amount = $state('');
  /** Percent. */
  tolerance = $state(DEFAULT_TOLERANCE);
  allowPartial = $state(false);
  /** Hotkey to register. */
  hotkey = $state('');

  readonly parsed = $derived<ParsedAmount>(parseAmount(this.amount));
  readonly limits = $derived<OrderLimits | null>(limitsOf(this.tolerance, this.allowPartial));
}

/** Tolerance in percent as typed; null outside 0 to 50 %. */
export function limitsOf(text: string, allowPartial: boolean): OrderLimits | null {
  const parsed = parseAmount(text);
  if (parsed.kind !== 'amount') return null;
  const tolerance = ratioOf(parsed.value, 100n * ONE);
  return tolerance <= MOST_TOLERANCE ? { tolerance, allowPartial } : null;
}

/** The order that a complete form means; null while something is missing. */
export function orderOf(target: Target, amount: ParsedAmount): StakeOrder | null {
  const { kind, hotkey, netuid, toHotkey, toNetuid } = target;
  if (hotkey === null || netuid === null) return null;
  if (kind === 'remove-all') return { kind, hotkey, netuid };
  if (amount.kind !== 'amount') return null;
  const { value } = amount;
  switch (kind) {
    case 'add':
      return { kind, hotkey, netuid, tao: value };
    case 'remove':
      return { kind, hotkey, netuid, alpha: value };
    case 'move':
      return toHotkey === null
        ? null
        : { kind, fromHotkey: hotkey, toHotkey, netuid, alpha: value };
    case 'swap':
      return toNetuid === null
        ? null
        : { kind, hotkey, fromNetuid: netuid, toNetuid, alpha: value };
    case 'register':
      return null;
  }
}

/** The registration that a complete form means; null while something is missing. */
export function registrationOf(
  { netuid }: Target,
  typed: { readonly hotkey: string; readonly parsed: ParsedAmount },
): RegisterOrder | null {
  const hotkey = hotkeyOf(typed.hotkey.trim());
  if (netuid === null || hotkey === null || typed.parsed.kind !== 'amount') return null;
  return { kind: 'register', hotkey, netuid, maxCost: typed.parsed.value };
}
