// Optional limits on how a mixture of experts may change (section e.1, "Optional MoE limits").
// Label: from the specification; the names of metrics and reasons are those of QUASAR-SUBNET
// `incentive/validator/generalization.py` @ 5d8d8632.

/** A limit that is left out is not tested. */
export interface MoePolicy {
  /** Whether a missing number is a fault. */
  readonly requireMoeMetrics?: boolean;
  readonly leastActiveExperts?: number;
  /** 0..1. */
  readonly leastRouterEntropy?: number;
  /** 0..1. */
  readonly largestExpertUsage?: number;
  /** After − before. */
  readonly leastEntropyDelta?: number;
  /** After − before. */
  readonly largestUsageDelta?: number;
  /** Share of the experts that were active before. */
  readonly largestExpertDrop?: number;
  readonly largestRouterNorm?: number;
  readonly largestExpertNorm?: number;
}

/** Looks up the first finite number under one of the names. */
export type MetricReader = (names: readonly string[]) => number | null;

const ACTIVE = 'active_experts';
const ENTROPY = 'router_entropy_normalized';
const USAGE = 'expert_usage_max_fraction';

/** Reasons to fail, in the subnet's order. */
export function moeFaults(read: MetricReader, policy: MoePolicy): string[] {
  const after = (name: string): number | null => read([`moe_train_${name}`, `moe_train.${name}`]);
  const before = (name: string): number | null =>
    read([`moe_train_before_${name}`, `moe_train_before.${name}`]);
  const active = { now: after(ACTIVE), was: before(ACTIVE) };
  const entropy = { now: after(ENTROPY), was: before(ENTROPY) };
  const usage = { now: after(USAGE), was: before(USAGE) };
  const isMissing = (value: number | null): boolean =>
    (policy.requireMoeMetrics ?? false) && value === null;
  const tests: readonly (readonly [boolean, string])[] = [
    [isMissing(active.now), 'missing MoE active expert metrics'],
    [isMissing(active.was), 'missing baseline MoE active expert metrics'],
    [isMissing(entropy.now), 'missing MoE router entropy metrics'],
    [isMissing(entropy.was), 'missing baseline MoE router entropy metrics'],
    [isMissing(usage.now), 'missing MoE expert usage concentration metrics'],
    [isMissing(usage.was), 'missing baseline MoE expert usage concentration metrics'],
    [below(active.now, policy.leastActiveExperts), 'MoE active expert count below policy'],
    [below(entropy.now, policy.leastRouterEntropy), 'MoE router entropy below policy'],
    [above(usage.now, policy.largestExpertUsage), 'MoE expert usage concentration above policy'],
    [below(change(entropy), policy.leastEntropyDelta), 'MoE router entropy dropped below policy'],
    [
      above(change(usage), policy.largestUsageDelta),
      'MoE expert usage concentration increased above policy',
    ],
    [above(drop(active), policy.largestExpertDrop), 'MoE active expert count dropped above policy'],
    [
      above(read(['delta_l2_router']), policy.largestRouterNorm),
      'MoE router delta norm above policy',
    ],
    [
      above(read(['delta_l2_expert', 'delta_l2_experts']), policy.largestExpertNorm),
      'MoE expert delta norm above policy',
    ],
  ];
  return tests.flatMap(([failed, reason]) => (failed ? [reason] : []));
}

interface Pair {
  readonly now: number | null;
  readonly was: number | null;
}

function change({ now, was }: Pair): number | null {
  return now === null || was === null ? null : now - was;
}

function drop({ now, was }: Pair): number | null {
  return now === null || was === null || was <= 0 ? null : (was - now) / was;
}

function below(value: number | null, limit: number | undefined): boolean {
  return value !== null && limit !== undefined && value < limit;
}

function above(value: number | null, limit: number | undefined): boolean {
  return value !== null && limit !== undefined && value > limit;
}
