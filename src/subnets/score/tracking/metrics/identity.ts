import { assignMaximum } from '../../scoring/assignment.ts';
import { boxIou } from '../../scoring/geometry.ts';
import type { MotFrame } from './clear.ts';

// Identity metrics: one track per object for the whole clip, chosen so that most boxes agree.
// Source: Ristani et al. 2016, "Performance measures and a data set for multi-target, multi-camera
// tracking".

export interface IdentityCounts {
  /** Boxes of objects, and of tracks, all frames. */
  readonly truthBoxes: number;
  readonly trackedBoxes: number;
  /** Boxes of objects that their one track covers. */
  readonly agreeing: number;
}

/** @param minIou least IoU at which a track's box covers an object's, 0..1 */
export function countIdentities(frames: readonly MotFrame[], minIou: number): IdentityCounts {
  const objects = placesOf(frames.flatMap(({ truth }) => truth));
  const tracks = placesOf(frames.flatMap(({ tracked }) => tracked));
  const shared = Array.from({ length: objects.size }, () =>
    Array.from({ length: tracks.size }, () => 0),
  );
  for (const { truth, tracked } of frames) {
    for (const object of truth) {
      const row = shared[objects.get(object.id) ?? -1];
      for (const track of tracked) {
        const column = tracks.get(track.id) ?? -1;
        if (!row || boxIou(object.box, track.box) < minIou) continue;
        row[column] = (row[column] ?? 0) + 1;
      }
    }
  }
  const agreeing = assignMaximum(shared).reduce(
    (total, [row, column]) => total + (shared[row]?.[column] ?? 0),
    0,
  );
  return {
    truthBoxes: frames.reduce((total, { truth }) => total + truth.length, 0),
    trackedBoxes: frames.reduce((total, { tracked }) => total + tracked.length, 0),
    agreeing,
  };
}

/** Place of each id, by first appearance. */
function placesOf(boxes: readonly { readonly id: number }[]): Map<number, number> {
  const places = new Map<number, number>();
  for (const { id } of boxes) if (!places.has(id)) places.set(id, places.size);
  return places;
}
