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

/** What became of one prediction. */
export interface PredictionOutcome {
  /** Place of its image. */
  readonly frame: number;
  /** Its place in the image's predictions. */
  readonly prediction: number;
  /** The true object it was held against, by its place in the image's truth; -1 where none is left. */
  readonly truth: number;
  /** Overlap with that object, 0 without one. */
  readonly iou: number;
  /** IoU that this object asks for; null without one. */
  readonly required: number | null;
  readonly hit: boolean;
}

/** One class over all images. */
export interface ClassOutcome {
  readonly name: string;
  readonly truths: number;
  /** 0..1; null for a class without truth, which no mean counts. */
  readonly averagePrecision: number | null;
  /** In falling order of score. */
  readonly outcomes: readonly PredictionOutcome[];
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
  return summarise(classOutcomes(frames), frames.length);
}

/** The same metrics of outcomes that are there. */
export function summarise(classes: readonly ClassOutcome[], images: number): PrecisionMetrics {
  const outcomes = classes.flatMap((one) => one.outcomes);
  const hits = outcomes.filter(({ hit }) => hit).length;
  const objects = classes.reduce((sum, { truths }) => sum + truths, 0);
  const falsePerImage = (outcomes.length - hits) / Math.max(1, images);
  return {
    map50: mean(classes.flatMap(({ averagePrecision: ap }) => (ap === null ? [] : [ap]))),
    precision: outcomes.length > 0 ? hits / outcomes.length : 0,
    recall: objects > 0 ? hits / objects : 0,
    falsePositive: Math.max(0, 1 - falsePerImage / 10),
  };
}

/** What became of every prediction, class by class; classes with truth come first. */
export function classOutcomes(frames: readonly DetectionFrame[]): ClassOutcome[] {
  const overlaps = frames.map(overlapMatrix);
  const withTruth = classesOf(frames.map((frame) => frame.truth));
  const all = new Set([...withTruth, ...classesOf(frames.map((frame) => frame.predicted))]);
  return [...all].map((name) => {
    const outcomes = matchClass(frames, overlaps, name);
    const truths = countClass(frames, name);
    const hits = outcomes.map(({ hit }) => hit);
    return {
      name,
      truths,
      averagePrecision: truths > 0 ? averagePrecision(hits, truths) : null,
      outcomes,
    };
  });
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

/** What each prediction of the class meets, in order of score. */
function matchClass(
  frames: readonly DetectionFrame[],
  overlaps: readonly number[][][],
  name: string,
): PredictionOutcome[] {
  const taken = frames.map(() => new Set<number>());
  return candidates(frames, name).flatMap(({ frame: f, index }) => {
    const frame = frames[f];
    const used = taken[f];
    if (!frame || !used) return [];
    let best = -1;
    let bestIou = 0;
    for (const [g, object] of frame.truth.entries()) {
      if (used.has(g) || className(object.label) !== name) continue;
      const iou = overlaps[f]?.[g]?.[index] ?? 0;
      if (iou > bestIou) [best, bestIou] = [g, iou];
    }
    const object = frame.truth[best];
    const required = object ? requiredIou(object.box, frame.size ?? DEFAULT_SIZE) : null;
    const hit = required !== null && bestIou >= required;
    if (hit) used.add(best);
    return [{ frame: f, prediction: index, truth: best, iou: bestIou, required, hit }];
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
