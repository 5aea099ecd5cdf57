import { looseFloat, looseInteger } from './loose-number.ts';

// Do a receipt's claims fit the signed assignment and the worker's cards? Section e.1. What is
// trusted comes from the manifest that the owner signed, never from the miner. Source:
// QUASAR-SUBNET `incentive/validator/resource_sanity.py` @ 4693e2d1.

/** Tokens a second and card, by the smallest card's memory in MB; below all of them 12 000. */
export const SPEED_CAPS: readonly (readonly [vramMb: number, tokensPerSec: number])[] = [
  [170_000, 35_000],
  [90_000, 25_000],
  [75_000, 18_000],
];
export const LEAST_SPEED_CAP = 12_000;
/** Sequence length and batch where the manifest names none. */
export const DEFAULT_SEQUENCE = 2048;
export const DEFAULT_BATCH = 1;
/** Share of a card's memory that a total may lack. */
export const VRAM_SLACK = 0.1;

/** Of the signed manifest; as it came, read like Python's `int`. */
export interface Assignment {
  readonly required_gpus?: unknown;
  readonly planned_gpu_count?: unknown;
  readonly planned_world_size?: unknown;
  readonly sequence_length?: unknown;
  readonly batch_size?: unknown;
}

/** Of the receipt; as it came. */
export interface Claims {
  readonly tokens?: unknown;
  readonly local_steps?: unknown;
  readonly world_size?: unknown;
  readonly gpu_count?: unknown;
  readonly planned_world_size?: unknown;
  readonly tokens_per_step?: unknown;
  readonly tokens_per_sec?: unknown;
  readonly fragment_trained_tokens?: unknown;
  readonly fragment_local_steps?: unknown;
}

/** Fields that the worker reports of itself. */
export type Capabilities = Readonly<Record<string, unknown>>;

/** One check: what is claimed, and the most that passes. */
export interface ResourceCheck {
  readonly name: string;
  readonly claimed: number;
  readonly limit: number;
  readonly ok: boolean;
}

export interface SanityReport {
  readonly ok: boolean;
  /** In the subnet's order. */
  readonly checks: readonly ResourceCheck[];
  /** Names of the failed checks, in the subnet's order. */
  readonly failed: readonly string[];
  /** Trusted world size. */
  readonly world: number;
  /** Tokens of one step of the whole world. */
  readonly tokensPerStep: number;
  /** Tokens a second at most. */
  readonly tokensPerSecCap: number;
}

/** All limits are inclusive. */
export function checkResources(
  assignment: Assignment,
  claims: Claims,
  worker: Capabilities,
): SanityReport {
  const world = worldOf(assignment);
  const tokensPerStep = tokensPerStepOf(assignment);
  const tokensPerSecCap = speedCapOf(worker) * world;
  const tokens = atLeast(0, claims.tokens, 0);
  const steps = atLeast(0, claims.local_steps, 0);
  const fitting = (of: number): number => of * tokensPerStep + tokensPerStep;
  const limits: readonly (readonly [name: string, claimed: number, limit: number])[] = [
    ['claimed_world_size_within_assignment', atLeast(1, claims.world_size, world), world],
    ['claimed_gpu_count_within_assignment', atLeast(1, claims.gpu_count, world), world],
    [
      'claimed_planned_world_size_within_assignment',
      atLeast(1, claims.planned_world_size, world),
      world,
    ],
    ['worker_gpu_count_within_vram_capacity', Math.max(1, gpuCount(worker)), vramCapacity(worker)],
    [
      'claimed_tokens_per_step_within_assignment',
      atLeast(0, claims.tokens_per_step, 0),
      tokensPerStep,
    ],
    ['claimed_tokens_fit_local_steps', tokens, fitting(steps)],
    [
      'fragment_tokens_fit_fragment_steps',
      atLeast(0, claims.fragment_trained_tokens, tokens),
      fitting(atLeast(0, claims.fragment_local_steps, steps)),
    ],
    ['tokens_per_sec_within_resource_cap', speedOf(claims), tokensPerSecCap],
  ];
  const checks = limits.map(([name, claimed, limit]) => ({
    name,
    claimed,
    limit,
    ok: claimed <= limit,
  }));
  const failed = checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
  return { ok: failed.length === 0, checks, failed, world, tokensPerStep, tokensPerSecCap };
}

/** Cards that the assignment grants: the largest of what it names, at least 1. */
export function worldOf(assignment: Assignment): number {
  return Math.max(
    1,
    looseInteger(assignment.required_gpus, 0),
    looseInteger(assignment.planned_gpu_count, 0),
    looseInteger(assignment.planned_world_size, 0),
  );
}

/** sequence · batch · world, tokens. */
export function tokensPerStepOf(assignment: Assignment): number {
  const sequence = atLeast(1, assignment.sequence_length, DEFAULT_SEQUENCE);
  const batch = atLeast(1, assignment.batch_size, DEFAULT_BATCH);
  return sequence * batch * worldOf(assignment);
}

/** Cards that the worker reports: a count, else the length of a list of them, else 0. */
export function gpuCount(worker: Capabilities): number {
  for (const key of ['gpu_count', 'world_size', 'n_gpus']) {
    const count = looseInteger(worker[key], -1);
    if (count >= 0) return count;
  }
  for (const key of ['gpu_indices', 'gpu_ids', 'device_group']) {
    const cards = worker[key];
    if (Array.isArray(cards)) return cards.length;
    if (typeof cards === 'string' && cards.trim() !== '') {
      return cards.split(',').filter((card) => card.trim() !== '').length;
    }
  }
  return 0;
}

/** Cards that the memory can hold, ⌊(total + 0.1 · smallest) / smallest⌋; the count if unknown. */
export function vramCapacity(worker: Capabilities): number {
  const smallest = smallestVram(worker);
  const total = looseFloat(worker['total_vram_mb'], 0);
  if (!(smallest > 0 && total > 0)) return Math.max(1, gpuCount(worker));
  return Math.max(1, floorDivide(total + smallest * VRAM_SLACK, smallest));
}

/** Tokens a second of one card at most. */
export function speedCapOf(worker: Capabilities): number {
  const vram = smallestVram(worker);
  return SPEED_CAPS.find(([least]) => vram >= least)?.[1] ?? LEAST_SPEED_CAP;
}

function smallestVram(worker: Capabilities): number {
  const named = worker['min_vram_mb'];
  return looseFloat(named || worker['vram_mb'], 0);
}

/** NaN counts as 0, as in Python's `max(0.0, x)`. */
function speedOf(claims: Claims): number {
  const speed = looseFloat(claims.tokens_per_sec, 0);
  return speed > 0 ? speed : 0;
}

function atLeast(least: number, value: unknown, fallback: number): number {
  return Math.max(least, looseInteger(value, fallback));
}

/** Python's `a // b` of positive floats: from the remainder, so that no rounding reaches up. */
function floorDivide(a: number, b: number): number {
  return Math.round((a - (a % b)) / b);
}
