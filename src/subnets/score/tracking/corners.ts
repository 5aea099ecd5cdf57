import type { Corners as Area } from './camera.ts';
import type { GrayPicture } from './gray.ts';

// Points of a picture that can be found again: brightness changes in both directions there.
// Source: Shi and Tomasi 1994, "Good features to track".

/** A point in whole pixels. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The picture is cut into cells, one corner each, so that they lie all over it. */
const CELLS_ACROSS = 12;
const CELLS_DOWN = 7;
/** Half the side of the window that is summed. */
const HALF = 3;
/** Least brightness change, summed squares per pixel of the window. */
const LEAST = 20;
/** Squares around a corner must lie inside. */
const MARGIN = 5;

/** @param avoid areas without corners, in pixels of this picture */
export function findCorners(picture: GrayPicture, avoid: readonly Area[]): Corner[] {
  const strength = cornerStrength(picture);
  const found: Corner[] = [];
  for (let row = 0; row < CELLS_DOWN; row++) {
    for (let column = 0; column < CELLS_ACROSS; column++) {
      const corner = strongest(picture, strength, avoid, { row, column });
      if (corner) found.push(corner);
    }
  }
  return found;
}

function strongest(
  { width, height }: GrayPicture,
  strength: Float32Array,
  avoid: readonly Area[],
  { row, column }: { readonly row: number; readonly column: number },
): Corner | null {
  const [x1, x2] = cellSide(width, CELLS_ACROSS, column);
  const [y1, y2] = cellSide(height, CELLS_DOWN, row);
  let best: Corner | null = null;
  let most = LEAST;
  for (let y = y1; y < y2; y++) {
    for (let x = x1; x < x2; x++) {
      const here = strength[y * width + x] ?? 0;
      if (here <= most || avoid.some((area) => isInside(x, y, area))) continue;
      most = here;
      best = { x, y };
    }
  }
  return best;
}

function cellSide(length: number, cells: number, cell: number): [from: number, to: number] {
  const from = Math.floor((length * cell) / cells);
  const to = Math.floor((length * (cell + 1)) / cells);
  return [Math.max(MARGIN, from), Math.min(length - MARGIN, to)];
}

function isInside(x: number, y: number, { x1, y1, x2, y2 }: Area): boolean {
  return x >= x1 - HALF && x <= x2 + HALF && y >= y1 - HALF && y <= y2 + HALF;
}

/** The smaller eigenvalue of the summed gradient products, per pixel of the window. */
function cornerStrength({ width, height, data }: GrayPicture): Float32Array {
  const size = width * height;
  const [xx, xy, yy] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const gx = ((data[i + 1] ?? 0) - (data[i - 1] ?? 0)) / 2;
      const gy = ((data[i + width] ?? 0) - (data[i - width] ?? 0)) / 2;
      xx[i] = gx * gx;
      xy[i] = gx * gy;
      yy[i] = gy * gy;
    }
  }
  const [a, b, c] = [xx, xy, yy].map((plane) => windowMean(plane, width, height));
  const strength = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const [sxx, sxy, syy] = [a?.[i] ?? 0, b?.[i] ?? 0, c?.[i] ?? 0];
    strength[i] = (sxx + syy) / 2 - Math.hypot((sxx - syy) / 2, sxy);
  }
  return strength;
}

/** Mean over a square window, by two running sums. */
function windowMean(plane: Float32Array, width: number, height: number): Float32Array {
  return alongLines(alongLines(plane, { lines: height, length: width, line: width, step: 1 }), {
    lines: width,
    length: height,
    line: 1,
    step: width,
  });
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  /** Places from one line to the next, and from one value of a line to the next. */
  readonly line: number;
  readonly step: number;
}

function alongLines(plane: Float32Array, { lines, length, line, step }: Lines): Float32Array {
  const out = new Float32Array(plane.length);
  const count = 2 * HALF + 1;
  for (let l = 0; l < lines; l++) {
    const start = l * line;
    const at = (i: number): number => (i < 0 || i >= length ? 0 : (plane[start + i * step] ?? 0));
    let sum = 0;
    for (let i = -HALF; i < length; i++) {
      sum += at(i + HALF) - at(i - HALF - 1);
      if (i >= 0) out[start + i * step] = sum / count;
    }
  }
  return out;
}
