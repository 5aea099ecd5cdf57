import { assignMaximum } from '../../scoring/assignment.ts';
import { type Box, boxIou } from '../../scoring/geometry.ts';

// CLEAR MOT: frame by frame, which track follows which object. G true objects, T tracks of a frame.
// Sources: Bernardin and Stiefelhagen 2008, "Evaluating multiple object tracking performance: the
// CLEAR MOT metrics"; counts of fragments and of mostly tracked objects as py-motmetrics has them.

export interface TaggedBox {
  /** The same object (or track) has the same id in every frame, and once a frame. */
  readonly id: number;
  readonly box: Box;
}

export interface MotFrame {
  readonly truth: readonly TaggedBox[];
  readonly tracked: readonly TaggedBox[];
}

/** An object and the track that follows it in one frame. */
export interface FollowedPair {
  readonly object: number;
  readonly track: number;
  readonly iou: number;
  /** Whether another track followed the object when it was last followed. */
  readonly switched: boolean;
}

export interface FrameEvents {
  readonly pairs: readonly FollowedPair[];
  /** Ids of objects that no track follows. */
  readonly missed: readonly number[];
  /** Tracks that follow nothing. */
  readonly unfounded: number;
}

/**
 * Follows objects through the frames: a pair lives on while its IoU allows; of the rest as many as
 * possible are paired, with the highest total IoU.
 *
 * @param minIou least IoU of a pair, 0..1
 */
export function followObjects(frames: readonly MotFrame[], minIou: number): FrameEvents[] {
  const lastTrack = new Map<number, number>();
  return frames.map((frame) => {
    const pairs = pairFrame(frame, lastTrack, minIou);
    const followed = new Set(pairs.map(({ object }) => object));
    for (const { object, track } of pairs) lastTrack.set(object, track);
    return {
      pairs,
      missed: frame.truth.map(({ id }) => id).filter((id) => !followed.has(id)),
      unfounded: frame.tracked.length - pairs.length,
    };
  });
}

function pairFrame(
  { truth, tracked }: MotFrame,
  lastTrack: ReadonlyMap<number, number>,
  minIou: number,
): FollowedPair[] {
  const pairs: FollowedPair[] = [];
  const taken = new Set<number>();
  const open: TaggedBox[] = [];
  for (const object of truth) {
    const before = lastTrack.get(object.id);
    const place = tracked.findIndex(({ id }, index) => id === before && !taken.has(index));
    const track = tracked[place];
    const iou = track ? boxIou(object.box, track.box) : -1;
    if (track && iou >= minIou) {
      taken.add(place);
      pairs.push({ object: object.id, track: track.id, iou, switched: false });
    } else open.push(object);
  }
  const free = tracked.filter((_, index) => !taken.has(index));
  for (const { row, column, iou } of mostPairs(open, free, minIou)) {
    const [object, track] = [open[row], free[column]];
    if (!object || !track) continue; // the assignment stays inside both lists
    const switched = lastTrack.has(object.id) && lastTrack.get(object.id) !== track.id;
    pairs.push({ object: object.id, track: track.id, iou, switched });
  }
  return pairs;
}

/** As many pairs of IoU ≥ `minIou` as possible; among those the highest total IoU. */
export function mostPairs(
  rows: readonly { readonly box: Box }[],
  columns: readonly { readonly box: Box }[],
  minIou: number,
): { row: number; column: number; iou: number }[] {
  // One more pair outweighs any total IoU.
  const bonus = Math.min(rows.length, columns.length) + 1;
  const ious = rows.map((row) => columns.map((column) => boxIou(row.box, column.box)));
  const values = ious.map((row) => row.map((iou) => (iou >= minIou ? bonus + iou : 0)));
  return assignMaximum(values).flatMap(([row, column]) => {
    const iou = ious[row]?.[column] ?? 0;
    return iou >= minIou ? [{ row, column, iou }] : [];
  });
}

export interface ClearCounts {
  /** Boxes of true objects, all frames. */
  readonly truthBoxes: number;
  readonly pairs: number;
  readonly misses: number;
  readonly falsePositives: number;
  readonly idSwitches: number;
  /** How often an object that was followed before and is again later got lost. */
  readonly fragments: number;
  /** Σ (1 − IoU) of the pairs. */
  readonly totalDistance: number;
  readonly objects: number;
  /** Objects followed in at least 80 %, in 20 to 80 %, in less than 20 % of their frames. */
  readonly mostlyTracked: number;
  readonly partlyTracked: number;
  readonly mostlyLost: number;
}

export function countEvents(events: readonly FrameEvents[]): ClearCounts {
  const pairs = events.flatMap((event) => event.pairs);
  const histories = historiesOf(events);
  const shares = [...histories.values()].map(
    (history) => history.filter(Boolean).length / history.length,
  );
  const misses = sum(events.map(({ missed }) => missed.length));
  return {
    truthBoxes: pairs.length + misses,
    pairs: pairs.length,
    misses,
    falsePositives: sum(events.map(({ unfounded }) => unfounded)),
    idSwitches: pairs.filter(({ switched }) => switched).length,
    fragments: sum([...histories.values()].map(gapsOf)),
    totalDistance: sum(pairs.map(({ iou }) => 1 - iou)),
    objects: histories.size,
    mostlyTracked: shares.filter((share) => share >= 0.8).length,
    partlyTracked: shares.filter((share) => share >= 0.2 && share < 0.8).length,
    mostlyLost: shares.filter((share) => share < 0.2).length,
  };
}

/** Per object, in the order of frames: whether a track followed it. */
function historiesOf(events: readonly FrameEvents[]): Map<number, boolean[]> {
  const histories = new Map<number, boolean[]>();
  const note = (object: number, followed: boolean): void => {
    const history = histories.get(object);
    if (history) history.push(followed);
    else histories.set(object, [followed]);
  };
  for (const { pairs, missed } of events) {
    for (const { object } of pairs) note(object, true);
    for (const object of missed) note(object, false);
  }
  return histories;
}

/** Gaps between the first and the last frame in which the object was followed. */
function gapsOf(history: readonly boolean[]): number {
  const inside = history.slice(history.indexOf(true), history.lastIndexOf(true) + 1);
  return inside.filter((followed, i) => !followed && inside[i - 1] === true).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
