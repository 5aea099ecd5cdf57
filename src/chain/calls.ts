import type { Call } from '@polkadot/types/interfaces';
import type { CallFunction, Registry } from '@polkadot/types/types';
import { stringCamelCase } from '@polkadot/util';
import { AppError } from '../shared/errors.ts';
import type { PreparedCall } from './contract.ts';

// Calls of the connected runtime. A call is named, its arguments are named, and where both are in
// the bytes is looked up in the metadata: indexes and orders shift between runtimes.

/** A call by its names, `subtensorModule.addStakeLimit`, before a runtime has encoded it. */
export interface CallDraft {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The part of @polkadot/api, or of metadata without a node, that encodes. */
export interface Encoder {
  readonly registry: Registry;
  readonly tx: unknown;
}

type CallFunctions = Readonly<Record<string, Readonly<Record<string, CallFunction>> | undefined>>;

/**
 * Encodes a call.
 * @throws AppError `chain.rejected` when this runtime has no such call, or one with other arguments
 */
export function createCall(encoder: Encoder, { name, args }: CallDraft): Call {
  const found = findFunction(encoder, name);
  if (!found) throw changed(name, 'is gone');
  const expected = found.meta.args.map((arg) => stringCamelCase(arg.name.toString()));
  const given = Object.keys(args);
  if (expected.length !== given.length || !expected.every((arg) => Object.hasOwn(args, arg))) {
    throw changed(name, `takes (${expected.join(', ')}), not (${given.join(', ')})`);
  }
  return encoder.registry.createType('Call', {
    callIndex: found.callIndex,
    args: expected.map((arg) => args[arg]),
  });
}

/** What a call says, read back from its bytes: what is signed, not what was meant. */
export function describeCall(registry: Registry, call: Call): PreparedCall['call'] {
  const read = registry.createType('Call', call.toU8a());
  return {
    name: `${read.section}.${read.method}`,
    args: [...read.meta.args].map(({ name }, index) => ({
      name: stringCamelCase(name.toString()),
      value: read.args[index]?.toString() ?? '',
    })),
    hex: read.toHex(),
  };
}

/** The draft that words came from, for another runtime to encode. */
export function draftOfWords({ name, args }: PreparedCall['call']): CallDraft {
  const entries = args.map((arg) => [arg.name, fromWord(arg.value)] as const);
  return { name, args: Object.fromEntries(entries) };
}

/** Numbers and addresses are taken as text by the library; truth values and absence are not. */
function fromWord(word: string): string | boolean | null {
  if (word === '') return null;
  return word === 'true' || word === 'false' ? word === 'true' : word;
}

function findFunction({ tx }: Encoder, name: string): CallFunction | undefined {
  const [section = '', method = ''] = name.split('.');
  return (tx as CallFunctions)[section]?.[method]; // both kinds carry the call's index and metadata
}

function changed(name: string, how: string): AppError {
  return new AppError('chain.rejected', `the call ${name} of this runtime ${how}`, {
    reason: 'CallChanged',
  });
}
