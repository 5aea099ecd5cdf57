import { present } from '../../../shared/assert.ts';
import { type Rng, randomInt } from '../../../shared/rng.ts';
import { dot, minimise, solve } from './least-squares.ts';
import type { PlanePoint } from './model.ts';

// Maps between two planes: x' = (h0 x + h1 y + h2) / w, y' = (h3 x + h4 y + h5) / w,
// w = h6 x + h7 y + h8. Hartley and Zisserman 2004, chapter 4.

/** Row-major 3 × 3, scaled so that h8 = 1 where it can be. */
export type Homography = readonly number[];

/** The image of a point; not finite on the line that goes to infinity. */
export function applyHomography(h: Homography, { x, y }: PlanePoint): PlanePoint {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = h;
  const w = g * x + i * y + j;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** The map back; null where there is none. */
export function invertHomography(h: Homography): Homography | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = h;
  const adjugate = [
    e * j - f * i,
    c * i - b * j,
    b * f - c * e,
    f * g - d * j,
    a * j - c * g,
    c * d - a * f,
    d * i - e * g,
    b * g - a * i,
    a * e - b * d,
  ];
  const determinant = a * (adjugate[0] ?? 0) + b * (adjugate[3] ?? 0) + c * (adjugate[6] ?? 0);
  if (!Number.isFinite(determinant) || Math.abs(determinant) < Number.MIN_VALUE) return null;
  return scaled(adjugate);
}

/** The product: first `inner`, then `outer`. */
export function compose(outer: Homography, inner: Homography): Homography {
  const cell = (row: number, column: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + (outer[row * 3 + k] ?? 0) * (inner[k * 3 + column] ?? 0), 0);
  return scaled(Array.from({ length: 9 }, (_, at) => cell(Math.floor(at / 3), at % 3)));
}

function scaled(h: readonly number[]): number[] {
  const last = h[8] ?? 0;
  const unit = Math.abs(last) > 1e-12 ? last : Math.hypot(...h);
  return h.map((value) => value / unit);
}

/**
 * The homography that takes `from` to `to` with the least squared distance in `to`: normalised
 * direct linear transform, then Levenberg and Marquardt (what OpenCV's `findHomography` does
 * without an outlier method).
 *
 * @param from, to at least four points each, same order
 * @returns null where the points do not determine one (too few, three on a line)
 */
export function fitHomography(
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
): Homography | null {
  if (from.length < 4 || from.length !== to.length) return null;
  const source = normaliser(from);
  const target = normaliser(to);
  if (!source || !target) return null;
  const a = from.map((point) => applyHomography(source.to, point));
  const b = to.map((point) => applyHomography(target.to, point));
  const first = directLinear(a, b);
  if (!first) return null;
  const refined = from.length > 4 ? refine(first, a, b) : first;
  const result = compose(target.back, compose(refined, source.to));
  return result.every(Number.isFinite) && invertHomography(result) ? result : null;
}

/** Moves points to their middle and scales them to a mean distance of √2. */
function normaliser(points: readonly PlanePoint[]): { to: Homography; back: Homography } | null {
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const spread = points.reduce((sum, p) => sum + Math.hypot(p.x - x, p.y - y), 0) / points.length;
  if (!(spread > 0) || !Number.isFinite(spread)) return null;
  const k = Math.SQRT2 / spread;
  return { to: [k, 0, -k * x, 0, k, -k * y, 0, 0, 1], back: [1 / k, 0, x, 0, 1 / k, y, 0, 0, 1] };
}

/** Below this, a second homography fits the normalised points as well. */
const AMBIGUOUS = 1e-8;

/** Unit vector that AᵀA shrinks most; null where another one does so, too. */
function directLinear(a: readonly PlanePoint[], b: readonly PlanePoint[]): number[] | null {
  const rows = a.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = present(b[i], 'target point');
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, -u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, -v],
    ];
  });
  const matrix = Float64Array.from({ length: 81 }, (_, at) => {
    const [i, j] = [Math.floor(at / 9), at % 9];
    const sum = rows.reduce((total, row) => total + (row[i] ?? 0) * (row[j] ?? 0), 0);
    return sum + (i === j ? 1e-11 : 0);
  });
  const best = leastVector(matrix, null);
  const second = best && leastVector(matrix, best.vector);
  return best && second && second.value > AMBIGUOUS ? Array.from(best.vector) : null;
}

