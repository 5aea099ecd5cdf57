import { m } from '../../../paraglide/messages.js';
import type { Improvement } from '../../judge-page.ts';
import type { PredictionOutcome } from '../scoring/average-precision.ts';
import type { PredictedObject, TrueObject } from '../scoring/detection.ts';
import { boxIou } from '../scoring/geometry.ts';
import type { MissedObject } from './box-pairs.ts';
import type { PlacedFrame } from './frames.ts';

// What one change to an answer would bring, each tried by scoring again.

/** Places tried for each kind of change: scoring again costs time. */
const TRIED = 6;
/** Players tried on the other side: each could be the one that stands wrong. */
const SIDES_TRIED = 12;
/** Overlap from which a box with the wrong name is taken to mean an object. */
const SAME_PLACE = 0.5;
/** A change that adds less is no advice. */
const WORTH_SAYING = 1e-9;

interface Change {
  readonly text: string;
  readonly frames: readonly PlacedFrame[];
}

export interface JudgedBoxes {
  readonly frames: readonly PlacedFrame[];
  readonly outcomes: readonly PredictionOutcome[];
  readonly misses: readonly MissedObject[];
  /** Names of the two sides; empty where nobody asks for them. */
  readonly sides: readonly string[];
}

/** The best change of each kind, the cheapest kind first. @param score S of frames */
export function boxImprovements(
  judged: JudgedBoxes,
  score: (frames: readonly PlacedFrame[]) => number,
): Improvement[] {
  const now = score(judged.frames);
  return [bars, drops, names, otherSide, tighter, finds]
    .map((kind) => kind(judged))
    .flatMap((changes) => {
      const tried = changes.map(({ text, frames }) => ({ text, gain: score(frames) - now }));
      const best = tried.toSorted((a, b) => b.gain - a.gain)[0];
      return best && best.gain > WORTH_SAYING ? [best] : [];
    });
}

/** A higher bar of confidence. */
function bars({ frames }: JudgedBoxes): Change[] {
  const all = new Set(frames.flatMap(({ frame }) => frame.predicted.map((one) => one.score ?? 1)));
  const sorted = [...all].sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(sorted.length / TRIED));
  return sorted
    .filter((_, i) => i > 0 && (i - 1) % step === 0)
    .map((bar) => ({
      text: m.judge_score_change_bar({ bar }),
      frames: mapPredicted(frames, (one) => ((one.score ?? 1) < bar ? null : one)),
    }));
}

function drops({ frames, outcomes }: JudgedBoxes): Change[] {
  return outcomes
    .filter(({ hit }) => !hit)
    .slice(0, TRIED)
    .map((one) => ({
      text: m.judge_score_change_drop(nameOf(frames, one)),
      frames: replaced(frames, one, null),
    }));
}

/** Boxes that lie on a missed object and call it something else. */
function names({ frames, outcomes, misses }: JudgedBoxes): Change[] {
  return outcomes
    .filter(({ hit }) => !hit)
    .flatMap((one) => {
      const prediction = predictionOf(frames, one);
      const object = misses
        .filter(({ frame }) => frame === one.frame)
        .map(({ frame, truth }) => frames[frame]?.frame.truth[truth])
        .find(
          (other) =>
            other &&
            prediction &&
            other.label !== prediction.label &&
            boxIou(other.box, prediction.box) >= SAME_PLACE,
        );
      if (!object || !prediction) return [];
      return [
        {
          text: m.judge_score_change_name({ ...nameOf(frames, one), right: object.label }),
          frames: replaced(frames, one, { ...prediction, label: object.label }),
        },
      ];
    })
    .slice(0, TRIED);
}

/** Boxes that overlap their object too little. */
function tighter({ frames, outcomes }: JudgedBoxes): Change[] {
  return outcomes
    .filter(({ hit, truth }) => !hit && truth >= 0)
    .slice(0, TRIED)
    .flatMap((one) => {
      const prediction = predictionOf(frames, one);
      const object = frames[one.frame]?.frame.truth[one.truth];
      if (!prediction || !object) return [];
      return [
        {
          text: m.judge_score_change_tighten({
            ...nameOf(frames, one),
            iou: one.iou.toFixed(3),
            required: (one.required ?? 0).toFixed(3),
          }),
          frames: replaced(frames, one, placedAt(prediction, object)),
        },
      ];
    });
}

/** A prediction in the place and the form of an object. */
function placedAt(
  { polygon: _polygon, ...prediction }: PredictedObject,
  { box, polygon }: TrueObject,
): PredictedObject {
  return { ...prediction, box, ...(polygon ? { polygon } : {}) };
}

/** Players given to the other side. */
function otherSide({ frames, outcomes, sides }: JudgedBoxes): Change[] {
  return outcomes.slice(0, SIDES_TRIED).flatMap((one) => {
    const prediction = predictionOf(frames, one);
    const other = sides.find((side) => side !== prediction?.team);
    if (!one.hit || !prediction?.team || other === undefined) return [];
    return [
      {
        text: m.judge_score_change_side({ ...nameOf(frames, one), side: other }),
        frames: replaced(frames, one, { ...prediction, team: other }),
      },
    ];
  });
}

function finds({ frames, misses, sides }: JudgedBoxes): Change[] {
  return misses.slice(0, TRIED).flatMap(({ frame, truth }) => {
    const object = frames[frame]?.frame.truth[truth];
    if (!object) return [];
    const text = m.judge_score_change_find({
      label: object.label,
      frame: frames[frame]?.id ?? frame,
    });
    // An answer names sides, not shirts; which of them this shirt is shows in the score.
    const teams = object.team && sides.length > 0 ? sides : [null];
    return teams.map((team) => ({
      text,
      frames: frames.map((placed, f) => {
        if (f !== frame) return placed;
        const predicted = [...placed.frame.predicted, { ...object, team }];
        return { ...placed, frame: { ...placed.frame, predicted } };
      }),
    }));
  });
}

function predictionOf(
  frames: readonly PlacedFrame[],
  one: PredictionOutcome,
): PredictedObject | undefined {
  return frames[one.frame]?.frame.predicted[one.prediction];
}

function nameOf(
  frames: readonly PlacedFrame[],
  one: PredictionOutcome,
): { label: string; frame: number; number: number } {
  return {
    label: predictionOf(frames, one)?.label ?? '',
    frame: frames[one.frame]?.id ?? one.frame,
    number: one.prediction + 1,
  };
}

function replaced(
  frames: readonly PlacedFrame[],
  at: PredictionOutcome,
  by: PredictedObject | null,
): PlacedFrame[] {
  return frames.map((placed, f) => {
    if (f !== at.frame) return placed;
    const predicted = placed.frame.predicted.flatMap((one, p) =>
      p === at.prediction ? (by ? [by] : []) : [one],
    );
    return { ...placed, frame: { ...placed.frame, predicted } };
  });
}

function mapPredicted(
  frames: readonly PlacedFrame[],
  change: (one: PredictedObject) => PredictedObject | null,
): PlacedFrame[] {
  return frames.map((placed) => {
    const predicted = placed.frame.predicted.flatMap((one) => change(one) ?? []);
    return { ...placed, frame: { ...placed.frame, predicted } };
  });
}
