import * as v from 'valibot';
import table from './elements.json' with { type: 'json' };

// Elements: one skill each, as the subnet's manifests define them (section b). They are entries of
// elements.json in the manifests' own names; a new one needs no code.

export const PILLARS = [
  'iou',
  'count',
  'palette',
  'smoothness',
  'role',
  'map50',
  'false_positive',
] as const;
export type Pillar = (typeof PILLARS)[number];

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Positive = v.pipe(v.number(), v.gtValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Name = v.pipe(v.string(), v.nonEmpty());
/** Rounding that a sum of shares may show. */
const NEAR = 1e-9;

const sumsToOne = (weights: readonly (number | undefined)[]): boolean =>
  Math.abs(weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0) - 1) < NEAR;

const common = {
  id: Name,
  /** Share of the subnet's pay. */
  weight: Share,
  /** Manifest the numbers come from. */
  source: Name,
};

const OpenEntry = v.pipe(
  v.strictObject({
    ...common,
    objects: v.pipe(v.array(Name), v.minLength(1)),
    pillars: v.pipe(
      v.record(v.picklist(PILLARS), Share),
      v.check((pillars) => sumsToOne(Object.values(pillars)), 'the pillars have to sum to 1'),
    ),
    baseline_theta: Share,
    delta_floor: Share,
    beta: Positive,
    latency_p95_ms: Positive,
    service_rate_fps: Positive,
    max_model_size_mb: Positive,
    window_block: Count,
  }),
  v.transform((entry) => ({
    id: entry.id,
    weight: entry.weight,
    source: entry.source,
    /** Object names by `cls_id`. */
    objects: entry.objects,
    /** Weights of the pillars, sum 1. */
    pillars: entry.pillars,
    /** Score that the incumbent baseline reaches; only what exceeds it pays. */
    theta: entry.baseline_theta,
    deltaFloor: entry.delta_floor,
    beta: entry.beta,
    latencyP95Ms: entry.latency_p95_ms,
    serviceRateFps: entry.service_rate_fps,
    maxModelBytes: entry.max_model_size_mb * 1024 * 1024,
    windowBlocks: entry.window_block,
  })),
);

/** How a private task is scored. */
const PRIVATE_SCORING = ['actions', 'cricket', 'cards'] as const;

const PrivateEntry = v.pipe(
  v.strictObject({
    ...common,
    scoring: v.picklist(PRIVATE_SCORING),
    eval_window_days: Positive,
    shares: v.pipe(
      v.array(Share),
      v.minLength(1),
      v.check((shares) => sumsToOne(shares), 'the shares have to sum to 1'),
    ),
    timeout_s: Positive,
  }),
  v.transform((entry) => ({
    id: entry.id,
    weight: entry.weight,
    source: entry.source,
    scoring: entry.scoring,
    /** Days of scores that decide. */
    windowDays: entry.eval_window_days,
    /** Of the element's weight, for the best, the second and so on. */
    shares: entry.shares,
    timeoutSeconds: entry.timeout_s,
  })),
);

const ElementTable = v.strictObject({
  open: v.array(OpenEntry),
  football: v.array(OpenEntry),
  private: v.array(PrivateEntry),
});

/** A detection skill: objects in pictures. */
export type Element = Readonly<v.InferOutput<typeof OpenEntry>>;
/** A task of the private track. */
export type PrivateElement = Readonly<v.InferOutput<typeof PrivateEntry>>;

const elements = v.parse(ElementTable, table);

/** The elements this subnet's units are paid by: the football pair of the 2025-10 manifest. */
export const FOOTBALL_ELEMENTS: readonly Element[] = elements.football;
/** The open-source track's elements of 2026-08: judged, not mined here. */
export const OPEN_ELEMENTS: readonly Element[] = elements.open;
/** The private track's tasks of 2026-08: judged, not mined here. */
export const PRIVATE_ELEMENTS: readonly PrivateElement[] = elements.private;
