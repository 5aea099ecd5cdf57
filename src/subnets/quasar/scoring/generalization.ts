import { looseFloat } from './loose-number.ts';
import { moeFaults } from './moe-limits.ts';
import type { MoePolicy } from './moe-limits.ts';

// Does an update help beyond what it was trained on? Section e.1. Source: QUASAR-SUBNET
// `incentive/validator/generalization.py` @ 5d8d8632.

/** Training loss may rise by this much, nats. */
export const LEAST_TRAIN_DELTA = -0.05;
/** Random loss may rise by this much, nats. */
export const RANDOM_REGRESSION = 0.02;
/** Training may gain this much more than random, nats. */
export const LARGEST_GAP = 0.1;

/** The evaluation's numbers by their upstream names; as they came. */
export type Metrics = Readonly<Record<string, unknown>>;

export interface GatePolicy extends MoePolicy {
  /** Whether a missing Δ is a fault. */
  readonly requireMetrics?: boolean;
}

export interface GateReport {
  readonly status: 'pass' | 'fail';
  /** In the subnet's order. */
  readonly reasons: readonly string[];
  /** Loss before − after, nats; null where unknown. */
  readonly trainDelta: number | null;
  readonly randomDelta: number | null;
  /** trainDelta − randomDelta. */
  readonly gap: number | null;
  /** As it is given, NaN for what is no number; null where none is. */
  readonly deltaNorm: number | null;
  /** Weight of the update in the merge: 1 or 0, nothing between. */
  readonly quality: 0 | 1;
}

const NAMES = {
  trainBefore: ['train_loss_before', 'loss_first'],
  trainAfter: ['train_loss_after', 'loss_last'],
  randomBefore: ['random_loss_before', 'heldout_loss_before', 'eval_loss_before'],
  randomAfter: ['random_loss_after', 'heldout_loss_after', 'heldout_loss', 'eval_loss_after'],
  train: ['train_delta'],
  random: ['random_delta', 'heldout_delta'],
} as const;

/**
 * Passes or fails an update. Plain float64 comparison; a value on a limit passes. A Δ comes from
 * the losses when both exist, else from a given Δ; what is missing is not tested unless required.
 *
 * A norm that is given is tested, infinity too; losses that are not finite count as missing.
 */
export function generalizationGate(metrics: Metrics, policy: GatePolicy = {}): GateReport {
  const trainDelta = deltaOf(metrics, NAMES.trainBefore, NAMES.trainAfter, NAMES.train);
  const randomDelta = deltaOf(metrics, NAMES.randomBefore, NAMES.randomAfter, NAMES.random);
  const gap = trainDelta === null || randomDelta === null ? null : trainDelta - randomDelta;
  const deltaNorm = normOf(metrics);
  const required = policy.requireMetrics ?? false;
  const tests: readonly (readonly [boolean, string])[] = [
    [required && trainDelta === null, 'missing train loss delta'],
    [required && randomDelta === null, 'missing random loss delta'],
    [trainDelta !== null && trainDelta < LEAST_TRAIN_DELTA, 'train loss regression too large'],
    [randomDelta !== null && randomDelta < -RANDOM_REGRESSION, 'random loss regression too large'],
    [gap !== null && gap > LARGEST_GAP, 'train/random generalization gap too large'],
    [isBadNorm(deltaNorm), 'delta norm is not positive finite'],
  ];
  const reasons = [
    ...tests.flatMap(([failed, reason]) => (failed ? [reason] : [])),
    ...moeFaults((names) => metricOf(metrics, names), policy),
  ];
  const passed = reasons.length === 0;
  return {
    status: passed ? 'pass' : 'fail',
    reasons,
    trainDelta,
    randomDelta,
    gap,
    deltaNorm,
    quality: passed ? 1 : 0,
  };
}

function deltaOf(
  metrics: Metrics,
  before: readonly string[],
  after: readonly string[],
  given: readonly string[],
): number | null {
  const [from, to] = [metricOf(metrics, before), metricOf(metrics, after)];
  return from !== null && to !== null ? from - to : metricOf(metrics, given);
}

/** First finite number under one of the names; a dot goes into an object. */
function metricOf(metrics: Metrics, names: readonly string[]): number | null {
  for (const name of names) {
    const value = looseFloat(lookUp(metrics, name), NaN);
    if (Number.isFinite(value)) return value;
  }
  return null;
}

function lookUp(metrics: Metrics, name: string): unknown {
  let value: unknown = metrics;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(part);
  }
  return value;
}

/** Null where none is given. */
function normOf(metrics: Metrics): number | null {
  const norm = metrics['delta_l2_norm'];
  return norm === undefined || norm === null ? null : looseFloat(norm, NaN);
}

function isBadNorm(norm: number | null): boolean {
  return norm !== null && !(Number.isFinite(norm) && norm > 0);
}
