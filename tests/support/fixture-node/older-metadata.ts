import { Metadata, TypeRegistry } from '@polkadot/types';
import type { PalletMetadataV16, RuntimeApiMetadataV16 } from '@polkadot/types/interfaces';
import { u8aConcat } from '@polkadot/util';

// Metadata of versions 14 and 15 made from a blob of version 16, for clients that ask for them.

const MAGIC = new TextEncoder().encode('meta');

/** @returns null for a version that a node of today does not serve */
export function metadataAt(blob: Uint8Array, version: number): Uint8Array | null {
  if (version === 16) return blob;
  if (version !== 14 && version !== 15) return null;
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, blob);
  registry.setMetadata(metadata);
  const { lookup, pallets, extrinsic, apis, outerEnums, custom } = metadata.asV16;
  const extensions = extrinsic.transactionExtensions;
  const older = {
    lookup,
    pallets: pallets.map(olderPallet),
    apis: apis.map(olderApi),
    outerEnums,
    custom,
    // The id of the runtime's own type, which version 16 no longer carries and nobody reads.
    type: outerEnums.callType,
  };
  const signedExtensions = extensions.map(({ identifier, type, implicit }) => ({
    identifier,
    type,
    additionalSigned: implicit,
  }));
  const encoded =
    version === 15
      ? registry.createType('MetadataV15', {
          ...older,
          extrinsic: {
            version: 4,
            addressType: extrinsic.addressType,
            callType: outerEnums.callType,
            signatureType: extrinsic.signatureType,
            extraType: tupleOf(
              registry,
              extensions.map(({ type }) => type.toNumber()),
            ),
            signedExtensions,
          },
        })
      : registry.createType('MetadataV14', {
          ...older,
          extrinsic: {
            type: uncheckedExtrinsic(registry),
            version: 4,
            signedExtensions,
          },
        });
  return u8aConcat(MAGIC, new Uint8Array([version]), encoded.toU8a());
}

// Field by field: each part of version 16 carries notes on deprecation that older ones do not have.

function olderPallet(pallet: PalletMetadataV16): object {
  const { name, storage, calls, events, constants, errors, index, docs } = pallet;
  return {
    name,
    storage: storage.isNone
      ? null
      : {
          prefix: storage.unwrap().prefix,
          items: storage.unwrap().items.map((item) => ({
            name: item.name,
            modifier: item.modifier,
            type: item.type,
            fallback: item.fallback,
            docs: item.docs,
          })),
        },
    ...Object.fromEntries(
      Object.entries({ calls, events, errors }).map(([part, option]) => [
        part,
        option.isNone ? null : { type: option.unwrap().type },
      ]),
    ),
    constants: constants.map((one) => ({
      name: one.name,
      type: one.type,
      value: one.value,
      docs: one.docs,
    })),
    index,
    docs,
  };
}

function olderApi({ name, methods, docs }: RuntimeApiMetadataV16): object {
  return {
    name,
    methods: methods.map((one) => ({
      name: one.name,
      inputs: one.inputs,
      output: one.output,
      docs: one.docs,
    })),
    docs,
  };
}

/** Id of the tuple of these types; of the first of them where the blob has no such tuple. */
function tupleOf(registry: TypeRegistry, types: readonly number[]): number {
  const found = registry.lookup.types.find(
    ({ type: { def } }) =>
      def.isTuple && def.asTuple.map((id) => id.toNumber()).join() === types.join(),
  );
  return found?.id.toNumber() ?? types[0] ?? 0;
}

/** Id of the extrinsic's type, from whose parameters a client reads those of its parts. */
function uncheckedExtrinsic(registry: TypeRegistry): number {
  const found = registry.lookup.types.find(({ type }) =>
    type.path.some((part) => part.eq('UncheckedExtrinsic')),
  );
  if (!found) throw new Error('the blob has no UncheckedExtrinsic');
  return found.id.toNumber();
}
