import type { Call } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { stringCamelCase, u8aToHex } from '@polkadot/util';
import type { PriceCurve } from './pool.ts';
import type { Runtime } from './runtime.ts';
import { cloneWorld, type World } from './world.ts';

// What executing a call needs, and how it fails: by the pallet and the name of an error, whose
// indexes the served metadata alone knows.

export class DispatchFailure extends Error {
  readonly pallet: string;

  constructor(pallet: string, name: string) {
    super(name);
    this.name = 'DispatchFailure';
    this.pallet = pallet;
  }
}

export function fail(name: string, pallet = 'SubtensorModule'): never {
  throw new DispatchFailure(pallet, name);
}

export interface Dispatch {
  readonly world: World;
  readonly runtime: Runtime;
  readonly curve: PriceCurve;
  /** Public key of the signer in hex. */
  readonly who: string;
  readonly block: number;
  emit(pallet: string, name: string, values: readonly unknown[]): void;
}

/** Arguments by their names in camelCase. */
export interface Arguments {
  account(name: string): string;
  number(name: string): number;
  amount(name: string): bigint;
  flag(name: string): boolean;
  /** Null for None. */
  optional(name: string): bigint | null;
  codec(name: string): Codec;
}

export type Executor = (dispatch: Dispatch, args: Arguments) => void;

export function readArguments(call: Call): Arguments {
  const values = new Map(
    call.meta.args.map(({ name }, n) => [stringCamelCase(name.toString()), call.args[n]]),
  );
  function codec(name: string): Codec {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${call.section}.${call.method} has no ${name}`);
    return value;
  }
  return {
    codec,
    // A MultiAddress carries its kind in front of the key.
    account: (name) => u8aToHex(codec(name).toU8a().slice(-32)),
    number: (name) => Number(codec(name).toString()),
    amount: (name) => BigInt(codec(name).toString()),
    flag: (name) => codec(name).toString() === 'true',
    optional: (name) => (codec(name).isEmpty ? null : BigInt(codec(name).toString())),
  };
}

export interface DispatchResult {
  /** The world after the call; as it was when it failed. */
  readonly world: World;
  readonly failure: DispatchFailure | null;
  readonly events: readonly Uint8Array[];
}

/** Runs an executor as one transaction: all of it, or nothing. */
export function transact(
  context: Omit<Dispatch, 'emit'>,
  run: (dispatch: Dispatch) => void,
): DispatchResult {
  const world = cloneWorld(context.world);
  const events: Uint8Array[] = [];
  try {
    run({
      ...context,
      world,
      emit: (pallet, name, values) => events.push(context.runtime.event(pallet, name, values)),
    });
    return { world, failure: null, events };
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error;
    return { world: context.world, failure: error, events: [] };
  }
}
