import { type Box, boxIou } from '../../scoring/geometry.ts';
import { type MotFrame, type TaggedBox, countEvents, followObjects, mostPairs } from './clear.ts';
import { countIdentities } from './identity.ts';

// How good tracks are, in one object of figures.

interface Corners {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** What is known about one frame. */
export interface TrackTruth {
  readonly boxes: readonly (Corners & { readonly id: number })[];
  /** Objects that are neither asked for nor wrong: cut by the frame's edge. */
  readonly ignored?: readonly Corners[];
}

export interface TracksOfFrame {
  readonly boxes: readonly (Corners & { readonly id: number })[];
}

export interface TrackScores {
  /** 1 − (misses + false positives + switches) / true boxes, at most 1; null without true boxes. */
  readonly mota: number | null;
  /** Mean 1 − IoU of the pairs; null without pairs. */
  readonly motp: number | null;
  readonly idf1: number | null;
  readonly idp: number | null;
  readonly idr: number | null;
  readonly recall: number | null;
  readonly precision: number | null;
  readonly idSwitches: number;
  readonly fragments: number;
  readonly falsePositives: number;
  readonly misses: number;
  readonly truthBoxes: number;
  readonly trackedBoxes: number;
  readonly objects: number;
  readonly mostlyTracked: number;
  readonly partlyTracked: number;
  readonly mostlyLost: number;
}

/** The IoU at which MOTChallenge counts. */
export const PAIR_IOU = 0.5;
/** A track that covers an ignored object this much is no false one. */
const IGNORED_IOU = 0.2;

/**
 * CLEAR MOT and identity metrics of one clip.
 *
 * @param truthFrames   only the objects to be counted: leave out balls where persons are measured
 * @param trackedFrames the same frames; missing ones at the end count as empty
 * @param minIou        least IoU of an object with its track, 0..1
 */
export function evaluateTracks(
  truthFrames: readonly TrackTruth[],
  trackedFrames: readonly TracksOfFrame[],
  minIou = PAIR_IOU,
): TrackScores {
  const frames = truthFrames.map((truth, index) =>
    frameOf(truth, trackedFrames[index]?.boxes ?? [], minIou),
  );
  const clear = countEvents(followObjects(frames, minIou));
  const identity = countIdentities(frames, minIou);
  const { truthBoxes, pairs, misses, falsePositives, idSwitches } = clear;
  const { agreeing, trackedBoxes } = identity;
  return {
    mota: ratio(truthBoxes - misses - falsePositives - idSwitches, truthBoxes),
    motp: ratio(clear.totalDistance, pairs),
    idf1: ratio(2 * agreeing, truthBoxes + trackedBoxes),
    idp: ratio(agreeing, trackedBoxes),
    idr: ratio(agreeing, truthBoxes),
    recall: ratio(pairs, truthBoxes),
    precision: ratio(pairs, pairs + falsePositives),
    idSwitches,
    fragments: clear.fragments,
    falsePositives,
    misses,
    truthBoxes,
    trackedBoxes,
    objects: clear.objects,
    mostlyTracked: clear.mostlyTracked,
    partlyTracked: clear.partlyTracked,
    mostlyLost: clear.mostlyLost,
  };
}

function frameOf(truth: TrackTruth, tracked: TracksOfFrame['boxes'], minIou: number): MotFrame {
  const objects = truth.boxes.map(tagged);
  const tracks = tracked.map(tagged);
  const ignored = (truth.ignored ?? []).map(cornersOf);
  if (ignored.length === 0) return { truth: objects, tracked: tracks };
  const needed = new Set(mostPairs(objects, tracks, minIou).map(({ column }) => column));
  const counted = tracks.filter(
    ({ box }, index) => needed.has(index) || !ignored.some((cut) => boxIou(cut, box) > IGNORED_IOU),
  );
  return { truth: objects, tracked: counted };
}

function tagged(box: Corners & { readonly id: number }): TaggedBox {
  return { id: box.id, box: cornersOf(box) };
}

function cornersOf({ x1, y1, x2, y2 }: Corners): Box {
  return [x1, y1, x2, y2];
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
