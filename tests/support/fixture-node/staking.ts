import { type Dispatch, type Executor, fail } from './dispatch.ts';
import { type Fill, type Limit, ONE, type Side, fill, fillWithin } from './pool.ts';
import {
  accountOf,
  availableOf,
  changeStake,
  type Subnet,
  stakesOf,
  touchAccount,
} from './world.ts';

// The stake calls over the simple pool. Order of the checks and names of the errors are the
// chain's; the prices are the fixture's (see pool.ts).

/** Rao: smallest stake operation without the swap fee. */
export const MIN_STAKE = 2_000_000n;

interface Trade {
  readonly side: Side;
  readonly amount: bigint;
  readonly limit: Limit | null;
}

function openSubnet({ world }: Dispatch, netuid: number): Subnet {
  const subnet = world.subnets.get(netuid) ?? fail('SubnetNotExists');
  if (!subnet.enabled) fail('SubtokenDisabled');
  return subnet;
}

function trade({ curve }: Dispatch, subnet: Subnet, { side, amount, limit }: Trade): Fill {
  const filled =
    limit === null
      ? fill(curve, subnet, side, amount)
      : fillWithin(curve, subnet, { side, amount, limit });
  if (filled === 'slippage') return fail('SlippageTooHigh');
  return filled ?? fail('InsufficientLiquidity');
}

/** Moves the pool by a fill; the fee stays in it. */
function settle(subnet: Subnet, side: Side, { after, fee, out, paid }: Fill): void {
  if (subnet.netuid === 0) return;
  subnet.taoIn = after.taoIn + (side === 'buy' ? fee : 0n);
  subnet.alphaIn = after.alphaIn + (side === 'sell' ? fee : 0n);
  subnet.alphaOut += side === 'buy' ? out : -paid;
}

/** Rao that an account may spend and stay alive. */
function spendable({ world, runtime, who }: Dispatch): bigint {
  const { free, frozen } = accountOf(world, who);
  const kept = frozen > runtime.existentialDeposit ? frozen : runtime.existentialDeposit;
  return free > kept ? free - kept : 0n;
}

interface Add {
  readonly hotkey: string;
  readonly netuid: number;
  readonly tao: bigint;
  readonly limit: Limit | null;
}

function add(dispatch: Dispatch, { hotkey, netuid, tao, limit }: Add): void {
  const { world, who, emit } = dispatch;
  const subnet = openSubnet(dispatch, netuid);
  const fee = netuid === 0 ? 0n : (tao * BigInt(subnet.feeRate)) / 65_535n;
  if (tao < MIN_STAKE + fee) fail('AmountTooLow');
  if (tao > spendable(dispatch)) fail('NotEnoughBalanceToStake');
  if (!world.hotkeys.has(hotkey)) fail('HotKeyAccountNotExists');
  const filled = trade(dispatch, subnet, { side: 'buy', amount: tao, limit });
  touchAccount(world, who).free -= filled.paid;
  settle(subnet, 'buy', filled);
  changeStake(world, { coldkey: who, hotkey, netuid }, filled.out);
  emit('Balances', 'Withdraw', [who, filled.paid]);
  emit('SubtensorModule', 'StakeAdded', [
    who,
    hotkey,
    filled.paid - filled.fee,
    filled.out,
    netuid,
    filled.fee,
  ]);
}

interface Remove {
  readonly hotkey: string;
  readonly netuid: number;
  readonly alpha: bigint;
  readonly limit: Limit | null;
}

function remove(dispatch: Dispatch, { hotkey, netuid, alpha, limit }: Remove): void {
  const { world, who, emit } = dispatch;
  const subnet = openSubnet(dispatch, netuid);
  if (!world.hotkeys.has(hotkey)) fail('HotKeyAccountNotExists');
  checkAvailable(dispatch, { hotkey, netuid, alpha });
  const filled = trade(dispatch, subnet, { side: 'sell', amount: alpha, limit });
  if (filled.out < MIN_STAKE) fail('AmountTooLow');
  touchAccount(world, who).free += filled.out;
  settle(subnet, 'sell', filled);
  changeStake(world, { coldkey: who, hotkey, netuid }, -filled.paid);
  // The event counts the fee in TAO, at the price of the fill.
  const sold = filled.paid - filled.fee;
  const feeTao = sold === 0n ? 0n : (filled.fee * filled.out) / sold;
  emit('Balances', 'Deposit', [who, filled.out]);
  emit('SubtensorModule', 'StakeRemoved', [who, hotkey, filled.out, filled.paid, netuid, feeTao]);
}

