import type { Call } from '@polkadot/types/interfaces';

// Weights of the simulated runtime. The formula is the chain's own (0.0005 rao per unit of
// reference time and 1 rao per byte); the weights themselves are the fixture's.

const REF_TIME: Readonly<Record<string, bigint>> = {
  'balances.transferKeepAlive': 270_000_000n,
  'balances.transferAllowDeath': 270_000_000n,
  'subtensorModule.burnedRegister': 360_000_000n,
  'subtensorModule.registerLimit': 360_000_000n,
  'subtensorModule.moveStake': 500_000_000n,
  'subtensorModule.swapStake': 480_000_000n,
  'subtensorModule.swapStakeLimit': 480_000_000n,
};
const USUAL_REF_TIME = 340_000_000n;

/** Calls the chain does not charge for. */
const FREE: ReadonlySet<string> = new Set([
  'subtensorModule.serveAxon',
  'subtensorModule.setWeights',
  'commitments.setCommitment',
]);

export interface DispatchCost {
  readonly weight: { readonly refTime: bigint; readonly proofSize: bigint };
  readonly class: 'Normal' | 'Mandatory';
  readonly paysFee: 'Yes' | 'No';
}

export function costOf({ section, method }: Pick<Call, 'section' | 'method'>): DispatchCost {
  const name = `${section}.${method}`;
  return {
    weight: { refTime: REF_TIME[name] ?? USUAL_REF_TIME, proofSize: 9_000n },
    class: 'Normal',
    paysFee: FREE.has(name) ? 'No' : 'Yes',
  };
}

export const INHERENT_COST: DispatchCost = {
  weight: { refTime: 160_000_000n, proofSize: 1_500n },
  class: 'Mandatory',
  paysFee: 'Yes',
};

/** Rao, without a tip. */
export function feeOf(cost: DispatchCost, sizeBytes: number): bigint {
  return cost.paysFee === 'No' ? 0n : cost.weight.refTime / 2_000n + BigInt(sizeBytes);
}
