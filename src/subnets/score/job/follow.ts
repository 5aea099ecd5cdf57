import type { Detection } from '../pipeline/contract.ts';
import { track } from '../tracking/track.ts';
import type { Follow, FollowedBox } from './boxes.ts';

/**
 * Ids by the tracker (`tracking/`). Only what devices found is in the results: corners and
 * confidence stay theirs, and places that the tracker filled in between are left out. The role is
 * the one that the object has most often.
 */
export const followClip: Follow = (frames, { fps, width, height }) => {
  const tracked = track(
    frames.map((boxes) => ({ boxes })),
    { fps, size: { width, height }, smooth: false },
  );
  return frames.map((boxes, index) => {
    const tracks = new Map(
      (tracked[index]?.boxes ?? []).flatMap((box) => (box.seen ? [[placeOf(box), box]] : [])),
    );
    return boxes.map((box): FollowedBox => {
      const found = tracks.get(placeOf(box));
      return { ...box, cls_id: found?.cls_id ?? box.cls_id, id: found?.id ?? -1 };
    });
  });
};

/** A ball and a person in one place are two objects. */
function placeOf({ x1, y1, x2, y2, cls_id: kind }: Detection): string {
  return [x1, y1, x2, y2, kind === 0].join(' ');
}
