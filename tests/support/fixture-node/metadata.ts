import { Metadata, TypeRegistry } from '@polkadot/types';

// Changes of the served metadata that a client must live with.

export interface MetadataChange {
  /** Says another spec version than the blob's own. */
  readonly specVersion?: number;
}

/** @returns the blob with the changes written into it; the same bytes when there are none */
export function changeMetadata(blob: Uint8Array, change: MetadataChange): Uint8Array {
  if (Object.keys(change).length === 0) return blob;
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, blob);
  registry.setMetadata(metadata);
  if (change.specVersion !== undefined) setSpecVersion(registry, metadata, change.specVersion);
  return metadata.toU8a();
}

function setSpecVersion(registry: TypeRegistry, metadata: Metadata, specVersion: number): void {
  const { pallets } = metadata.asV16;
  const constant = pallets
    .find(({ name }) => name.eq('System'))
    ?.constants.find(({ name }) => name.eq('Version'));
  if (!constant) throw new Error('the blob has no System.Version');
  const type = registry.createLookupType(constant.type);
  const version = registry.createTypeUnsafe(type, [constant.value.toU8a(true)]);
  const changed = registry.createTypeUnsafe(type, [
    { ...(version.toJSON() as object), specVersion },
  ]);
  constant.set('value', registry.createType('Bytes', changed.toU8a()));
}