function checkAvailable(
  { world, runtime, who }: Dispatch,
  { hotkey, netuid, alpha }: Omit<Remove, 'limit'>,
): void {
  const total = [...world.stakes.values()].find(
    (one) => one.coldkey === who && one.hotkey === hotkey && one.netuid === netuid,
  );
  if (alpha <= 0n) fail('AmountTooLow');
  if (alpha > (total?.alpha ?? 0n)) fail('NotEnoughStakeToWithdraw');
  if (alpha > availableOf(world, who, hotkey, netuid)) {
    fail(
      runtime.hasError('SubtensorModule', 'StakeUnavailable')
        ? 'StakeUnavailable'
        : 'CannotUnstakeLock',
    );
  }
}

interface Move {
  readonly coldkey: string;
  readonly from: { readonly hotkey: string; readonly netuid: number };
  readonly to: { readonly hotkey: string; readonly netuid: number };
  readonly alpha: bigint;
  /** Price of the origin over that of the destination, × 10⁹: the least the end may have. */
  readonly limit: Limit | null;
}

/** @returns rao that passed between the pools, or what the alpha is worth within one subnet */
function move(dispatch: Dispatch, { coldkey, from, to, alpha, limit }: Move): bigint {
  const { world, who, curve } = dispatch;
  const origin = openSubnet(dispatch, from.netuid);
  const destination = openSubnet(dispatch, to.netuid);
  if (!world.hotkeys.has(from.hotkey) || !world.hotkeys.has(to.hotkey)) {
    fail('HotKeyAccountNotExists');
  }
  checkAvailable(dispatch, { ...from, alpha });
  if (from.netuid === to.netuid) {
    const worth = (alpha * priceOf(dispatch, origin)) / ONE;
    changeStake(world, { coldkey: who, ...from }, -alpha);
    changeStake(world, { coldkey, ...to }, alpha);
    tellMove(dispatch, { coldkey, from, to }, { out: alpha, tao: worth, in: alpha });
    return worth;
  }
  const amount =
    limit === null ? alpha : swappable(dispatch, { origin, destination, alpha, limit });
  const sold = trade(dispatch, origin, { side: 'sell', amount, limit: null });
  if (sold.out < MIN_STAKE) fail('AmountTooLow');
  const bought = fill(curve, destination, 'buy', sold.out) ?? fail('InsufficientLiquidity');
  settle(origin, 'sell', sold);
  settle(destination, 'buy', bought);
  changeStake(world, { coldkey: who, ...from }, -amount);
  changeStake(world, { coldkey, ...to }, bought.out);
  tellMove(dispatch, { coldkey, from, to }, { out: amount, tao: sold.out, in: bought.out });
  return sold.out;
}

/** A move is told as what left and what arrived, before the event of its own. */
function tellMove(
  { who, emit }: Dispatch,
  { coldkey, from, to }: Pick<Move, 'coldkey' | 'from' | 'to'>,
  moved: { readonly out: bigint; readonly tao: bigint; readonly in: bigint },
): void {
  const left = [who, from.hotkey, moved.tao, moved.out, from.netuid, 0n];
  emit('SubtensorModule', 'StakeRemoved', left);
  emit('SubtensorModule', 'StakeAdded', [coldkey, to.hotkey, moved.tao, moved.in, to.netuid, 0n]);
}

function priceOf({ curve }: Dispatch, subnet: Subnet): bigint {
  return subnet.netuid === 0 ? ONE : curve.price(subnet);
}

/** How much of a swap stays within its limit; halves the amount until a part fits. */
function swappable(
  { curve }: Dispatch,
  swap: { origin: Subnet; destination: Subnet; alpha: bigint; limit: Limit },
): bigint {
  const { origin, destination, alpha, limit } = swap;
  const price = (subnet: Subnet, filled: Fill): bigint =>
    subnet.netuid === 0 ? ONE : curve.price(filled.after);
  for (let amount = alpha; amount > 0n; amount /= 2n) {
    const sold = fill(curve, origin, 'sell', amount);
    const bought = sold && fill(curve, destination, 'buy', sold.out);
    if (!sold || !bought) return fail('InsufficientLiquidity');
    if ((price(origin, sold) * ONE) / price(destination, bought) >= limit.price) return amount;
    if (!limit.allowPartial) break;
  }
  return fail('SlippageTooHigh');
}

