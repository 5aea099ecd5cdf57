import { Metadata, TypeRegistry } from '@polkadot/types';
import type { PalletMetadataV16, SiVariant } from '@polkadot/types/interfaces';
import { type Rng, seededRng, shuffled } from '../../../src/shared/rng.ts';

// Changes of the served metadata that a client must live with. They are written into the decoded
// blob and encoded again, so that client and node read the same.

export interface MetadataChange {
  /** Says another spec version than the blob's own. */
  readonly specVersion?: number;
  /** Seed of new indexes for every pallet, call, event and error. */
  readonly shuffle?: number;
  /** Adds a signed extension of this name that carries a u32, which no client knows. */
  readonly extension?: string;
}

interface Draft {
  readonly registry: TypeRegistry;
  readonly metadata: Metadata;
}

/** @returns the blob with the changes written into it; the same bytes when there are none */
export function changeMetadata(blob: Uint8Array, change: MetadataChange): Uint8Array {
  const registry = new TypeRegistry();
  const draft = { registry, metadata: new Metadata(registry, blob) };
  registry.setMetadata(draft.metadata);
  if (change.specVersion !== undefined) setSpecVersion(draft, change.specVersion);
  if (change.extension !== undefined) addExtension(draft, change.extension);
  if (change.shuffle !== undefined) shuffleIndexes(draft, seededRng(`indexes ${change.shuffle}`));
  return draft.metadata.toU8a();
}

function setSpecVersion({ registry, metadata }: Draft, specVersion: number): void {
  const constant = metadata.asV16.pallets
    .find(({ name }) => name.eq('System'))
    ?.constants.find(({ name }) => name.eq('Version'));
  if (!constant) throw new Error('the blob has no System.Version');
  const type = registry.createLookupType(constant.type);
  const version = registry.createTypeUnsafe(type, [constant.value.toU8a(true)]);
  const fields = { ...Object(version.toJSON()), specVersion };
  const changed = registry.createTypeUnsafe(type, [fields]);
  constant.set('value', registry.createType('Bytes', [...changed.toU8a()]));
}

function addExtension({ registry, metadata }: Draft, identifier: string): void {
  const { extrinsic } = metadata.asV16;
  const known = [...extrinsic.transactionExtensions];
  const version = known.find((one) => one.identifier.eq('CheckSpecVersion'));
  const empty = known.find((one) => one.identifier.eq('CheckNonZeroSender'));
  if (!version || !empty) throw new Error('the blob has other extensions than a node of its time');
  // CheckSpecVersion signs a u32; CheckNonZeroSender signs nothing.
  const added = { identifier, type: version.implicit, implicit: empty.implicit };
  extrinsic.set(
    'transactionExtensions',
    registry.createType('Vec<TransactionExtensionMetadataV16>', [...known, added]),
  );
  const order = [...known, added].map((_, n) => n);
  extrinsic.set(
    'transactionExtensionsByVersion',
    registry.createType('BTreeMap<u8, Vec<Compact<u32>>>', new Map([[0, order]])),
  );
}

/** Gives other indexes to all pallets, and to the calls, events and errors of each. */
function shuffleIndexes({ registry, metadata }: Draft, rng: Rng): void {
  const { pallets, outerEnums } = metadata.asV16;
  const variantsOf = (type: Parameters<typeof registry.lookup.getSiType>[0]): SiVariant[] => [
    ...registry.lookup.getSiType(type).def.asVariant.variants,
  ];
  const setIndex = (at: PalletMetadataV16 | SiVariant, index: number): void => {
    at.set('index', registry.createType('u8', index));
  };

  const byName = new Map<string, number>();
  const indexes = shuffled(
    rng,
    pallets.map(({ index }) => index.toNumber()),
  );
  for (const [n, pallet] of pallets.entries()) {
    const index = indexes[n] ?? n;
    byName.set(pallet.name.toString(), index);
    setIndex(pallet, index);
  }
  // The enums over all pallets carry the pallets' indexes once more.
  for (const type of [outerEnums.callType, outerEnums.eventType, outerEnums.errorType]) {
    for (const variant of variantsOf(type)) {
      setIndex(variant, byName.get(variant.name.toString()) ?? variant.index.toNumber());
    }
  }
  for (const { calls, events, errors } of pallets) {
    for (const part of [calls, events, errors]) {
      if (part.isNone) continue;
      const variants = variantsOf(part.unwrap().type);
      const order = shuffled(
        rng,
        variants.map(({ index }) => index.toNumber()),
      );
      for (const [n, variant] of variants.entries()) setIndex(variant, order[n] ?? n);
    }
  }
}
