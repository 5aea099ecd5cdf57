import * as v from 'valibot';
import { OWN_CLASSES, classMapOf } from './classes.ts';
import { type LabelBox, LabelFault } from './labels.ts';
import { inShares } from './mot.ts';

// Truth of a whole clip in one JSON file, and which frames of it the stills are.

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
const Side = v.pipe(v.number(), v.minValue(1));
const Rows = (columns: number) =>
  v.array(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(columns)));

/** `boxes`: [id, class, x, y, width, height] in pixels; `partial` ends with the visible share. */
const ClipTruth = v.object({
  fps: v.pipe(v.number(), v.minValue(0.1)),
  frame_count: Index,
  width: Side,
  height: Side,
  class_names: v.optional(v.array(v.string())),
  frames: v.array(v.object({ boxes: Rows(6), partial: v.optional(Rows(7), []) })),
});
export type ClipTruth = v.InferOutput<typeof ClipTruth>;

/** What ingesting leaves beside the stills of a clip. */
export const ClipStills = v.object({
  version: v.literal(1),
  /** The clip's file name. */
  clip: v.string(),
  /** Time of each still in the clip, in order. */
  stills: v.array(v.object({ file: v.string(), seconds: v.pipe(v.number(), v.minValue(0)) })),
});
export type ClipStills = v.InferOutput<typeof ClipStills>;

/** Less of a cut object than this is not worth a box. */
const LEAST_VISIBLE = 0.3;

/** @throws LabelFault */
export function parseClipTruth(text: string): ClipTruth {
  return parseJson(ClipTruth, text);
}

/** @throws LabelFault */
export function parseClipStills(text: string): ClipStills {
  return parseJson(ClipStills, text);
}

function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LabelFault('not JSON');
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new LabelFault(`${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
}

/** Objects of one frame in shares of the picture. */
export interface ClipFrame {
  /** Wholly inside the picture. */
  readonly whole: readonly LabelBox[];
  /** Cut by the picture's edge, clipped to it. */
  readonly cut: readonly LabelBox[];
}

/** Frame `index` of the clip, cut objects apart; null when the truth has no such frame. */
export function clipFrame(truth: ClipTruth, index: number, leastVisible = 0): ClipFrame | null {
  const frame = truth.frames[index];
  if (frame === undefined) return null;
  const names = truth.class_names;
  const classes = names ? classMapOf(new Map(names.entries())) : OWN_CLASSES;
  const visible = frame.partial.filter((row) => (row[6] ?? 0) >= leastVisible);
  const boxesOf = (rows: readonly (readonly number[])[]): LabelBox[] =>
    inShares(
      rows.flatMap(([id = 0, kind = 0, x = 0, y = 0, width = 0, height = 0]): LabelBox[] => {
        const cls = classes(kind);
        const ids = Number.isInteger(id) ? { id } : {};
        return cls === null
          ? []
          : [{ x1: x, y1: y, x2: x + width, y2: y + height, cls_id: cls, ...ids }];
      }),
      truth,
    );
  return { whole: boxesOf(frame.boxes), cut: boxesOf(visible) };
}

/** Boxes of frame `index` in shares of the picture; null when the truth has no such frame. */
export function clipLabels(truth: ClipTruth, index: number): LabelBox[] | null {
  const frame = clipFrame(truth, index, LEAST_VISIBLE);
  return frame && [...frame.whole, ...frame.cut];
}
