import * as v from 'valibot';

// What Lium's tools have drawn beside a judgement.

const Point = v.tuple([v.number(), v.number()]);

/** Pay of each (y) over the number of nodes alike (x). */
export const Drawing = v.object({
  kind: v.literal('dilution'),
  points: v.array(Point),
  mark: Point,
});
export type Drawing = v.InferOutput<typeof Drawing>;
