import { sha256Hex } from '../../shared/hash.ts';
import type { SourceGroup, SourceItem } from '../../subnets/contract.ts';
import type { BlobStore } from '../blobs/store.ts';
import type { NewPoolItem } from '../port.ts';

/**
 * Stores the content of a group and returns its rows for the pool. The same material gives the
 * same identifiers, so a folder that is read again adds nothing twice.
 */
export async function storeGroup(
  slug: string,
  group: SourceGroup,
  seedId: string | null,
  blobs: BlobStore,
): Promise<NewPoolItem[]> {
  const rows: NewPoolItem[] = [];
  for (const item of group.items) {
    const blob = await blobs.put(item.bytes);
    rows.push(rowOf(slug, group, item, blob, seedId));
  }
  return rows;
}

function rowOf(
  slug: string,
  { groupId, material }: SourceGroup,
  { ordinal, bytes, meta, truth }: SourceItem,
  blob: string,
  seedId: string | null,
): NewPoolItem {
  return {
    item: {
      itemId: sha256Hex([slug, groupId, ordinal, blob].join('\n')).slice(0, 32),
      groupId,
      ordinal,
      material,
      blob,
      bytes: bytes.length,
      hasTruth: truth !== null,
      meta,
    },
    truth,
    seedId,
  };
}
