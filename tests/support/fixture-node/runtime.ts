import { Metadata, TypeRegistry } from '@polkadot/types';
import type { Codec } from '@polkadot/types/types';
import { stringCamelCase, u8aConcat, u8aToHex } from '@polkadot/util';
import { xxhashAsU8a } from '@polkadot/util-crypto';
import { type BlobSpec, readBlob } from './blob.ts';
import { type MetadataChange, changeMetadata } from './metadata.ts';
import { metadataAt } from './older-metadata.ts';

// One runtime of the simulated chain: the served metadata and everything that is encoded and
// decoded through it. Nothing here knows an index or a layout; all are looked up by name.

export type TypeId = number;

export interface RuntimeMethod {
  readonly inputs: readonly TypeId[];
  readonly output: TypeId;
}

export interface StorageEntry {
  /** `subtensorModule.burn` */
  readonly name: string;
  /** 32 bytes, hex with 0x. */
  readonly prefix: string;
  readonly hashers: readonly string[];
  readonly keys: readonly TypeId[];
  readonly value: TypeId;
}

export interface ExtensionType {
  readonly name: string;
  /** What the transaction carries. */
  readonly explicit: TypeId;
  /** What is signed but not carried. */
  readonly implicit: TypeId;
}

interface Variant {
  readonly pallet: number;
  readonly index: number;
  readonly fields: readonly TypeId[];
}

export interface Runtime {
  readonly specName: string;
  readonly specVersion: number;
  readonly transactionVersion: number;
  /** As `state_getRuntimeVersion` answers it. */
  readonly version: unknown;
  /** Version 14, 15 or 16; null for another. */
  metadataAt(version: number): Uint8Array | null;
  readonly registry: TypeRegistry;
  readonly methods: ReadonlyMap<string, RuntimeMethod>;
  readonly storage: ReadonlyMap<string, StorageEntry>;
  readonly extensions: readonly ExtensionType[];
  readonly address: TypeId;
  readonly signature: TypeId;
  readonly existentialDeposit: bigint;
  /** @throws Error when the value does not fit the type */
  encode(type: TypeId, value: unknown): Uint8Array;
  decode(type: TypeId, bytes: Uint8Array): Codec;
  /** `event('SubtensorModule', 'StakeAdded', [...])`: index bytes and fields. */
  event(pallet: string, name: string, values: readonly unknown[]): Uint8Array;
  /** Value of DispatchError for an error found by its name. */
  moduleError(pallet: string, name: string): unknown;
  hasError(pallet: string, name: string): boolean;
  /** Call index and arguments of an unsigned call (inherents). */
  call(pallet: string, name: string, values: readonly unknown[]): Uint8Array;
}

const cache = new Map<string, Runtime>();

/** Parses a blob once per change of it: about 0.7 s each on a slow core. */
export function loadRuntime(spec: BlobSpec, change: MetadataChange = {}): Runtime {
  const key = JSON.stringify([spec, change]);
  const known = cache.get(key);
  if (known) return known;
  const runtime = buildRuntime(changeMetadata(readBlob(spec), change));
  cache.set(key, runtime);
  return runtime;
}