function unstakeAll(dispatch: Dispatch, hotkey: string): void {
  const { world, who } = dispatch;
  if (!world.hotkeys.has(hotkey)) fail('HotKeyAccountNotExists');
  for (const { netuid, hotkey: holder } of stakesOf(world, who)) {
    if (holder !== hotkey || !world.subnets.get(netuid)?.enabled) continue;
    const alpha = availableOf(world, who, hotkey, netuid);
    if (alpha > 0n) remove(dispatch, { hotkey, netuid, alpha, limit: null });
  }
}

export const STAKING: Readonly<Record<string, Executor>> = {
  addStake: (dispatch, args) =>
    add(dispatch, {
      hotkey: args.account('hotkey'),
      netuid: args.number('netuid'),
      tao: args.amount('amountStaked'),
      limit: null,
    }),
  addStakeLimit: (dispatch, args) =>
    add(dispatch, {
      hotkey: args.account('hotkey'),
      netuid: args.number('netuid'),
      tao: args.amount('amountStaked'),
      limit: { price: args.amount('limitPrice'), allowPartial: args.flag('allowPartial') },
    }),
  removeStake: (dispatch, args) =>
    remove(dispatch, {
      hotkey: args.account('hotkey'),
      netuid: args.number('netuid'),
      alpha: args.amount('amountUnstaked'),
      limit: null,
    }),
  removeStakeLimit: (dispatch, args) =>
    remove(dispatch, {
      hotkey: args.account('hotkey'),
      netuid: args.number('netuid'),
      alpha: args.amount('amountUnstaked'),
      limit: { price: args.amount('limitPrice'), allowPartial: args.flag('allowPartial') },
    }),
  removeStakeFullLimit(dispatch, args) {
    const hotkey = args.account('hotkey');
    const netuid = args.number('netuid');
    const price = args.optional('limitPrice');
    remove(dispatch, {
      hotkey,
      netuid,
      alpha: availableOf(dispatch.world, dispatch.who, hotkey, netuid),
      limit: price === null ? null : { price, allowPartial: false },
    });
  },
  unstakeAll: (dispatch, args) => unstakeAll(dispatch, args.account('hotkey')),
  moveStake(dispatch, args) {
    const from = { hotkey: args.account('originHotkey'), netuid: args.number('originNetuid') };
    const to = {
      hotkey: args.account('destinationHotkey'),
      netuid: args.number('destinationNetuid'),
    };
    const alpha = args.amount('alphaAmount');
    const tao = move(dispatch, { coldkey: dispatch.who, from, to, alpha, limit: null });
    dispatch.emit('SubtensorModule', 'StakeMoved', [
      dispatch.who,
      from.hotkey,
      from.netuid,
      to.hotkey,
      to.netuid,
      tao,
    ]);
  },
  transferStake(dispatch, args) {
    const hotkey = args.account('hotkey');
    const coldkey = args.account('destinationColdkey');
    const from = { hotkey, netuid: args.number('originNetuid') };
    const to = { hotkey, netuid: args.number('destinationNetuid') };
    if (!dispatch.world.subnets.get(from.netuid)?.transfersAllowed) fail('TransferDisallowed');
    const tao = move(dispatch, {
      coldkey,
      from,
      to,
      alpha: args.amount('alphaAmount'),
      limit: null,
    });
    dispatch.emit('SubtensorModule', 'StakeTransferred', [
      dispatch.who,
      coldkey,
      hotkey,
      from.netuid,
      to.netuid,
      tao,
    ]);
  },
  swapStake: (dispatch, args) => swap(dispatch, args, null),
  swapStakeLimit: (dispatch, args) =>
    swap(dispatch, args, {
      price: args.amount('limitPrice'),
      allowPartial: args.flag('allowPartial'),
    }),
};

function swap(dispatch: Dispatch, args: Parameters<Executor>[1], limit: Limit | null): void {
  const hotkey = args.account('hotkey');
  const from = { hotkey, netuid: args.number('originNetuid') };
  const to = { hotkey, netuid: args.number('destinationNetuid') };
  if (from.netuid === to.netuid) fail('SameNetuid');
  const alpha = args.amount('alphaAmount');
  const tao = move(dispatch, { coldkey: dispatch.who, from, to, alpha, limit });
  dispatch.emit('SubtensorModule', 'StakeSwapped', [
    dispatch.who,
    hotkey,
    from.netuid,
    to.netuid,
    tao,
  ]);
}
