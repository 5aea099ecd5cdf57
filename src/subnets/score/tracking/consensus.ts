import { STILL } from './camera.ts';
import type { CameraMotion } from './contract.ts';

// The motion on which most of many doubtful pairs of points agree.

/** Two points that should be the same one before and after a motion. */
export interface PointPair {
  /** Which points these are: no point is in two pairs of one motion. */
  readonly from: number;
  readonly to: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** The camera zooms less than this share from one frame to the next. */
const MOST_ZOOM = 0.06;
/** Fewer pairs than this say nothing about a zoom. */
const PAIRS_FOR_ZOOM = 5;

/** The motion that fits the pairs best by least squares; the scale only where enough of them are. */
function fitMotion(pairs: readonly PointPair[]): CameraMotion {
  const n = pairs.length;
  if (n === 0) return STILL;
  const mean = (pick: (pair: PointPair) => number): number =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / n;
  const [fromX, fromY] = [mean((pair) => pair.fromX), mean((pair) => pair.fromY)];
  const [toX, toY] = [mean((pair) => pair.toX), mean((pair) => pair.toY)];
  let [spread, shared] = [0, 0];
  for (const pair of pairs) {
    const [x, y] = [pair.fromX - fromX, pair.fromY - fromY];
    spread += x * x + y * y;
    shared += x * (pair.toX - toX) + y * (pair.toY - toY);
  }
  const fitted = n >= PAIRS_FOR_ZOOM && spread > 0 ? shared / spread : 1;
  const scale = Math.min(1 + MOST_ZOOM, Math.max(1 - MOST_ZOOM, fitted));
  return { scale, dx: toX - scale * fromX, dy: toY - scale * fromY };
}

/** Distance in pixels from where the motion puts the first point to the second. */
export function missOf({ scale, dx, dy }: CameraMotion, pair: PointPair): number {
  return Math.hypot(pair.fromX * scale + dx - pair.toX, pair.fromY * scale + dy - pair.toY);
}

const REFINEMENTS = 3;

export interface Consensus {
  readonly motion: CameraMotion;
  readonly pairs: number;
  /** Standard error of the motion's shift, pixels. */
  readonly error: number;
}

/**
 * Tries the shift of every pair, takes the one with the most supporters, and fits shift and scale to
 * these more and more closely.
 *
 * @param tolerance pixels by which a supporter may miss, a third of it in the end
 * @param least     fewest supporters; null with fewer
 */
export function consensus(
  pairs: readonly PointPair[],
  tolerance: number,
  least: number,
): Consensus | null {
  let best = supporters(pairs, STILL, tolerance);
  for (const { fromX, fromY, toX, toY } of pairs) {
    const shift = { scale: 1, dx: toX - fromX, dy: toY - fromY };
    const found = supporters(pairs, shift, tolerance);
    if (found.length > best.length) best = found;
  }
  if (best.length < least) return null;
  for (let round = 1; round <= REFINEMENTS; round++) {
    const closer = supporters(pairs, fitMotion(best), tolerance / round);
    if (closer.length >= least) best = closer;
  }
  const motion = fitMotion(best);
  const squares = best.reduce((sum, pair) => sum + missOf(motion, pair) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, best.length - 1) / best.length);
  return { motion, pairs: best.length, error };
}

/** Pairs within the tolerance of a motion, each point in one of them at most, the closest first. */
function supporters(
  pairs: readonly PointPair[],
  motion: CameraMotion,
  tolerance: number,
): PointPair[] {
  const near = pairs
    .map((pair) => ({ pair, miss: missOf(motion, pair) }))
    .filter(({ miss }) => miss <= tolerance)
    .sort((a, b) => a.miss - b.miss);
  const [usedFrom, usedTo] = [new Set<number>(), new Set<number>()];
  return near.flatMap(({ pair }) => {
    if (usedFrom.has(pair.from) || usedTo.has(pair.to)) return [];
    usedFrom.add(pair.from);
    usedTo.add(pair.to);
    return [pair];
  });
}
