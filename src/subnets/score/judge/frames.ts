import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { Element } from '../elements.ts';
import type { DetectionFrame, PredictedObject } from '../scoring/detection.ts';
import type { Size } from '../scoring/geometry.ts';

// Frames as people paste them: the subnet's own names, or a whole answer around them.

const MAX_FRAMES = 30;
const MAX_BOXES = 40;
const MAX_POINTS = 200;
const MAX_PIXEL = 100_000;
const MAX_TEXT = 64;

const Pixel = v.pipe(v.number(), v.minValue(-MAX_PIXEL), v.maxValue(MAX_PIXEL));
const Name = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const Team = v.nullish(
  v.union([Name, v.pipe(v.number(), v.finite())], 'must be a text or a number'),
);
const Class = v.pipe(v.number(), v.integer(), v.minValue(0));

const corners = { x1: Pixel, y1: Pixel, x2: Pixel, y2: Pixel };

const named = {
  /** Place in the element's list of objects; `label` says it in a word. */
  cls_id: v.optional(Class),
  label: v.optional(Name),
  conf: v.nullish(v.pipe(v.number(), v.finite())),
  team_id: Team,
};

const NamedBox = v.object({ ...corners, ...named });
const NamedPolygon = v.object({
  points: v.pipe(v.array(v.tuple([Pixel, Pixel])), v.minLength(3), v.maxLength(MAX_POINTS)),
  ...named,
});
const NumberedBox = v.object({ ...corners, cls_id: Class });

const boxesOf = <Box extends v.GenericSchema>(box: Box) =>
  v.pipe(v.array(box), v.maxLength(MAX_BOXES));

/** Frames alone, in `frames`, or in `predictions.frames` of a whole answer. */
function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('predictions' in value) return unwrap(value.predictions);
  return 'frames' in value ? value.frames : value;
}

function framesOf<Objects extends v.ObjectEntries>(objects: Objects) {
  return v.pipe(
    v.unknown(),
    v.transform(unwrap),
    v.pipe(
      v.array(v.object({ frame_id: v.pipe(v.number(), v.safeInteger()), ...objects })),
      v.maxLength(MAX_FRAMES),
      v.check(
        (frames) => new Set(frames.map((frame) => frame.frame_id)).size === frames.length,
        'has a frame_id twice',
      ),
    ),
  );
}

export const NamedFrames = framesOf({
  boxes: boxesOf(NamedBox),
  polygons: v.nullish(boxesOf(NamedPolygon), []),
});
export const NumberedFrames = framesOf({ boxes: boxesOf(NumberedBox) });
type NamedFrames = v.InferOutput<typeof NamedFrames>;
type NamedFrame = NamedFrames[number];

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
  const answers = new Map(
    answer.map((frame, i) => [frame.frame_id, objectsOf(frame, element, `answer.${i}`)]),
  );
  return truth
    .map((frame, i) => ({
      id: frame.frame_id,
      frame: {
        truth: objectsOf(frame, element, `truth.${i}`),
        predicted: answers.get(frame.frame_id) ?? [],
        size,
      },
    }))
    .sort((a, b) => a.id - b.id);
}

/** Whether something has an outline of its own. */
export function hasPolygons(placed: readonly PlacedFrame[]): boolean {
  return placed.some(({ frame }) =>
    [...frame.truth, ...frame.predicted].some(({ polygon }) => polygon),
  );
}

/** Boxes before polygons, as the subnet lists them. @param path of the frame in the input */
function objectsOf(
  { boxes, polygons }: NamedFrame,
  element: Element,
  path: string,
): PredictedObject[] {
  return [
    ...boxes.map((box, i) => ({
      box: [box.x1, box.y1, box.x2, box.y2] as const,
      ...identityOf(box, element, `${path}.boxes.${i}`),
    })),
    ...polygons.map((polygon, i) => {
      const [xs, ys] = [polygon.points.map(([x]) => x), polygon.points.map(([, y]) => y)];
      return {
        box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const,
        polygon: polygon.points,
        ...identityOf(polygon, element, `${path}.polygons.${i}`),
      };
    }),
  ];
}

function identityOf(
  object: Pick<NamedFrame['boxes'][number], keyof typeof named>,
  element: Element,
  path: string,
): Pick<PredictedObject, 'label' | 'score' | 'team'> {
  const label = object.label ?? element.objects[object.cls_id ?? -1];
  if (label === undefined) {
    throw new AppError(
      'input.malformed',
      `${path}.cls_id: ${object.cls_id ?? 'none'} is no class of ${element.id}, which has 0 to ${element.objects.length - 1}; or give a label`,
    );
  }
  const { conf = null, team_id: team = null } = object;
  return { label, score: conf, team: team === null ? null : String(team) };
}
