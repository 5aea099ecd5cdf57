import { randomInt } from '../../shared/rng.ts';
import type { ComposeRequest, Composition, PoolItem } from '../contract.ts';
import { manifest } from './manifest.ts';
import { DEFAULT_SETTINGS } from './pipeline/settings.ts';
import type { ScoreInput } from './task.ts';

/**
 * Makes a unit: the work frames in their order, known frames hidden between them.
 *
 * A known frame must not show itself: it has the size of its neighbours, never repeats a frame of
 * the unit, sits at its own place when it belongs to the same clip, else at a random one. A known
 * frame of another size is left out.
 *
 * @returns null without work frames, without a model, or where an item lacks its size
 */
export function composeUnit(request: ComposeRequest): Composition<ScoreInput> | null {
  const [first] = request.work;
  if (!first || manifest.needs.models.some((name) => !request.models[name])) return null;
  const order = [...request.work];
  const blobs = new Set(order.map((item) => item.blob));
  for (const known of request.known) {
    if (blobs.has(known.blob) || !sameSize(known, first)) continue;
    blobs.add(known.blob);
    order.splice(placeOf(known, order, request), 0, known);
  }
  const frames = order.map((item) => ({ blob: item.blob, ...sizeOf(item) }));
  if (frames.some((frame) => frame.width === 0 || frame.height === 0)) return null;
  return {
    input: {
      version: 1,
      models: Object.entries(request.models)
        .map(([name, sha256]) => ({ name, sha256 }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      settings: DEFAULT_SETTINGS,
      frames,
    },
    itemIds: order.map((item) => item.itemId),
  };
}

function placeOf(known: PoolItem, order: readonly PoolItem[], request: ComposeRequest): number {
  const sameClip = order.findIndex(
    (item) => item.groupId === known.groupId && item.ordinal > known.ordinal,
  );
  if (sameClip >= 0) return sameClip;
  const lastOfClip = order.findLastIndex((item) => item.groupId === known.groupId);
  return lastOfClip >= 0 ? lastOfClip + 1 : randomInt(request.rng, order.length + 1);
}

function sameSize(a: PoolItem, b: PoolItem): boolean {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  return sizeA.width === sizeB.width && sizeA.height === sizeB.height;
}

/** Sides in pixels; 0 where the pool item does not say. */
function sizeOf(item: PoolItem): { width: number; height: number } {
  const { width, height } = item.meta;
  return {
    width: typeof width === 'number' ? width : 0,
    height: typeof height === 'number' ? height : 0,
  };
}
