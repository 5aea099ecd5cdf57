import type { Detection } from '../pipeline/contract.ts';
import { precisionMetrics } from '../scoring/average-precision.ts';
import type { DetectionFrame } from '../scoring/detection.ts';
import { evaluateTracks } from '../tracking/metrics/evaluate.ts';
import type { TrackedFrame } from '../tracking/contract.ts';
import { type Kind, kindOf, type LabelledBoxes, matchKind } from './count.ts';

// Raw results of a detector on labelled frames → the figures of `score:eval`.

/** One frame as it was measured: all that the figures come from. */
export interface MeasuredFrame extends LabelledBoxes {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly found: readonly Detection[];
  readonly msPerStage: Readonly<Record<string, number>>;
}

/** Shares of one kind, 0..1; null where there is nothing to share. */
export interface Rates {
  readonly recall: number | null;
  readonly precision: number | null;
}

export interface QualitySummary {
  readonly frames: number;
  readonly person: Rates;
  readonly ball: Rates;
  /** Mean average precision over person and ball by the subnet's rule (section e1). */
  readonly map50: number;
  /** Mean milliseconds a frame. */
  readonly msPerStage: Readonly<Record<string, number>>;
}

export function summarise(frames: readonly MeasuredFrame[]): QualitySummary {
  return {
    frames: frames.length,
    person: ratesOf(frames, 'person'),
    ball: ratesOf(frames, 'ball'),
    map50: precisionMetrics(frames.map(asDetectionFrame)).map50,
    msPerStage: meanStages(frames),
  };
}

export interface TrackSummary {
  readonly mota: number | null;
  readonly idf1: number | null;
  readonly idSwitches: number | null;
}

/** Without tracks, as for pictures that are no clip. */
export const NO_TRACKS: TrackSummary = { mota: null, idf1: null, idSwitches: null };

/** How well persons are followed; tracks on cut objects count nowhere. */
export function summariseTracks(
  frames: readonly MeasuredFrame[],
  tracked: readonly TrackedFrame[],
): TrackSummary {
  const isPerson = (box: { readonly cls_id: number }): boolean => kindOf(box) === 'person';
  const { mota, idf1, idSwitches } = evaluateTracks(
    frames.map(({ truth, cut }) => ({
      boxes: truth
        .filter(isPerson)
        .flatMap((box) => (typeof box.id === 'number' ? [{ ...box, id: box.id }] : [])),
      ignored: cut.filter(isPerson),
    })),
    tracked.map(({ boxes }) => ({ boxes: boxes.filter(isPerson) })),
  );
  return { mota, idf1, idSwitches };
}

function ratesOf(frames: readonly MeasuredFrame[], kind: Kind): Rates {
  const matched = frames.map((frame) => matchKind(frame, frame.found, kind));
  const sum = (count: (one: (typeof matched)[number]) => number): number =>
    matched.reduce((total, one) => total + count(one), 0);
  const hits = sum((one) => one.hits);
  const truths = sum((one) => one.truths);
  const counted = hits + sum((one) => one.wrong.length);
  return {
    recall: truths > 0 ? hits / truths : null,
    precision: counted > 0 ? hits / counted : null,
  };
}

/** The frame with its classes merged into two, without detections on cut objects. */
function asDetectionFrame(frame: MeasuredFrame): DetectionFrame {
  const ignored = new Set(
    (['person', 'ball'] as const).flatMap((kind) => matchKind(frame, frame.found, kind).ignored),
  );
  const { width, height, truth, found } = frame;
  return {
    size: { width, height },
    truth: truth.map((box) => ({ box: [box.x1, box.y1, box.x2, box.y2], label: kindOf(box) })),
    predicted: found
      .filter((box) => !ignored.has(box))
      .map((box) => ({
        box: [box.x1, box.y1, box.x2, box.y2],
        label: kindOf(box),
        score: box.conf,
      })),
  };
}

function meanStages(frames: readonly MeasuredFrame[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { msPerStage } of frames) {
    for (const [stage, ms] of Object.entries(msPerStage)) {
      totals[stage] = (totals[stage] ?? 0) + ms / frames.length;
    }
  }
  return totals;
}
