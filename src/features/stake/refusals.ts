import { m } from '../../paraglide/messages.js';
import { isErrorCode } from '../../shared/errors.ts';
import { errorSentence } from '../session/words.ts';

// What the chain says no with, in the reader's words. Names are the ones of the runtime's own
// errors, of a node's pool, and of ours; a name is never guessed at: one that is not here is shown
// as it is.

type Say = () => string;

const GROUPS: readonly (readonly [Say, readonly string[]])[] = [
  [m.stake_err_slippage, ['SlippageTooHigh', 'PriceLimitExceeded']],
  [
    m.stake_err_balance,
    [
      'BalanceTooLow',
      'BalanceWithdrawalError',
      'Expendability',
      'FundsUnavailable',
      'InsufficientBalance',
      'LiquidityRestrictions',
      'NotEnoughBalanceToPaySwapColdKey',
      'NotEnoughBalanceToPaySwapHotKey',
      'NotEnoughBalanceToStake',
      'NotExpendable',
      'Payment',
      'ZeroBalanceAfterWithdrawn',
      'CannotAffordLockCost',
    ],
  ],
  [
    m.stake_err_minimum,
    ['AmountTooLow', 'InsufficientInputAmount', 'StakeAmountTooLow', 'ZeroMaxAmount'],
  ],
  [m.stake_err_disabled, ['SubtokenDisabled', 'NeedWaitingMoreBlocksToStarCall']],
  [
    m.stake_err_subnet,
    [
      'InvalidSubnetNumber',
      'MechanismDoesNotExist',
      'RootNetworkDoesNotExist',
      'SubnetNotExists',
      'SubNetworkDoesNotExist',
    ],
  ],
  [m.stake_err_hotkey, ['HotKeyAccountDoesntExist', 'HotKeyAccountNotExists']],
  [
    m.stake_err_unregistered,
    ['HotKeyNotRegisteredInNetwork', 'HotKeyNotRegisteredInSubNet', 'UidNotFound'],
  ],
  [m.stake_err_coldkey, ['BeneficiaryDoesNotOwnHotkey', 'NonAssociatedColdKey']],
  [m.stake_err_withdraw, ['NotEnoughStake', 'NotEnoughStakeToWithdraw']],
  [
    m.stake_err_locked,
    [
      'AccountRejectsLockedAlpha',
      'ActiveLockExists',
      'InsufficientStakeForLock',
      'LockHotkeyMismatch',
      'NoExistingLock',
      'StakeUnavailable',
      'UnlockAmountTooHigh',
    ],
  ],
  [
    m.stake_err_liquidity,
    [
      'InsufficientLiquidity',
      'NotEnoughAlphaOutToRecycle',
      'ReservesOutOfBalance',
      'ReservesTooLow',
      'SwapInputTooLarge',
    ],
  ],
  [
    m.stake_err_rate,
    [
      'AddStakeBurnRateLimitExceeded',
      'DelegateTxRateLimitExceeded',
      'EvmKeyAssociateRateLimitExceeded',
      'HotKeySetTxRateLimitExceeded',
      'HotKeySwapOnSubnetIntervalNotPassed',
      'NetworkTxRateLimitExceeded',
      'RateLimitExceeded',
      'StakingRateLimitExceeded',
      'TxChildkeyTakeRateLimitExceeded',
      'TxRateLimitExceeded',
    ],
  ],
  [m.stake_err_transfer, ['TransferDisallowed']],
  [m.stake_err_same, ['SameNetuid']],
  [
    m.stake_err_paused,
    ['CallDisabled', 'CallFiltered', 'Deprecated', 'DisabledTemporarily', 'FaucetDisabled'],
  ],
  [
    m.stake_err_keyswap,
    [
      'ColdkeySwapAlreadyDisputed',
      'ColdkeySwapAnnounced',
      'ColdkeySwapClearTooEarly',
      'ColdkeySwapDisputed',
    ],
  ],
  [m.stake_err_reg_closed, ['RegistrationNotPermittedOnRootSubnet', 'SubNetRegistrationDisabled']],
  [m.stake_err_reg_busy, ['TooManyRegistrationsThisBlock', 'TooManyRegistrationsThisInterval']],
  [m.stake_err_reg_twice, ['HotKeyAlreadyRegisteredInSubNet']],
  [m.stake_err_reg_price, ['RegistrationPriceLimitExceeded']],
  [m.stake_err_reg_full, ['NoNeuronIdAvailable', 'SubnetLimitReached']],
  [m.stake_err_root, ['NotRootSubnet', 'StakeTooLowForRoot']],
  [
    m.stake_err_account,
    [
      'BelowMinimum',
      'CannotCreate',
      'CannotUseSystemAccount',
      'DeadAccount',
      'ExistentialDeposit',
      'InvalidRealAccount',
    ],
  ],
  [m.stake_err_number, ['DivisionByZero', 'InvalidValue', 'Overflow', 'Underflow']],
  [m.stake_err_stale, ['AncientBirthBlock', 'Expired', 'Future', 'Stale', 'TooLowPriority']],
  [m.stake_err_proof, ['BadMandatory', 'BadProof', 'BadSigner']],
  [
    m.stake_err_dropped,
    ['Dropped', 'ExhaustsResources', 'ImmediatelyDropped', 'Invalid', 'Usurped'],
  ],
  [m.stake_err_known, ['AlreadyImported', 'TemporarilyBanned']],
  [m.stake_err_upgraded, ['RuntimeUpgraded']],
  [m.stake_err_unsignable, ['UnknownExtension']],
];

const BY_NAME: ReadonlyMap<string, Say> = new Map(
  GROUPS.flatMap(([say, names]) => names.map((name) => [name, say] as const)),
);

/** Whether there are words of our own for an error of the chain. */
export function isKnownRefusal(name: string): boolean {
  return BY_NAME.has(bare(name));
}

/**
 * What went wrong and what to do.
 *
 * @param code name of an error of the chain, with or without its pallet, or a code of `AppError`
 */
export function refusalSentence(code: string): string {
  const say = BY_NAME.get(bare(code));
  if (say) return say();
  return isErrorCode(code) ? errorSentence(code) : m.stake_err_other({ name: bare(code) });
}

function bare(code: string): string {
  return isErrorCode(code) ? code : (code.split('.').at(-1) ?? code);
}
