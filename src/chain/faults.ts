import type { DispatchError } from '@polkadot/types/interfaces';
import type { Registry } from '@polkadot/types/types';
import * as v from 'valibot';

// Why the chain refused something, by name. A dispatch error is a number of a pallet: its name is
// looked up in the metadata of the runtime that raised it, since numbers shift between runtimes.

/** A refusal by its name, for translation, with the chain's own English words. */
export interface Fault {
  readonly name: string;
  readonly text: string;
}

/** Names a dispatch error. @param registry of the runtime that raised it */
export function dispatchFault(registry: Registry, error: DispatchError): Fault {
  if (error.isModule) return moduleFault(registry, error);
  // Token, arithmetic and the like carry the name one level deeper; the others are a name.
  const inner = error.inner.toPrimitive();
  const name = typeof inner === 'string' ? inner : error.type;
  return { name, text: `${error.type}: ${name}` };
}

function moduleFault(registry: Registry, error: DispatchError): Fault {
  try {
    const { section, name, docs } = registry.findMetaError(error.asModule);
    return { name, text: docs.join(' ').trim() || `${section}.${name}` };
  } catch {
    // A runtime upgrade in the block of the call itself: the number belongs to nobody we know.
    const { index, error: code } = error.asModule;
    return { name: 'ModuleError', text: `pallet ${index.toString()}, error ${code.toHex()}` };
  }
}

/**
 * What the pool of a node refuses with a number of its own, before the call runs. These numbers are
 * the wire code of subtensor's `CustomTransactionError`, fixed in its source and absent from the
 * metadata; the names are those that the same refusal has as a dispatch error, where there is one.
 */
const CUSTOM: Readonly<Record<number, string>> = {
  1: 'AmountTooLow',
  2: 'NotEnoughBalanceToStake',
  3: 'SubnetNotExists',
  4: 'HotKeyAccountNotExists',
  5: 'NotEnoughStakeToWithdraw',
  6: 'RateLimitExceeded',
  7: 'InsufficientLiquidity',
  8: 'SlippageTooHigh',
  9: 'TransferDisallowed',
  10: 'HotKeyNotRegisteredInNetwork',
  11: 'InvalidIpAddress',
  12: 'ServingRateLimitExceeded',
  13: 'InvalidPort',
  14: 'ZeroMaxAmount',
  15: 'InvalidRevealRound',
  16: 'NoWeightsCommitFound',
  17: 'CommitBlockNotInRevealRange',
  18: 'InputLengthsUnequal',
  19: 'UidNotFound',
  20: 'EvmKeyAssociateRateLimitExceeded',
  21: 'ColdkeySwapDisputed',
  22: 'InvalidRealAccount',
  23: 'ShieldedTransaction',
  24: 'ShieldedTransaction',
  25: 'NonAssociatedColdKey',
  26: 'DelegateTakeTooLow',
  27: 'DelegateTakeTooHigh',
  255: 'BadRequest',
};

/** Refusals of the pool of any Substrate node, by the words and JSON that nodes answer with. */
const POOL: readonly (readonly [RegExp, string])[] = [
  [/bad signature|badProof/i, 'BadProof'],
  [/outdated|"stale"/i, 'Stale'],
  [/valid in the future|"future"/i, 'Future'],
  [/inability to pay|"payment"/i, 'Payment'],
  [/exhaust|exhaustsResources/i, 'ExhaustsResources'],
  [/ancient birth|ancientBirthBlock/i, 'AncientBirthBlock'],
  [/temporarily banned/i, 'TemporarilyBanned'],
  [/already imported/i, 'AlreadyImported'],
  [/priority is too low/i, 'TooLowPriority'],
  [/immediately dropped/i, 'ImmediatelyDropped'],
];

const RpcError = v.object({ code: v.number(), message: v.string() });
const CUSTOM_ERROR = /custom(?: error)?"?:\s*(\d+)/i;

/** Codes of `author_submit…` that refuse: 1010 invalid, … 1016 dropped; 1002 failed verification. */
const isRefusal = (code: number) => code === 1002 || (code >= 1010 && code <= 1019);

/** Names what a node answered to a submission; null when it was no refusal but a broken line. */
export function poolFault(error: unknown): Fault | null {
  const parsed = v.safeParse(RpcError, error);
  if (!parsed.success || !isRefusal(parsed.output.code)) return null;
  const { message } = parsed.output;
  const number = CUSTOM_ERROR.exec(message)?.[1];
  if (number !== undefined) return { name: CUSTOM[Number(number)] ?? 'CustomError', text: message };
  const known = POOL.find(([words]) => words.test(message));
  return { name: known?.[1] ?? 'Invalid', text: message };
}

/** Every name that `poolFault` may give. */
export const POOL_FAULTS: readonly string[] = [
  ...new Set([...Object.values(CUSTOM), ...POOL.map(([, name]) => name), 'CustomError', 'Invalid']),
];
