import {
  BTreeMap,
  Compact,
  Enum,
  HashMap,
  Int,
  Option,
  Raw,
  Struct,
  Tuple,
  UInt,
  Vec,
  VecFixed,
} from '@polkadot/types';
import type { Codec } from '@polkadot/types/types';

// What the library decoded, as plain values that a schema can parse: integers of any width become
// bigint, structs objects with camelCase members, maps lists of pairs, an absent option null,
// accounts SS58 text, bytes Uint8Array, an enum its variant and value.

export type Plain =
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | readonly Plain[]
  | { readonly [name: string]: Plain };

export function toPlain(codec: Codec): Plain {
  if (codec instanceof UInt || codec instanceof Int) return codec.toBigInt();
  if (codec instanceof Compact) return toPlain(codec.unwrap());
  if (codec instanceof Option) return codec.isSome ? toPlain(codec.unwrap()) : null;
  if (codec instanceof Struct) {
    return Object.fromEntries([...codec].map(([name, value]) => [String(name), toPlain(value)]));
  }
  if (codec instanceof BTreeMap || codec instanceof HashMap) {
    return [...codec].map(([key, value]) => [toPlain(key), toPlain(value)]);
  }
  if (codec instanceof Vec || codec instanceof VecFixed || codec instanceof Tuple) {
    return [...codec].map(toPlain);
  }
  if (codec instanceof Enum) return { variant: codec.type, value: toPlain(codec.inner) };
  // An account is bytes too; it is written as its address.
  if (codec instanceof Raw && !codec.toRawType().startsWith('AccountId')) return codec.toU8a(true);
  const value = codec.toPrimitive();
  return typeof value === 'boolean'
    ? value
    : codec.isEmpty && value === null
      ? null
      : codec.toString();
}
