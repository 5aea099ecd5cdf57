import type { Registry } from '@polkadot/types/types';
import type { SiLookupTypeId } from '@polkadot/types/interfaces';

// What a runtime has signed besides the call. The library fills in the extensions of Substrate;
// one that it does not know does no harm while it is zero bytes long, and makes every signature
// void otherwise.

/** Extensions of Substrate itself whose content @polkadot/api fills in. */
const KNOWN: ReadonlySet<string> = new Set([
  'CheckNonZeroSender',
  'CheckSpecVersion',
  'CheckTxVersion',
  'CheckGenesis',
  'CheckMortality',
  'CheckNonce',
  'CheckWeight',
  'ChargeTransactionPayment',
  'CheckMetadataHash',
]);

/** Names of extensions that are neither known nor empty. */
export function unknownExtensions(registry: Registry): string[] {
  return registry.metadata.extrinsic.transactionExtensions
    .filter(
      ({ identifier, type, implicit }) =>
        !KNOWN.has(identifier.toString()) &&
        !(isEmpty(registry, type) && isEmpty(registry, implicit)),
    )
    .map(({ identifier }) => identifier.toString());
}

/** Whether values of a type are zero bytes long: nothing, or a composite of nothing but such. */
function isEmpty(registry: Registry, id: SiLookupTypeId): boolean {
  const { def } = registry.lookup.getSiType(id);
  if (def.isTuple) return def.asTuple.every((part) => isEmpty(registry, part));
  if (def.isComposite) return def.asComposite.fields.every(({ type }) => isEmpty(registry, type));
  return false;
}
