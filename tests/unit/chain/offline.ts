import { expandMetadata, Metadata, TypeRegistry } from '@polkadot/types';
import type { Encoder } from '../../../src/chain/calls.ts';
import { chainFile, metadataHex } from './stub-node.ts';

// The chain's metadata without a node: what encodes and names is the same as behind a connection.

export interface Offline extends Encoder {
  readonly registry: TypeRegistry;
}

export function offline(metadata: number | `0x${string}`): Offline {
  const registry = new TypeRegistry();
  const hex = typeof metadata === 'number' ? metadataHex(metadata) : metadata;
  const decoded = new Metadata(registry, hex);
  registry.setMetadata(decoded, undefined, undefined, true);
  return { registry, tx: expandMetadata(registry, decoded).tx };
}

interface Variant {
  readonly name: string;
  index: number;
}

type Part = 'calls' | 'errors';

/** Metadata of 424 in which parts of the staking pallet have other numbers. */
function renumbered(
  parts: readonly Part[],
  renumber: (variants: Variant[]) => void,
): `0x${string}` {
  const metadata = new Metadata(new TypeRegistry(), metadataHex(424));
  const plain = metadata.toJSON() as unknown as MetadataJson; // of version 16, as the file is
  const { lookup, pallets } = plain.metadata.v16;
  const pallet = pallets.find(({ name }) => name === 'SubtensorModule');
  for (const part of parts) {
    const type = lookup.types.find(({ id }) => id === pallet?.[part]?.type);
    if (!type) throw new Error(`the pallet has no ${part}`);
    renumber(type.type.def.variant.variants);
  }
  return new Metadata(new TypeRegistry(), plain as never).toHex(); // it takes its own JSON back
}

/** Calls and errors are counted from the other end. */
export function shuffledMetadata(): `0x${string}` {
  return renumbered(['calls', 'errors'], (variants) => {
    const numbers = variants.map(({ index }) => index).toReversed();
    for (const [at, variant] of variants.entries()) variant.index = numbers[at] ?? 0;
  });
}

/** The named errors have the given numbers; what had those numbers takes theirs. */
export function withErrorNumbers(wanted: Readonly<Record<string, number>>): `0x${string}` {
  return renumbered(['errors'], (variants) => {
    for (const [name, number] of Object.entries(wanted)) {
      const error = variants.find((one) => one.name === name);
      const other = variants.find(({ index }) => index === number);
      if (!error || !other) throw new Error(`no ${name} or no number ${number}`);
      [error.index, other.index] = [number, error.index];
    }
  });
}

interface MetadataJson {
  readonly metadata: {
    readonly v16: {
      readonly lookup: {
        readonly types: readonly {
          readonly id: number;
          readonly type: { readonly def: { readonly variant: { readonly variants: Variant[] } } };
        }[];
      };
      readonly pallets: readonly ({ readonly name: string } & Readonly<
        Record<Part, { readonly type: number } | null>
      >)[];
    };
  };
}

export interface CallVectors {
  readonly calls: readonly {
    readonly name: string;
    readonly section: string;
    readonly method: string;
    readonly callHex: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly callHash: string;
  }[];
  readonly signingPayloads: readonly Record<string, string | number | boolean>[];
  readonly stateCalls: readonly {
    readonly method: string;
    readonly params: Readonly<Record<string, string | number>>;
    readonly data: string;
  }[];
  readonly sampleResults: readonly { readonly type: string; readonly hex: string }[];
  readonly subtensorErrors: readonly { readonly index: number; readonly name: string }[];
}

export function callVectors(): CallVectors {
  const text = chainFile('call-vectors-424.json')?.toString();
  return JSON.parse(text ?? '{}') as CallVectors; // our own file, of known shape
}
