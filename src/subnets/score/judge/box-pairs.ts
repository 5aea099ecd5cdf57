import type { Element } from '../elements.ts';
import { classOutcomes, type PredictionOutcome } from '../scoring/average-precision.ts';
import { assignedPairs, COUNT_IOU } from '../scoring/f1.ts';
import { overlapMatrix } from '../scoring/overlap.ts';
import type { TrueObject } from '../scoring/detection.ts';
import type { Size } from '../scoring/geometry.ts';
import type { Drawing, DrawnFrame } from './drawing.ts';
import type { PlacedFrame } from './frames.ts';

// Who was paired with whom: class by class where average precision is paid, else by the best
// total overlap, as the pillars of the element do it.

/** Frames that are drawn. */
const DRAWN_FRAMES = 12;

/** What became of every prediction. */
export function pairsOf(frames: readonly PlacedFrame[], element: Element): PredictionOutcome[] {
  if (element.pillars.map50 !== undefined) {
    return classOutcomes(frames.map(({ frame }) => frame)).flatMap(({ outcomes }) => outcomes);
  }
  return frames.flatMap(({ frame }, f) => {
    const pairs = assignedPairs(overlapMatrix(frame));
    return frame.predicted.map((_, prediction) => {
      const pair = pairs.find((one) => one.prediction === prediction && one.iou > 0);
      return {
        frame: f,
        prediction,
        truth: pair?.truth ?? -1,
        iou: pair?.iou ?? 0,
        required: pair ? COUNT_IOU : null,
        hit: pair !== undefined && pair.iou >= COUNT_IOU,
      };
    });
  });
}

export interface MissedObject {
  readonly frame: number;
  readonly truth: number;
}

/** True objects that no prediction hit. */
export function missesOf(
  frames: readonly PlacedFrame[],
  outcomes: readonly PredictionOutcome[],
): MissedObject[] {
  const found = new Set(outcomes.flatMap((one) => (one.hit ? [`${one.frame}/${one.truth}`] : [])));
  return frames.flatMap(({ frame }, f) =>
    frame.truth.flatMap((_, g) => (found.has(`${f}/${g}`) ? [] : [{ frame: f, truth: g }])),
  );
}

/** The first frames, as they are drawn. */
export function drawPairs(
  frames: readonly PlacedFrame[],
  outcomes: readonly PredictionOutcome[],
  { width, height }: Size,
): Drawing {
  const misses = missesOf(frames, outcomes);
  return {
    width,
    height,
    frames: frames.slice(0, DRAWN_FRAMES).map(({ id, frame }, f) => ({
      id,
      truth: frame.truth.map((object, g) => ({
        ...shapeOf(object),
        found: !misses.some((one) => one.frame === f && one.truth === g),
      })),
      answer: frame.predicted.map((object, p) => {
        const outcome = outcomes.find((one) => one.frame === f && one.prediction === p);
        return {
          ...shapeOf(object),
          hit: outcome?.hit ?? false,
          partner: outcome?.truth ?? -1,
          iou: outcome?.iou ?? 0,
        };
      }),
    })),
  };
}

function shapeOf({ box, polygon, label }: TrueObject): Omit<DrawnFrame['truth'][number], 'found'> {
  return { box: [...box], label, ...(polygon ? { polygon: polygon.map(([x, y]) => [x, y]) } : {}) };
}