/** The unit vector at right angles to `apart` with the least vᵀMv, by inverse iteration. */
function leastVector(
  matrix: Float64Array,
  apart: Float64Array | null,
): { vector: Float64Array; value: number } | null {
  let vector = Float64Array.from({ length: 9 }, (_, i) => 1 / (i + 3));
  let value = Infinity;
  for (let round = 0; round < 12; round++) {
    const along = apart ? dot(vector, apart) : 0;
    const next = solve(
      matrix,
      vector.map((v, i) => v - along * (apart?.[i] ?? 0)),
    );
    if (!next) return null;
    const back = apart ? dot(next, apart) : 0;
    const clean = next.map((v, i) => v - back * (apart?.[i] ?? 0));
    const length = Math.hypot(...clean);
    value = 1 / length;
    vector = clean.map((v) => v / length);
  }
  return { vector, value };
}

function refine(
  first: readonly number[],
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
): number[] {
  const start = scaled(first);
  const last = start[8] ?? 1;
  const best = minimise(
    {
      start: start.slice(0, 8),
      steps: Array.from({ length: 8 }, () => 1e-7),
      residuals: (x) => distances([...x, last], from, to),
    },
    20,
  );
  return [...best, last];
}

function distances(
  h: Homography,
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
): Float64Array {
  const out = new Float64Array(2 * from.length);
  for (const [i, point] of from.entries()) {
    const image = applyHomography(h, point);
    const target = present(to[i], 'target point');
    out[2 * i] = image.x - target.x;
    out[2 * i + 1] = image.y - target.y;
  }
  return out;
}

export interface RobustFit {
  readonly homography: Homography;
  /** Positions of the pairs that agree with it. */
  readonly inliers: readonly number[];
}

/**
 * RANSAC (Fischler and Bolles 1981): the homography with the most pairs closer than `tolerance`,
 * fitted again to all of them.
 *
 * @param options.tolerance distance in the target plane
 * @returns null where no four pairs determine a homography
 */
export function fitRobustly(
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
  options: { readonly tolerance: number; readonly rounds: number; readonly rng: Rng },
): RobustFit | null {
  if (from.length < 4 || from.length !== to.length) return null;
  const pick = (indices: readonly number[], points: readonly PlanePoint[]): PlanePoint[] =>
    indices.map((i) => present(points[i], 'point'));
  const agreeing = (h: Homography): number[] =>
    from.flatMap((point, i) => {
      const image = applyHomography(h, point);
      const target = present(to[i], 'target point');
      return Math.hypot(image.x - target.x, image.y - target.y) < options.tolerance ? [i] : [];
    });
  let best: readonly number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const chosen = new Set<number>();
    while (chosen.size < 4) chosen.add(randomInt(options.rng, from.length));
    const sample = [...chosen];
    const h = fitHomography(pick(sample, from), pick(sample, to));
    const inliers = h ? agreeing(h) : [];
    if (inliers.length > best.length) best = inliers;
    if (best.length === from.length) break;
  }
  const homography = fitHomography(pick(best, from), pick(best, to));
  return homography && { homography, inliers: agreeing(homography) };
}

/** Whether the outline of four corners in order crosses itself: a projection turned inside out. */
export function isTwisted(corners: readonly PlanePoint[]): boolean {
  const [a, b, c, d] = corners;
  if (!a || !b || !c || !d) throw new RangeError('an outline has four corners');
  return cross(a, b, c, d) || cross(b, c, d, a);
}

/** Whether the segments pq and rs cross. */
function cross(p: PlanePoint, q: PlanePoint, r: PlanePoint, s: PlanePoint): boolean {
  const isLeft = (a: PlanePoint, b: PlanePoint, c: PlanePoint): boolean =>
    (c.y - a.y) * (b.x - a.x) > (b.y - a.y) * (c.x - a.x);
  return isLeft(p, r, s) !== isLeft(q, r, s) && isLeft(p, q, r) !== isLeft(p, q, s);
}
