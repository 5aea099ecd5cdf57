import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { Element } from '../elements.ts';
import type { DetectionFrame, PredictedObject } from '../scoring/detection.ts';
import type { Size } from '../scoring/geometry.ts';

// Frames of boxes as people paste them: the subnet's own names, or a whole answer around them.

const MAX_FRAMES = 30;
const MAX_BOXES = 40;
const MAX_PIXEL = 100_000;
const MAX_TEXT = 64;

const Pixel = v.pipe(v.number(), v.minValue(-MAX_PIXEL), v.maxValue(MAX_PIXEL));
const Name = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const Team = v.nullish(
  v.union([Name, v.pipe(v.number(), v.finite())], 'must be a text or a number'),
);
const Class = v.pipe(v.number(), v.integer(), v.minValue(0));

const corners = { x1: Pixel, y1: Pixel, x2: Pixel, y2: Pixel };

const NamedBox = v.object({
  ...corners,
  /** Place in the element's list of objects; `label` says it in a word. */
  cls_id: v.optional(Class),
  label: v.optional(Name),
  conf: v.nullish(v.pipe(v.number(), v.finite())),
  team_id: Team,
});

const NumberedBox = v.object({ ...corners, cls_id: Class });

/** Frames alone, in `frames`, or in `predictions.frames` of a whole answer. */
function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('predictions' in value) return unwrap(value.predictions);
  return 'frames' in value ? value.frames : value;
}

function framesOf<Box extends v.GenericSchema>(box: Box) {
  return v.pipe(
    v.unknown(),
    v.transform(unwrap),
    v.pipe(
      v.array(
        v.object({
          frame_id: v.pipe(v.number(), v.safeInteger()),
          boxes: v.pipe(v.array(box), v.maxLength(MAX_BOXES)),
        }),
      ),
      v.maxLength(MAX_FRAMES),
      v.check(
        (frames) => new Set(frames.map((frame) => frame.frame_id)).size === frames.length,
        'has a frame_id twice',
      ),
    ),
  );
}

export const NamedFrames = framesOf(NamedBox);
export const NumberedFrames = framesOf(NumberedBox);
type NamedFrames = v.InferOutput<typeof NamedFrames>;

export interface PlacedFrame {
  readonly id: number;
  readonly frame: DetectionFrame;
}

/**
 * Truth with the answer to it, in order of frame number; frames without truth count nowhere.
 *
 * @throws AppError `input.malformed` for a class that the element has not
 */
export function pairFrames(
  truth: NamedFrames,
  answer: NamedFrames,
  element: Element,
  size: Size,
): PlacedFrame[] {
  return truth
    .toSorted((a, b) => a.frame_id - b.frame_id)
    .map(({ frame_id: id, boxes }) => {
      const answered = answer.find((frame) => frame.frame_id === id)?.boxes ?? [];
      return {
        id,
        frame: {
          truth: boxes.map((box) => toObject(box, element)),
          predicted: answered.map((box) => toObject(box, element)),
          size,
        },
      };
    });
}

function toObject(box: v.InferOutput<typeof NamedBox>, element: Element): PredictedObject {
  const label = box.label ?? element.objects[box.cls_id ?? -1];
  if (label === undefined) {
    throw new AppError(
      'input.malformed',
      `cls_id: ${box.cls_id ?? 'none'} is no class of ${element.id}, which has 0 to ${element.objects.length - 1}; or give a label`,
    );
  }
  return {
    box: [box.x1, box.y1, box.x2, box.y2],
    label,
    score: box.conf ?? null,
    team: box.team_id === null || box.team_id === undefined ? null : String(box.team_id),
  };
}
