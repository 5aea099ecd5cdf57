import type { Call } from '@polkadot/types/interfaces';
import { type Dispatch, type Executor, fail, readArguments } from './dispatch.ts';
import { STAKING } from './staking.ts';
import { accountOf, touchAccount } from './world.ts';

// Every call that the simulator executes. Another one fails as a filtered call does.

function transfer(dispatch: Dispatch, to: string, amount: bigint): void {
  const { world, who, runtime, emit } = dispatch;
  const { free, frozen } = accountOf(world, who);
  const kept = frozen > runtime.existentialDeposit ? frozen : runtime.existentialDeposit;
  if (amount > free) fail('InsufficientBalance', 'Balances');
  if (amount > free - kept) fail('Expendability', 'Balances');
  if (accountOf(world, to).free + amount < runtime.existentialDeposit) {
    fail('ExistentialDeposit', 'Balances');
  }
  touchAccount(world, who).free -= amount;
  touchAccount(world, to).free += amount;
  emit('Balances', 'Transfer', [who, to, amount]);
}

function register(dispatch: Dispatch, hotkey: string, netuid: number, highest: bigint | null) {
  const { world, who, runtime, emit } = dispatch;
  const subnet = world.subnets.get(netuid) ?? fail('SubnetNotExists');
  if (netuid === 0) fail('RegistrationNotPermittedOnRootSubnet');
  if (!subnet.registrationAllowed) fail('SubNetRegistrationDisabled');
  if (subnet.members.includes(hotkey)) fail('HotKeyAlreadyRegisteredInSubNet');
  if (highest !== null && subnet.burn > highest) fail('RegistrationPriceLimitExceeded');
  const { free } = accountOf(world, who);
  if (free < subnet.burn + runtime.existentialDeposit) fail('NotEnoughBalanceToStake');
  touchAccount(world, who).free -= subnet.burn;
  if (!world.hotkeys.has(hotkey)) world.hotkeys.set(hotkey, { owner: who, take: null });
  subnet.members.push(hotkey);
  subnet.burn *= 2n;
  emit('SubtensorModule', 'NeuronRegistered', [netuid, subnet.members.length - 1, hotkey]);
}

const SUBTENSOR: Readonly<Record<string, Executor>> = {
  ...STAKING,
  burnedRegister: (dispatch, args) =>
    register(dispatch, args.account('hotkey'), args.number('netuid'), null),
  registerLimit: (dispatch, args) =>
    register(dispatch, args.account('hotkey'), args.number('netuid'), args.amount('limitPrice')),
  tryAssociateHotkey({ world, who }, args) {
    const hotkey = args.account('hotkey');
    if (!world.hotkeys.has(hotkey)) world.hotkeys.set(hotkey, { owner: who, take: null });
  },
};

const BALANCES: Readonly<Record<string, Executor>> = {
  transferKeepAlive: (dispatch, args) =>
    transfer(dispatch, args.account('dest'), args.amount('value')),
  transferAllowDeath: (dispatch, args) =>
    transfer(dispatch, args.account('dest'), args.amount('value')),
};

const SYSTEM: Readonly<Record<string, Executor>> = {
  remark: () => undefined,
};

export function execute(dispatch: Dispatch, call: Call): void {
  if (call.section === 'utility' && call.method === 'batchAll') return batchAll(dispatch, call);
  const pallets: Readonly<Record<string, Readonly<Record<string, Executor>>>> = {
    subtensorModule: SUBTENSOR,
    balances: BALANCES,
    system: SYSTEM,
  };
  const executor = pallets[call.section]?.[call.method] ?? fail('CallFiltered', 'System');
  executor(dispatch, readArguments(call));
}

/** All or nothing: a failure inside undoes the whole transaction. */
function batchAll(dispatch: Dispatch, batch: Call): void {
  for (const call of batch.args[0] as unknown as Iterable<Call>) {
    execute(dispatch, call);
    dispatch.emit('Utility', 'ItemCompleted', []);
  }
  dispatch.emit('Utility', 'BatchCompleted', []);
}
