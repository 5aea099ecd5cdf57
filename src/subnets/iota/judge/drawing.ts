import * as v from 'valibot';

// What IOTA's tools have drawn beside a judgement.

const Point = v.tuple([v.number(), v.number()]);

export const Drawing = v.variant('kind', [
  /** Who merges which slice: rows are miners, columns are partitions. */
  v.object({
    kind: v.literal('pairs'),
    miners: v.array(v.string()),
    /** By partition, indices of miners. */
    pairs: v.array(v.tuple([v.number(), v.nullable(v.number())])),
  }),
  /** Values of the miner (y) over the validator's (x). */
  v.object({ kind: v.literal('scatter'), points: v.array(Point) }),
  /** Learning rate (y) over steps (x). */
  v.object({ kind: v.literal('rate'), points: v.array(Point), mark: Point }),
]);
export type Drawing = v.InferOutput<typeof Drawing>;
