import { assertNever } from '../shared/assert.ts';
import type { CallDraft } from './calls.ts';
import type { RegisterOrder, StakeOrder } from './contract.ts';

// Orders as calls. Everything that trades in a pool goes out with a limit price.

export interface DraftLimits {
  /** Null for a call that has none. */
  readonly limitPrice: bigint | null;
  readonly allowPartial: boolean;
}

/** The call of an order. */
export function draftOrder(order: StakeOrder, limits: DraftLimits): CallDraft {
  const { limitPrice, allowPartial } = limits;
  switch (order.kind) {
    case 'add':
      return draft('addStakeLimit', {
        hotkey: order.hotkey,
        netuid: order.netuid,
        amountStaked: order.tao,
        limitPrice,
        allowPartial,
      });
    case 'remove':
      return draft('removeStakeLimit', {
        hotkey: order.hotkey,
        netuid: order.netuid,
        amountUnstaked: order.alpha,
        limitPrice,
        allowPartial,
      });
    case 'remove-all':
      // The chain takes the position as it is when the call runs: an amount read before would
      // leave dust, since stake grows with every tempo.
      return draft('removeStakeFullLimit', {
        hotkey: order.hotkey,
        netuid: order.netuid,
        limitPrice,
      });
    case 'move':
      return draft('moveStake', {
        originHotkey: order.fromHotkey,
        destinationHotkey: order.toHotkey,
        originNetuid: order.netuid,
        destinationNetuid: order.netuid,
        alphaAmount: order.alpha,
      });
    case 'swap':
      return draft('swapStakeLimit', {
        hotkey: order.hotkey,
        originNetuid: order.fromNetuid,
        destinationNetuid: order.toNetuid,
        alphaAmount: order.alpha,
        limitPrice,
        allowPartial,
      });
    default:
      return assertNever(order);
  }
}

/** Registration that fails rather than cost more than the order allows. */
export function draftRegistration({ netuid, hotkey, maxCost }: RegisterOrder): CallDraft {
  return draft('registerLimit', { netuid, hotkey, limitPrice: maxCost });
}

function draft(method: string, args: CallDraft['args']): CallDraft {
  return { name: `subtensorModule.${method}`, args };
}
