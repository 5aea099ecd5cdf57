import { requiredIou } from './adaptive-threshold.ts';
import { className, DEFAULT_SIZE, mean } from './detection.ts';
import { overlapMatrix } from './overlap.ts';
import type { DetectionFrame } from './detection.ts';

export interface PrecisionMetrics {
  /** Mean average precision over the classes that have truth; 0 without any. */
  readonly map50: number;
  /** True positives over predictions, all classes together. */
  readonly precision: number;
  /** True positives over true objects. */
  readonly recall: number;
  /** max(0, 1 − (false positives / images) / 10). */
  readonly falsePositive: number;
}

interface Candidate {
  readonly frame: number;
  readonly index: number;
  readonly score: number;
}

/**
 * Detection metrics with the adaptive IoU threshold, all 0..1.
 *
 * Predictions of a class, over all images, in falling order of score (ties keep input order);
 * each takes the free true object of its class and image with the highest IoU (> 0, the first on
 * a tie) and is right if that IoU reaches the object's threshold. Section e1.
 */
export function precisionMetrics(frames: readonly DetectionFrame[]): PrecisionMetrics {
  const overlaps = frames.map(overlapMatrix);
  const withTruth = classesOf(frames.map((frame) => frame.truth));
  const all = new Set([...withTruth, ...classesOf(frames.map((frame) => frame.predicted))]);
  const precisions: number[] = [];
  let [hits, predictions, objects] = [0, 0, 0];
  for (const name of all) {
    const outcome = matchClass(frames, overlaps, name);
    const truths = countClass(frames, name);
    hits += outcome.filter(Boolean).length;
    predictions += outcome.length;
    objects += truths;
    if (truths > 0) precisions.push(averagePrecision(outcome, truths));
  }
  const falsePerImage = (predictions - hits) / Math.max(1, frames.length);
  return {
    map50: mean(precisions),
    precision: predictions > 0 ? hits / predictions : 0,
    recall: objects > 0 ? hits / objects : 0,
    falsePositive: Math.max(0, 1 - falsePerImage / 10),
  };
}

/** Area under the all-point interpolated precision envelope, recall from 0 to 1. Section e1. */
export function averagePrecision(hitsInOrder: readonly boolean[], truths: number): number {
  let hits = 0;
  const curve = hitsInOrder.map((hit, i) => {
    if (hit) hits++;
    return { recall: hits / truths, precision: hits / (i + 1) };
  });
  let area = 0;
  let envelope = 0;
  for (let i = curve.length - 1; i >= 0; i--) {
    const point = curve[i];
    if (!point) continue;
    envelope = Math.max(envelope, point.precision);
    area += envelope * (point.recall - (curve[i - 1]?.recall ?? 0));
  }
  return area;
}

/** Whether each prediction of the class is right, in order of score. */
function matchClass(
  frames: readonly DetectionFrame[],
  overlaps: readonly number[][][],
  name: string,
): boolean[] {
  const taken = frames.map(() => new Set<number>());
  return candidates(frames, name).map(({ frame: f, index }) => {
    const frame = frames[f];
    const used = taken[f];
    if (!frame || !used) return false;
    let best = -1;
    let bestIou = 0;
    for (const [g, object] of frame.truth.entries()) {
      if (used.has(g) || className(object.label) !== name) continue;
      const iou = overlaps[f]?.[g]?.[index] ?? 0;
      if (iou > bestIou) [best, bestIou] = [g, iou];
    }
    const object = frame.truth[best];
    if (!object || bestIou < requiredIou(object.box, frame.size ?? DEFAULT_SIZE)) return false;
    used.add(best);
    return true;
  });
}

function candidates(frames: readonly DetectionFrame[], name: string): Candidate[] {
  return frames
    .flatMap((frame, f) =>
      frame.predicted.flatMap((prediction, index): Candidate[] =>
        className(prediction.label) === name
          ? [{ frame: f, index, score: usableScore(prediction.score) }]
          : [],
      ),
    )
    .sort((a, b) => b.score - a.score); // stable: ties keep input order
}

function usableScore(score: number | null | undefined): number {
  return typeof score === 'number' && Number.isFinite(score) ? score : 1;
}

function classesOf(lists: readonly (readonly { readonly label: string }[])[]): Set<string> {
  return new Set(lists.flatMap((list) => list.map((object) => className(object.label))));
}

function countClass(frames: readonly DetectionFrame[], name: string): number {
  return frames.reduce(
    (sum, frame) => sum + frame.truth.filter((o) => className(o.label) === name).length,
    0,
  );
}
