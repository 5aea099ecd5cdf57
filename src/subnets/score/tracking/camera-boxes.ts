import { type Corners, STILL, follow, moveBox } from './camera.ts';
import { type PointPair, consensus, missOf } from './consensus.ts';
import type { CameraMotion } from './contract.ts';

// The camera's motion by the boxes alone: most players move little between two frames, so the shift
// on which most of them agree is the camera's. A team that runs as one looks like a camera, too; to
// keep ids that is just as good.

/** Two boxes may be one person when neither is this many times taller. */
const HEIGHT_RATIO = 1.3;
/** How far a person may get beyond the expected motion, in own heights. */
const REACH = 1.2;
/** Pairs agree within this many median heights. */
const AGREEMENT = 0.16;
const LEAST_PAIRS = 5;
/** Least share of the shorter list that must agree. */
const LEAST_SHARE = 0.45;
/** How much the camera's motion changes from frame to frame, in median heights. */
const UNREST = 0.012;

/**
 * The motion from `before` to `now` on which most boxes agree; null where too few do.
 *
 * @param before persons as they stood, in pixels of the frame before
 * @param now    persons in pixels of this frame
 * @param guess  what is expected, from the frame before
 *
 * Cost O(n² m²) at worst, for candidates are pairs: about 20 persons a frame, of which few are near.
 */
export function motionByBoxes(
  before: readonly Corners[],
  now: readonly Corners[],
  guess: CameraMotion,
): CameraMotion | null {
  const expected = before.map((box) => moveBox(guess, box));
  const pairs = likelyPairs(expected, now);
  const height = medianHeight([...expected, ...now]);
  const least = Math.max(LEAST_PAIRS, LEAST_SHARE * Math.min(before.length, now.length));
  const found = consensus(pairs, AGREEMENT * height, least);
  if (!found) return null;
  // Few trembling boxes are believed less than the camera's own steadiness.
  const change = (UNREST * height) ** 2;
  const trust = change / (change + found.error ** 2);
  const { scale, dx, dy } = found.motion;
  return follow(guess, { scale: 1 + trust * (scale - 1), dx: trust * dx, dy: trust * dy });
}

/** Centres of all pairs that may be the same person. */
function likelyPairs(before: readonly Corners[], now: readonly Corners[]): PointPair[] {
  return before.flatMap((a, from) =>
    now.flatMap((b, to): PointPair[] => {
      const [heightA, heightB] = [a.y2 - a.y1, b.y2 - b.y1];
      if (heightA > HEIGHT_RATIO * heightB || heightB > HEIGHT_RATIO * heightA) return [];
      const pair = {
        from,
        to,
        fromX: (a.x1 + a.x2) / 2,
        fromY: (a.y1 + a.y2) / 2,
        toX: (b.x1 + b.x2) / 2,
        toY: (b.y1 + b.y2) / 2,
      };
      return missOf(STILL, pair) <= REACH * heightA ? [pair] : [];
    }),
  );
}

function medianHeight(boxes: readonly Corners[]): number {
  const heights = boxes.map(({ y1, y2 }) => y2 - y1).sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 0;
}
