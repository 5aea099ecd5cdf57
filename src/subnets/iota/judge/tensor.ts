import * as v from 'valibot';

// Tensors as somebody pastes them.

/** Keeps a page quick; a row of the 1B model's bottleneck has 102,400 values. */
const MAX_VALUES = 2 ** 17;
const MAX_RANK = 4;
/** Beyond it sums of products leave f32. */
const LARGEST = 1e12;

export const Finite = v.pipe(v.number(), v.minValue(-LARGEST), v.maxValue(LARGEST));
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Nested lists of numbers, flattened row by row; shape (L), L ≥ 1. */
export const FlatTensor = v.pipe(
  v.array(v.unknown()),
  v.transform((values) => values.flat(MAX_RANK)),
  v.array(Finite),
  v.minLength(1),
  v.maxLength(MAX_VALUES),
);
