import * as v from 'valibot';
import { ResultBox } from './task.ts';

// What a run shows of the frame in hand: plain data from the worker to `View.svelte`.

export const ScorePreview = v.object({
  /** Size of the frame in pixels; boxes are in these pixels. */
  width: v.number(),
  height: v.number(),
  /** Index of the frame in its unit, and how many there are. */
  frame: v.number(),
  frames: v.number(),
  boxes: v.array(ResultBox),
  /** The picture: an ImageBitmap (any size, same aspect), an encoded image, or none. */
  image: v.optional(v.nullable(v.union([v.instance(Uint8Array), v.custom<ImageBitmap>(isBitmap)]))),
});
export type ScorePreview = v.InferOutput<typeof ScorePreview>;

function isBitmap(value: unknown): boolean {
  return typeof ImageBitmap !== 'undefined' && value instanceof ImageBitmap;
}

/** The preview, or null when the value is something else. */
export function parsePreview(value: unknown): ScorePreview | null {
  const parsed = v.safeParse(ScorePreview, value);
  return parsed.success ? parsed.output : null;
}
