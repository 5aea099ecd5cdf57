import { type Corners, STILL, moveBox } from './camera.ts';
import { type PointPair, consensus } from './consensus.ts';
import type { CameraMotion } from './contract.ts';
import { type Corner, findCorners } from './corners.ts';
import type { GrayPicture } from './gray.ts';

// The camera's motion by the pictures: corners of what stands still (lines, boards, stands) are
// found again by comparing small squares.

/** Half the side of a square that is compared, in pixels of the gray picture. */
const HALF = 4;
/** How far from the expected place it is looked for. */
const REACH = 14;
/** A second-best place must differ by this much more, or the place is not clear. */
const CLEARER = 1.3;
const TOLERANCE = 1.5;
const LEAST_PAIRS = 6;
const LEAST_SHARE = 0.35;

/**
 * The motion from one picture to the next; null where too few corners agree.
 *
 * @param before pictures of one size and factor
 * @param avoid  persons of the picture before, in frame pixels: they walk
 * @param guess  what is expected, in frame pixels
 *
 * Cost: about 80 corners × 29² places × 81 pixels, some 10 ms.
 */
export function motionByPictures(
  before: GrayPicture,
  now: GrayPicture,
  avoid: readonly Corners[],
  guess: CameraMotion = STILL,
): CameraMotion | null {
  const { factor } = before;
  const small = { scale: 1 / factor, dx: 0, dy: 0 };
  const corners = findCorners(
    before,
    avoid.map((box) => moveBox(small, box)),
  );
  const expected = { scale: guess.scale, dx: guess.dx / factor, dy: guess.dy / factor };
  const pairs = corners.flatMap((corner, index): PointPair[] => {
    const x = Math.round(corner.x * expected.scale + expected.dx);
    const y = Math.round(corner.y * expected.scale + expected.dy);
    const found = findAgain(before, now, corner, { x, y });
    if (!found) return [];
    const pair = { fromX: corner.x, fromY: corner.y, toX: found.x, toY: found.y };
    return [{ ...pair, from: index, to: index }];
  });
  const least = Math.max(LEAST_PAIRS, LEAST_SHARE * pairs.length);
  const motion = consensus(pairs, TOLERANCE, least)?.motion;
  if (!motion) return null;
  // A gray pixel's centre is not at a multiple of the factor: (p + ½) · factor is its place.
  const shift = ((1 - motion.scale) * (factor - 1)) / 2;
  return { scale: motion.scale, dx: motion.dx * factor + shift, dy: motion.dy * factor + shift };
}

/** Where a corner's square is in the other picture, to a fraction of a pixel; null where unclear. */
function findAgain(
  before: GrayPicture,
  now: GrayPicture,
  corner: Corner,
  expected: Corner,
): Corner | null {
  const side = 2 * REACH + 1;
  const differences = new Float32Array(side * side).fill(Infinity);
  let best = -1;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [x, y] = [expected.x + column - REACH, expected.y + row - REACH];
      if (x < HALF || y < HALF || x >= now.width - HALF || y >= now.height - HALF) continue;
      const place = row * side + column;
      const difference = squareDifference(before, now, corner, { x, y });
      differences[place] = difference;
      if (best < 0 || difference < (differences[best] ?? Infinity)) best = place;
    }
  }
  if (best < 0) return null;
  const [row, column] = [Math.floor(best / side), best % side];
  if (row === 0 || column === 0 || row === side - 1 || column === side - 1) return null;
  const least = differences[best] ?? Infinity;
  for (const [place, difference] of differences.entries()) {
    const isNear =
      Math.abs(Math.floor(place / side) - row) <= 2 && Math.abs((place % side) - column) <= 2;
    if (!isNear && difference < least * CLEARER) return null;
  }
  const at = (dx: number, dy: number): number =>
    differences[(row + dy) * side + column + dx] ?? least;
  return {
    x: expected.x + column - REACH + vertex(at(-1, 0), least, at(1, 0)),
    y: expected.y + row - REACH + vertex(at(0, -1), least, at(0, 1)),
  };
}

/** Sum of squared differences of two squares, each less its mean: light may change. */
function squareDifference(a: GrayPicture, b: GrayPicture, from: Corner, to: Corner): number {
  let [sum, squares] = [0, 0];
  for (let v = -HALF; v <= HALF; v++) {
    const rowA = (from.y + v) * a.width + from.x;
    const rowB = (to.y + v) * b.width + to.x;
    for (let u = -HALF; u <= HALF; u++) {
      const difference = (a.data[rowA + u] ?? 0) - (b.data[rowB + u] ?? 0);
      sum += difference;
      squares += difference * difference;
    }
  }
  return squares - (sum * sum) / (2 * HALF + 1) ** 2;
}

/** Where the parabola through three equally spaced values has its least, from the middle one. */
function vertex(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  return Number.isFinite(curve) && curve > 0 ? (left - right) / (2 * curve) : 0;
}
