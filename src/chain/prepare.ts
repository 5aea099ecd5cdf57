import type { ApiPromise } from '@polkadot/api';
import type { Call } from '@polkadot/types/interfaces';
import { AppError } from '../shared/errors.ts';
import { type CallDraft, createCall, describeCall } from './calls.ts';
import type {
  OrderLimits,
  PreparedCall,
  PreparedOrder,
  PreparedRegistration,
  Quote,
  RegisterOrder,
  StakeOrder,
} from './contract.ts';
import { limitPrice } from './limits.ts';
import { draftOrder, draftRegistration } from './orders.ts';
import { quoteOrder } from './quotes.ts';
import { readBalance } from './reads/balance.ts';
import { readPosition } from './reads/positions.ts';
import { minimumStake, readRegistrationCost } from './reads/registration.ts';
import type { Session } from './session.ts';

// From an order to a call that could be signed: quoted, limited, encoded, its fee estimated. What
// the chain would refuse for certain is refused here, by the chain's own name for it.

/** What a coldkey may take out of the position of an order now, and all that is in it. */
interface Held {
  readonly stake: bigint;
  readonly available: bigint;
}

export async function quote(session: Session, order: StakeOrder, coldkey: string): Promise<Quote> {
  const { block } = session.facts();
  // Only a whole position has to be looked up; other orders name their amount.
  const held = order.kind === 'remove-all' ? await readHeld(session.api, order, coldkey) : null;
  return quoteOrder(session.api, order, { block, position: held?.stake ?? 0n });
}

/** The most that may go in: what is free to move, for TAO without the transaction's fee. */
export async function maximum(
  session: Session,
  order: StakeOrder,
  coldkey: string,
): Promise<bigint> {
  if (order.kind !== 'add') return (await readHeld(session.api, order, coldkey)).available;
  const { existentialDeposit } = session.facts();
  const { transferable } = await readBalance(session.api, coldkey, existentialDeposit);
  // The fee goes by the call's length and weight, and the amount has the same length whatever it is.
  const draft = draftOrder(order, { limitPrice: 0n, allowPartial: false });
  const fee = await estimateFee(session.api, createCall(session.api, draft), coldkey);
  return transferable > fee ? transferable - fee : 0n;
}

/** @throws AppError as `ChainClient.prepare` */
export async function prepareOrder(
  session: Session,
  order: StakeOrder,
  { limits, coldkey }: { readonly limits: OrderLimits; readonly coldkey: string },
): Promise<PreparedOrder> {
  refuseSenseless(order);
  const quoted = await quote(session, order, coldkey);
  if (quoted.out === null) {
    throw new AppError('chain.cannot-fill', 'the chain’s own simulation cannot fill this order');
  }
  const limit = limitPrice(order, quoted.spotPrice, limits.tolerance);
  const draft = draftOrder(order, { limitPrice: limit, allowPartial: limits.allowPartial });
  const prepared = await prepareCall(session, draft, coldkey);
  await refuseHopeless(session, order, { quoted, fee: prepared.fee, coldkey });
  return { ...prepared, order, limits, quote: quoted, limitPrice: limit };
}

/** @throws AppError as `ChainClient.prepareRegistration` */
export async function prepareRegistration(
  session: Session,
  order: RegisterOrder,
  coldkey: string,
): Promise<PreparedRegistration> {
  const cost = await readRegistrationCost(session.api, order.netuid);
  if (cost === null) {
    throw rejected('SubNetRegistrationDisabled', `subnet ${order.netuid} takes no registrations`);
  }
  if (cost > order.maxCost) {
    const text = `registration costs ${cost} rao, more than the ${order.maxCost} that were allowed`;
    throw rejected('RegistrationPriceLimitExceeded', text);
  }
  const prepared = await prepareCall(session, draftRegistration(order), coldkey);
  const { existentialDeposit } = session.facts();
  const { transferable } = await readBalance(session.api, coldkey, existentialDeposit);
  if (cost + prepared.fee > transferable) throw poor(cost + prepared.fee, transferable);
  return { ...prepared, order, cost };
}

async function prepareCall(
  session: Session,
  draft: CallDraft,
  coldkey: string,
): Promise<Omit<PreparedCall, 'order'>> {
  refuseUnknownExtensions(session);
  const { api } = session;
  const call = createCall(api, draft);
  return {
    fee: await estimateFee(api, call, coldkey),
    call: describeCall(api.registry, call),
    specVersion: session.facts().specVersion,
  };
}

/** @throws AppError `chain.rejected` when no signature could be valid */
export function refuseUnknownExtensions(session: Session): void {
  const { unknownExtensions, specVersion } = session.facts();
  if (unknownExtensions.length === 0) return;
  const text = `spec ${specVersion} signs ${unknownExtensions.join(', ')}, which this version does not know`;
  throw rejected('UnknownExtension', text);
}

/** Fee of the transaction by the chain's own estimate, rao. */
async function estimateFee(api: ApiPromise, call: Call, coldkey: string): Promise<bigint> {
  const { partialFee } = await api.tx(call).paymentInfo(coldkey);
  return partialFee.toBigInt();
}

async function readHeld(
  api: ApiPromise,
  order: Exclude<StakeOrder, { kind: 'add' }>,
  coldkey: string,
): Promise<Held> {
  const place = {
    hotkey: order.kind === 'move' ? order.fromHotkey : order.hotkey,
    netuid: order.kind === 'swap' ? order.fromNetuid : order.netuid,
  };
  return (await readPosition(api, coldkey, place)) ?? { stake: 0n, available: 0n };
}

function refuseSenseless(order: StakeOrder): void {
  const isNowhere =
    (order.kind === 'swap' && order.fromNetuid === order.toNetuid) ||
    (order.kind === 'move' && order.fromHotkey === order.toHotkey);
  if (isNowhere) throw new AppError('input.malformed', 'the order goes where the stake is already');
}

/** The chain would take the fee and do nothing: said before anybody signs. */
async function refuseHopeless(
  session: Session,
  order: StakeOrder,
  { quoted, fee, coldkey }: { quoted: Quote; fee: bigint; coldkey: string },
): Promise<void> {
  const { api } = session;
  const { existentialDeposit } = session.facts();
  const { transferable } = await readBalance(api, coldkey, existentialDeposit);
  const spent = order.kind === 'add' ? order.tao : 0n;
  if (spent + fee > transferable) throw poor(spent + fee, transferable);
  const least = minimumStake(api);
  if (order.kind === 'add') {
    if (order.tao < least + quoted.fee) throw tooLow(order.tao, least + quoted.fee);
    return;
  }
  const held = await readHeld(api, order, coldkey);
  const wanted = order.kind === 'remove-all' ? held.stake : order.alpha;
  if (wanted > held.available) {
    const text = `${wanted} are wanted of a position with ${held.available} free`;
    throw rejected(wanted > held.stake ? 'NotEnoughStakeToWithdraw' : 'StakeUnavailable', text);
  }
  const given = quoted.out ?? 0n;
  if (order.kind === 'remove' && wanted < held.stake && given < least) throw tooLow(given, least);
}

function tooLow(amount: bigint, least: bigint): AppError {
  return rejected('AmountTooLow', `${amount} rao are below the ${least} that the chain takes`);
}

function poor(needed: bigint, transferable: bigint): AppError {
  const text = `${needed} rao are needed, fee included, and ${transferable} are free`;
  return rejected('NotEnoughBalanceToStake', text);
}

function rejected(reason: string, text: string): AppError {
  return new AppError('chain.rejected', text, { reason });
}
