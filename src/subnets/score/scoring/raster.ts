import type { Point } from './detection.ts';
import type { Size } from './geometry.ts';

// Filled polygons as sets of pixels, outline included: the rule of OpenCV's fillPoly for integer
// points (even-odd scanlines from the ceiling of one edge to the floor of the next, then the
// outline as 8-connected lines). Label: from the specification; one recorded pair uses a polygon.

/**
 * Sets the pixels of a polygon.
 *
 * @param mask one byte per pixel, row-major (height, width); a new one unless given
 */
export function rasterise(
  polygon: readonly Point[],
  size: Size,
  mask: Uint8Array = new Uint8Array(size.width * size.height),
): Uint8Array {
  const points = polygon.map(([x, y]): Point => [Math.trunc(x), Math.trunc(y)]);
  if (points.length === 0) return mask;
  fillInside(points, size, mask);
  for (const [from, to] of edges(points)) drawLine(from, to, size, mask);
  return mask;
}

/** Intersection over union of two masks of one size; 0 where both are empty. */
export function maskIou(a: Uint8Array, b: Uint8Array): number {
  let shared = 0;
  let union = 0;
  for (let i = 0; i < a.length; i++) {
    const inA = a[i] === 1;
    const inB = b[i] === 1;
    if (inA && inB) shared++;
    if (inA || inB) union++;
  }
  return union > 0 ? shared / union : 0;
}

/**
 * Intersection over union of the pixels that two lists of polygons fill within an image; 0 where
 * they share none. Only the part of the image that they reach is looked at.
 */
export function filledIou(
  a: readonly (readonly Point[])[],
  b: readonly (readonly Point[])[],
  size: Size,
): number {
  const [ofA, ofB] = [extentOf(a.flat(), size), extentOf(b.flat(), size)];
  if (!intersects(ofA, ofB)) return 0;
  const left = Math.min(ofA.left, ofB.left);
  const top = Math.min(ofA.top, ofB.top);
  const part = {
    width: Math.max(ofA.right, ofB.right) - left + 1,
    height: Math.max(ofA.bottom, ofB.bottom) - top + 1,
  };
  const maskOf = (polygons: readonly (readonly Point[])[]): Uint8Array => {
    const mask = new Uint8Array(part.width * part.height);
    for (const polygon of polygons) {
      const moved = polygon.map(([x, y]): Point => [Math.trunc(x) - left, Math.trunc(y) - top]);
      rasterise(moved, part, mask);
    }
    return mask;
  };
  return maskIou(maskOf(a), maskOf(b));
}

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels that points reach within an image, both ends included; left beyond right where none. */
function extentOf(points: readonly Point[], size: Size): Extent {
  const xs = points.map(([x]) => Math.trunc(x));
  const ys = points.map(([, y]) => Math.trunc(y));
  return {
    left: Math.max(0, Math.min(...xs)),
    top: Math.max(0, Math.min(...ys)),
    right: Math.min(size.width - 1, Math.max(...xs)),
    bottom: Math.min(size.height - 1, Math.max(...ys)),
  };
}

function intersects(a: Extent, b: Extent): boolean {
  return (
    Math.max(a.left, b.left) <= Math.min(a.right, b.right) &&
    Math.max(a.top, b.top) <= Math.min(a.bottom, b.bottom)
  );
}

function edges(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.map((point, i) => [point, points[(i + 1) % points.length] ?? point] as const);
}

function fillInside(points: readonly Point[], size: Size, mask: Uint8Array): void {
  const bottom = Math.min(size.height - 1, Math.max(...points.map(([, y]) => y)));
  for (let y = Math.max(0, Math.min(...points.map(([, y0]) => y0))); y <= bottom; y++) {
    const crossings: number[] = [];
    for (const [from, to] of edges(points)) {
      const [top, low] = from[1] <= to[1] ? [from, to] : [to, from];
      if (y < top[1] || y >= low[1]) continue;
      crossings.push(top[0] + ((y - top[1]) * (low[0] - top[0])) / (low[1] - top[1]));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const left = Math.max(0, Math.ceil(crossings[i] ?? 0));
      const right = Math.min(size.width - 1, Math.floor(crossings[i + 1] ?? -1));
      for (let x = left; x <= right; x++) mask[y * size.width + x] = 1;
    }
  }
}

/** Bresenham's line from left to right, both ends included, clipped pixel by pixel. */
function drawLine(from: Point, to: Point, size: Size, mask: Uint8Array): void {
  const [a, b] = from[0] <= to[0] ? [from, to] : [to, from];
  const stepY = b[1] >= a[1] ? 1 : -1;
  const dx = b[0] - a[0];
  const dy = Math.abs(b[1] - a[1]);
  const steep = dy > dx;
  const [major, minor] = steep ? [dy, dx] : [dx, dy];
  let [x, y] = a;
  let error = major - 2 * minor;
  for (let step = 0; step <= major; step++) {
    if (x >= 0 && y >= 0 && x < size.width && y < size.height) mask[y * size.width + x] = 1;
    const turn = error < 0;
    error += (turn ? 2 * major : 0) - 2 * minor;
    if (!steep || turn) x++;
    if (steep || turn) y += stepY;
  }
}
