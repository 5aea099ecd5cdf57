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

/**
 * Metadata of 424 whose numbers are other ones: calls and errors of the staking pallet are counted
 * from the other end.
 */
export function shuffledMetadata(): `0x${string}` {
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, metadataHex(424));
  registry.setMetadata(metadata, undefined, undefined, true);
  const plain = metadata.toJSON() as unknown as MetadataJson;
  const latest = plain.metadata['v16'];
  if (!latest) throw new Error('the metadata is not of version 16');
  const pallet = latest.pallets.find(({ name }) => name === 'SubtensorModule');
  for (const part of [pallet?.calls?.type, pallet?.errors?.type]) {
    const variants = latest.lookup.types.find(({ id }) => id === part)?.type.def.variant.variants;
    if (!variants) throw new Error('the pallet has no such part');
    const numbers = variants.map(({ index }) => index).toReversed();
    for (const [at, variant] of variants.entries()) variant.index = numbers[at] ?? 0;
  }
  const other = new TypeRegistry();
  return new Metadata(other, plain as never).toHex(); // its own JSON form, which it takes back
}

interface MetadataJson {
  metadata: Record<
    string,
    {
      lookup: {
        types: {
          id: number;
          type: { def: { variant: { variants: { name: string; index: number }[] } } };
        }[];
      };
      pallets: { name: string; calls: { type: number } | null; errors: { type: number } | null }[];
    }
  >;
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
