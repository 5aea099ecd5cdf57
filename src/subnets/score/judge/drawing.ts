import * as v from 'valibot';

// What `JudgeDrawing.svelte` draws: frames with what is there and what was answered.

const Box = v.tuple([v.number(), v.number(), v.number(), v.number()]);
/** Corners of a box, and the points of a polygon where it is one. */
const shape = { box: Box, polygon: v.optional(v.array(v.tuple([v.number(), v.number()]))) };

export const Drawing = v.object({
  width: v.number(),
  height: v.number(),
  frames: v.array(
    v.object({
      id: v.number(),
      truth: v.array(v.object({ ...shape, label: v.string(), found: v.boolean() })),
      answer: v.array(
        v.object({
          ...shape,
          label: v.string(),
          hit: v.boolean(),
          /** Place of its object in `truth`, -1 without one. */
          partner: v.number(),
          iou: v.number(),
        }),
      ),
    }),
  ),
});
export type Drawing = v.InferOutput<typeof Drawing>;
export type DrawnFrame = Drawing['frames'][number];
