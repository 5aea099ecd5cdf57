import { assignMaximum } from './assignment.ts';
import { mean } from './detection.ts';
import { boxMatrix, overlapMatrix } from './overlap.ts';
import type { DetectionFrame } from './detection.ts';

/** IoU from which a pair counts for `count`. */
export const COUNT_IOU = 0.3;
/** IoU thresholds that the F1 of `iou`, the label-strict F1 and `palette` is averaged over. */
const THRESHOLDS = [0.3, 0.5] as const;

/** A true object and the prediction that the assignment gives it, by their places. */
export interface AssignedPair {
  readonly truth: number;
  readonly prediction: number;
  readonly iou: number;
}

/** Pairs by maximum total IoU, any IoU. @param overlap shape (G, P). Section e1. */
export function assignedPairs(overlap: readonly (readonly number[])[]): AssignedPair[] {
  return assignMaximum(overlap).map(([truth, prediction]) => ({
    truth,
    prediction,
    iou: overlap[truth]?.[prediction] ?? 0,
  }));
}

/**
 * F1 of one frame: pairs by maximum total IoU, then those with IoU ≥ threshold count.
 *
 * @param overlap IoU, shape (G, P)
 * @returns 0..1; both sides empty = 1, one empty = 0. Section e1.
 */
export function matchedF1(
  overlap: readonly (readonly number[])[],
  predictions: number,
  threshold: number,
): number {
  return f1AtThresholds(overlap, predictions, [threshold]);
}

/** Mean F1 over several thresholds of one assignment. Section e1. */
export function f1AtThresholds(
  overlap: readonly (readonly number[])[],
  predictions: number,
  thresholds: readonly number[] = THRESHOLDS,
): number {
  const truths = overlap.length;
  if (truths === 0 && predictions === 0) return 1;
  if (truths === 0 || predictions === 0) return 0;
  const assigned = assignedPairs(overlap);
  return mean(
    thresholds.map((threshold) => {
      const pairs = assigned.filter(({ iou }) => iou >= threshold).length;
      return (2 * pairs) / (truths + predictions);
    }),
  );
}

/** Pillar `count`: F1 at IoU 0.3 ignoring labels, mean over frames, 0..1. Section e1. */
export function countPillar(frames: readonly DetectionFrame[]): number {
  return mean(
    frames.map((frame) => matchedF1(overlapMatrix(frame), frame.predicted.length, COUNT_IOU)),
  );
}

/** Pillar `iou`: mean of the F1 at IoU 0.3 and 0.5 ignoring labels, mean over frames. Section e1. */
export function iouPillar(frames: readonly DetectionFrame[]): number {
  return mean(frames.map((frame) => f1AtThresholds(overlapMatrix(frame), frame.predicted.length)));
}

/** Label-strict F1: a pair with different labels (exact text) counts as IoU 0. Section e1. */
export function labelStrictF1(frames: readonly DetectionFrame[]): number {
  return mean(frames.map((frame) => strictFrame(frame, overlapMatrix(frame))));
}

/** The label-strict F1 that `role` uses: by boxes, also where polygons exist. Section e1. */
export function labelStrictBoxF1(frames: readonly DetectionFrame[]): number {
  return mean(frames.map((frame) => strictFrame(frame, boxMatrix(frame.truth, frame.predicted))));
}

function strictFrame(frame: DetectionFrame, overlap: readonly (readonly number[])[]): number {
  const strict = frame.truth.map((object, g) =>
    frame.predicted.map((prediction, p) =>
      object.label === prediction.label ? (overlap[g]?.[p] ?? 0) : 0,
    ),
  );
  return f1AtThresholds(strict, frame.predicted.length);
}
