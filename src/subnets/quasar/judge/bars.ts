import * as v from 'valibot';

const MOST_BARS = 256;

/** What `JudgeDrawing.svelte` draws: amounts side by side. */
export const Bars = v.object({
  caption: v.string(),
  bars: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        /** At least 0; any unit, the same for all. */
        value: v.pipe(v.number(), v.finite(), v.minValue(0)),
        /** The one that is looked at. */
        marked: v.boolean(),
      }),
    ),
    v.maxLength(MOST_BARS),
  ),
});
export type Bars = v.InferOutput<typeof Bars>;