function buildRuntime(blob: Uint8Array): Runtime {
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, blob);
  registry.setMetadata(metadata);
  const { pallets, extrinsic, apis } = metadata.asLatest;

  const create = (type: TypeId, value: unknown): Codec =>
    registry.createTypeUnsafe(registry.createLookupType(type), [value]);

  function pallet(name: string): (typeof pallets)[number] {
    const found = pallets.find((one) => one.name.eq(name));
    if (!found) throw new Error(`the served metadata has no pallet ${name}`);
    return found;
  }

  function variant(palletName: string, kind: 'calls' | 'events' | 'errors', name: string): Variant {
    const one = pallet(palletName);
    const variants = registry.lookup.getSiType(one[kind].unwrap().type).def.asVariant.variants;
    const found = variants.find((candidate) => candidate.name.eq(name));
    if (!found) throw new Error(`the served metadata has no ${palletName}.${name} in its ${kind}`);
    return {
      pallet: one.index.toNumber(),
      index: found.index.toNumber(),
      fields: found.fields.map(({ type }) => type.toNumber()),
    };
  }

  function encodeVariant(
    { pallet: palletIndex, index, fields }: Variant,
    values: readonly unknown[],
  ) {
    if (fields.length !== values.length) {
      throw new Error(`${values.length} values for ${fields.length} fields`);
    }
    return u8aConcat(
      new Uint8Array([palletIndex, index]),
      ...fields.map((type, n) => create(type, values[n]).toU8a()),
    );
  }

  function constant(palletName: string, name: string): Codec {
    const found = pallet(palletName).constants.find((one) => one.name.eq(name));
    if (!found) throw new Error(`the served metadata has no constant ${palletName}.${name}`);
    return create(found.type.toNumber(), found.value.toU8a(true));
  }

  const version = constant('System', 'Version').toJSON() as Record<string, unknown>;
  return {
    specName: String(version['specName']),
    specVersion: Number(version['specVersion']),
    transactionVersion: Number(version['transactionVersion']),
    version,
    metadataAt: memoised((version: number) => metadataAt(blob, version)),
    registry,
    methods: new Map(
      apis.flatMap((api) =>
        api.methods.map((method) => [
          `${api.name.toString()}_${method.name.toString()}`,
          {
            inputs: method.inputs.map(({ type }) => type.toNumber()),
            output: method.output.toNumber(),
          },
        ]),
      ),
    ),
    storage: storageEntries(registry, metadata),
    extensions: extrinsic.transactionExtensions.map((one) => ({
      name: one.identifier.toString(),
      explicit: one.type.toNumber(),
      implicit: one.implicit.toNumber(),
    })),
    address: extrinsic.addressType.toNumber(),
    signature: extrinsic.signatureType.toNumber(),
    existentialDeposit: BigInt(constant('Balances', 'ExistentialDeposit').toString()),
    encode: (type, value) => create(type, value).toU8a(),
    decode: create,
    event: (name, event, values) => encodeVariant(variant(name, 'events', event), values),
    moduleError(name, error) {
      const { pallet: index, index: code } = variant(name, 'errors', error);
      return { Module: { index, error: new Uint8Array([code, 0, 0, 0]) } };
    },
    hasError(name, error) {
      const { type } = pallet(name).errors.unwrap();
      return registry.lookup
        .getSiType(type)
        .def.asVariant.variants.some((one) => one.name.eq(error));
    },
    call: (name, call, values) => encodeVariant(variant(name, 'calls', call), values),
  };
}

function memoised<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function storageEntries(registry: TypeRegistry, metadata: Metadata): Map<string, StorageEntry> {
  const entries = new Map<string, StorageEntry>();
  for (const pallet of metadata.asLatest.pallets) {
    if (pallet.storage.isNone) continue;
    const { prefix, items } = pallet.storage.unwrap();
    for (const { name, type } of items) {
      const hex = u8aToHex(
        u8aConcat(xxhashAsU8a(prefix.toString(), 128), xxhashAsU8a(name.toString(), 128)),
      );
      const hashers = type.isMap ? type.asMap.hashers.map((hasher) => hasher.type) : [];
      entries.set(hex, {
        name: `${stringCamelCase(pallet.name.toString())}.${stringCamelCase(name.toString())}`,
        prefix: hex,
        hashers,
        keys: type.isMap ? keyTypes(registry, type.asMap.key.toNumber(), hashers.length) : [],
        value: (type.isMap ? type.asMap.value : type.asPlain).toNumber(),
      });
    }
  }
  return entries;
}

/** With several hashers the key is a tuple of as many types. */
function keyTypes(registry: TypeRegistry, key: TypeId, count: number): TypeId[] {
  if (count === 1) return [key];
  return registry.lookup.getSiType(key).def.asTuple.map((type) => type.toNumber());
}
