/** Numbers that numpy adds up in one go before it splits an array in two. */
const BLOCK = 128;
/** Accumulators of such a block. */
const LANES = 8;

/**
 * Sum in the order that numpy adds (pairwise, eight accumulators a block), so that what is left
 * of equal numbers' differences is left here, too.
 *
 * Source: numpy 1.24, `pairwise_sum` of its loops.
 */
export function numpySum(values: readonly number[]): number {
  const count = values.length;
  if (count > BLOCK) {
    const half = Math.floor(count / 2);
    const split = half - (half % LANES);
    return numpySum(values.slice(0, split)) + numpySum(values.slice(split));
  }
  if (count < LANES) return values.reduce((sum, value) => sum + value, 0);
  const whole = count - (count % LANES);
  const lanes = Array.from({ length: LANES }, () => 0);
  for (let i = 0; i < whole; i++) lanes[i % LANES] = (lanes[i % LANES] ?? 0) + (values[i] ?? 0);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes;
  const sum = a + b + (c + d) + (e + f + (g + h));
  return values.slice(whole).reduce((total, value) => total + value, sum);
}
