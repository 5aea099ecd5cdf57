import * as v from 'valibot';
import { Count, Ratio, ScoreLabel } from './primitives.ts';

/** One number of a score, with where it comes from. */
export const ScoreComponent = v.object({
  /** Machine name, dotted: `PlayerDetect.iou`. */
  name: v.string(),
  value: v.number(),
  weight: v.number(),
  label: ScoreLabel,
});
export type ScoreComponent = v.InferOutput<typeof ScoreComponent>;

export const CHECK_KINDS = ['schema', 'known-answer', 'slice', 'recompute', 'agreement'] as const;

/** One check of a result: what was compared, how far off, and the tolerance. The evidence a miner sees. */
export const Check = v.object({
  kind: v.picklist(CHECK_KINDS),
  passed: v.boolean(),
  /** Which items of the unit were looked at (index in the input). */
  items: v.array(Count),
  measured: v.number(),
  required: v.number(),
  /** What `measured` is: `mean IoU to recomputed boxes`. */
  what: v.string(),
  /** Per item numbers, when they help: same order as `items`. */
  perItem: v.optional(v.array(v.number())),
});
export type Check = v.InferOutput<typeof Check>;

export const Verdict = v.object({
  accepted: v.boolean(),
  /** The subnet's measure of quality for the work purse, 0..1. */
  quality: Ratio,
  /** The subnet's own score of this unit (weight_score for score); enters the arena purse. */
  score: v.number(),
  components: v.array(ScoreComponent),
  checks: v.array(Check),
  /** One sentence for a person. */
  reason: v.string(),
  /** Items the coordinator computed itself to judge (its cost, in the unit's own items). */
  checkedItems: v.number(),
});
export type Verdict = v.InferOutput<typeof Verdict>;
