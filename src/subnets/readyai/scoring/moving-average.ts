import { AppError } from '../../../shared/errors.ts';

// Moving average of rewards and the power that spreads it, in float32 as the validator computes.
// Section e.5. `f` rounds to float32 after every operation.

const f = Math.fround;
const FLOAT32_MAX = 3.4028234663852886e38;
/** numpy adds blocks of up to 128 numbers in 8 lanes, and halves longer ones. */
const LANES = 8;
const BLOCK = 128;

export const MOVING_AVERAGE = { alpha: 0.1, power: 3 } as const;

export interface AverageUpdate {
  /** Moving average per miner after this round, float32. */
  readonly average: readonly number[];
  /** Share per miner, 0..1, adding up to 1; only its order matters for weights. */
  readonly scores: readonly number[];
}

export interface Graded {
  readonly uid: number;
  /** 0..1; NaN counts 0. */
  readonly reward: number;
}

/**
 * One round of the moving average.
 *
 * @param average moving average per miner, index = uid
 * @param graded rewards of this round; the last of one uid holds; who is not among them takes the
 *   own average as reward
 * @param rule alpha 0..1: a reward of 0 only takes half of it; power of the spread
 * @returns average and scores, float32; without any average everyone gets the same share
 * @throws AppError `input.malformed` for a uid outside `average`
 *
 * Source: ReadyAI `ValidatorLib.py` @ 12981da.
 */
export function updateAverage(
  average: readonly number[],
  graded: readonly Graded[],
  rule: { readonly alpha: number; readonly power: number } = MOVING_AVERAGE,
): AverageUpdate {
  const before = average.map(f);
  const rewards = scatter(before, graded);
  const keep = f(1 - rule.alpha);
  const keepLow = f(1 - rule.alpha / 2);
  const after = before.map((value, uid) => {
    const reward = rewards[uid] ?? 0;
    return reward === 0 ? f(keepLow * value) : f(f(f(rule.alpha) * reward) + f(keep * value));
  });
  const spread = shares(after).map((share) => f(share ** rule.power));
  return { average: after, scores: shares(spread) };
}

function scatter(before: readonly number[], graded: readonly Graded[]): number[] {
  const rewards = [...before];
  // The source cleans infinities only together with a NaN.
  const clean = graded.some(({ reward }) => Number.isNaN(reward)) ? finite : f;
  for (const { uid, reward } of graded) {
    if (!Number.isInteger(uid) || uid < 0 || uid >= before.length) {
      throw new AppError('input.malformed', `uid ${uid} is not one of ${before.length} miners`);
    }
    rewards[uid] = clean(f(reward));
  }
  return rewards;
}

function finite(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(Math.max(value, -FLOAT32_MAX), FLOAT32_MAX);
}

/** Values divided by their sum; the same share for all where the sum is not positive. */
function shares(values: readonly number[]): number[] {
  const total = sum(values);
  return values.map((value) => f(total > 0 ? value / total : 1 / values.length));
}

/** Float32 sum in the order of numpy's pairwise summation. */
function sum(values: readonly number[]): number {
  if (values.length < LANES) return values.reduce((total, value) => f(total + value), 0);
  if (values.length > BLOCK) {
    const half = Math.floor(values.length / 2);
    const middle = half - (half % LANES);
    return f(sum(values.slice(0, middle)) + sum(values.slice(middle)));
  }
  const whole = values.length - (values.length % LANES);
  const lanes = values.slice(0, LANES);
  for (const [index, value] of values.slice(LANES, whole).entries()) {
    const lane = index % LANES;
    lanes[lane] = f((lanes[lane] ?? 0) + value);
  }
  const total = pairs(pairs(pairs(lanes)))[0] ?? 0;
  return values.slice(whole).reduce((rest, value) => f(rest + value), total);
}

function pairs(values: readonly number[]): number[] {
  return values.flatMap((value, index) =>
    index % 2 === 0 ? [f(value + (values[index + 1] ?? 0))] : [],
  );
}
