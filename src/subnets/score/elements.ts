// Elements: one detection skill each, as the subnet's manifests define them (section b).

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

export interface Element {
  readonly id: string;
  /** Share of the subnet's pay. */
  readonly weight: number;
  /** Object names by `cls_id`. */
  readonly objects: readonly string[];
  /** Weights of the pillars, sum 1. */
  readonly pillars: Readonly<Partial<Record<Pillar, number>>>;
  /** Score that the incumbent baseline reaches; only what exceeds it pays. */
  readonly theta: number;
  readonly deltaFloor: number;
  readonly beta: number;
  readonly latencyP95Ms: number;
  readonly serviceRateFps: number;
  /** Manifest the numbers come from. */
  readonly source: string;
}

const EXAMPLE_2025_10 = 'example manifest of 2025-10 (delta_floor and beta as in 2026-08)';

/** The elements this subnet's units are paid by: the football pair of the 2025-10 manifest. */
export const FOOTBALL_ELEMENTS: readonly Element[] = [
  {
    id: 'PlayerDetect',
    weight: 0.6,
    objects: ['goalkeeper', 'player', 'referee'],
    pillars: { iou: 0.35, count: 0.2, palette: 0.15, smoothness: 0.15, role: 0.15 },
    theta: 0.78,
    deltaFloor: 0.01,
    beta: 1,
    latencyP95Ms: 200,
    serviceRateFps: 25,
    source: EXAMPLE_2025_10,
  },
  {
    id: 'BallDetect',
    weight: 0.4,
    objects: ['ball'],
    pillars: { iou: 0.45, count: 0.35, smoothness: 0.2 },
    theta: 0.8,
    deltaFloor: 0.01,
    beta: 1,
    latencyP95Ms: 200,
    serviceRateFps: 25,
    source: EXAMPLE_2025_10,
  },
];

const MANIFEST_2026_08 = 'test manifest of 2026-08';

const synthetic = (id: string, objects: readonly string[], theta: number): Element => ({
  id,
  weight: 0.04,
  objects,
  pillars: { map50: 0.6, false_positive: 0.4 },
  theta,
  deltaFloor: 0.01,
  beta: 1,
  latencyP95Ms: 100,
  serviceRateFps: 1,
  source: MANIFEST_2026_08,
});

/** The open-source track's elements of 2026-08: judged, not mined here. */
export const OPEN_ELEMENTS: readonly Element[] = [
  synthetic(
    'manak0/Detect-crime',
    ['balaclava', 'hoodie', 'glove', 'bat', 'spray paint', 'graffiti'],
    0.24,
  ),
  synthetic('manak0/Detect-fire', ['fire', 'smoke', 'fire extinguisher'], 0.393),
  synthetic('manak0/Detect-car-wash', ['broom', 'drainage gate', 'nozzle', 'track'], 0.3437),
  synthetic('manak0/Detect-road-signs', ['road sign'], 0.37),
];
