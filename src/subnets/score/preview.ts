import * as v from 'valibot';
import { PitchCamera } from './pitch/camera.ts';
import { ResultBox } from './task.ts';

// What a run shows of the frame in hand: plain data from the worker to `View.svelte`.

const Id = v.pipe(v.number(), v.integer());
const Side = v.picklist(['1', '2']);
const Colour = v.object({ l: v.number(), a: v.number(), b: v.number() });

/** A found object, with the id of its track and its side where they are known. */
const PreviewBox = v.object({
  ...ResultBox.entries,
  id: v.optional(Id),
  side: v.optional(Side),
});
export type PreviewBox = v.InferOutput<typeof PreviewBox>;

export const ScorePreview = v.object({
  /** Size of the frame in pixels; everything else is in these pixels. */
  width: v.number(),
  height: v.number(),
  /** Index of the frame in its unit, and how many there are. */
  frame: v.number(),
  frames: v.number(),
  boxes: v.array(PreviewBox),
  /** The ways of followed objects, oldest point first. */
  trails: v.optional(
    v.array(v.object({ id: Id, points: v.array(v.tuple([v.number(), v.number()])) })),
  ),
  /** The mean shirt of each side (CIE L*a*b*). */
  shirts: v.optional(v.nullable(v.object({ 1: Colour, 2: Colour }))),
  /** What is really there; only where everybody may know it. */
  truth: v.optional(
    v.array(
      v.object({
        x1: v.number(),
        y1: v.number(),
        x2: v.number(),
        y2: v.number(),
        cls_id: v.number(),
      }),
    ),
  ),
  /** What each step took for this frame. */
  msPerStage: v.optional(v.record(v.string(), v.number())),
  /** The camera by the pitch's lines, where they were looked for and found. */
  camera: v.optional(v.nullable(PitchCamera)),
  /** The picture: an ImageBitmap (any size, same aspect), an encoded image, or none. */
  image: v.optional(v.nullable(v.union([v.instance(Uint8Array), v.custom<ImageBitmap>(isBitmap)]))),
});
export type ScorePreview = v.InferOutput<typeof ScorePreview>;

/** Also where there are no bitmaps at all. */
export function isBitmap(value: unknown): value is ImageBitmap {
  return typeof ImageBitmap !== 'undefined' && value instanceof ImageBitmap;
}

/** The preview, or null when the value is something else. */
export function parsePreview(value: unknown): ScorePreview | null {
  const parsed = v.safeParse(ScorePreview, value);
  return parsed.success ? parsed.output : null;
}
