import { DIRECTIONS, type LinePixels } from './line-pixels.ts';
import { PITCH_LENGTH, PITCH_WIDTH, linePieces } from './model.ts';

// How far things are from lines: in the picture, the nearest line pixel of a like direction; on the
// ground, the nearest painted line. Distances by chamfer 3-4 (Borgefors 1986), within 6 %.

/** Line directions are told apart in steps of 22.5°: 0 level, 2 falling, 4 upright, 6 rising. */
export const SECTORS = 2 * DIRECTIONS;
/** Pixels a cell of the picture's map. */
const CELL = 4;
/** Farther than this many pixels is all the same. */
export const FARTHEST = 60;

export interface DistanceMaps {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  /** Per sector, pixels 0..FARTHEST to the nearest line pixel of that direction. */
  readonly sectors: readonly Uint8Array[];
}

/** Tangents of 11.25°, 33.75°, 56.25° and 78.75°. */
const BOUNDS = [0.198912, 0.668179, 1.496606, 5.027339] as const;

/** Sector of a direction in the picture (y down). */
export function sectorOf(u: number, v: number): number {
  const [a, b] = [Math.abs(u), Math.abs(v)];
  const turn =
    b < a * BOUNDS[0]
      ? 0
      : b < a * BOUNDS[1]
        ? 1
        : b < a * BOUNDS[2]
          ? 2
          : b < a * BOUNDS[3]
            ? 3
            : 4;
  return u * v < 0 && turn !== 0 ? SECTORS - turn : turn;
}

export function distanceMaps(lines: LinePixels): DistanceMaps {
  const width = Math.ceil(lines.width / CELL);
  const height = Math.ceil(lines.height / CELL);
  const seeds = Array.from({ length: DIRECTIONS }, () => new Uint8Array(width * height));
  for (let y = 0; y < lines.height; y++) {
    const row = Math.floor(y / CELL) * width;
    for (let x = 0; x < lines.width; x++) {
      const found = lines.direction[y * lines.width + x] ?? 0;
      if (found === 0) continue;
      const plane = seeds[found - 1];
      if (plane) plane[row + Math.floor(x / CELL)] = 1;
    }
  }
  const exact = seeds.map((plane) => spreadDistance(plane, width, height, CELL));
  const sectors = exact.flatMap((plane, k) => {
    const next = exact[(k + 1) % DIRECTIONS] ?? plane;
    return [plane, plane.map((value, i) => Math.min(value, next[i] ?? FARTHEST))];
  });
  return { width, height, cell: CELL, sectors };
}

/** Distance to the nearest cell that is 1, in units where a cell measures `unit`, rounded. */
function spreadDistance(
  seeds: Uint8Array,
  width: number,
  height: number,
  unit: number,
): Uint8Array {
  const stride = width + 2;
  const far = 3 * Math.ceil(FARTHEST / unit) + 3;
  const thirds = new Uint16Array(stride * (height + 2)).fill(far);
  const nearer = (at: number, steps: readonly number[]): number => {
    const [a = 0, b = 0, c = 0, d = 0] = steps;
    return Math.min(
      thirds[at] ?? far,
      (thirds[at + a] ?? far) + 3,
      (thirds[at + b] ?? far) + 3,
      (thirds[at + c] ?? far) + 4,
      (thirds[at + d] ?? far) + 4,
    );
  };
  const before = [-1, -stride, -stride - 1, -stride + 1];
  const after = [1, stride, stride + 1, stride - 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y + 1) * stride + x + 1;
      thirds[at] = seeds[y * width + x] === 1 ? 0 : nearer(at, before);
    }
  }
  const out = new Uint8Array(width * height);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const at = (y + 1) * stride + x + 1;
      thirds[at] = nearer(at, after);
      out[y * width + x] = Math.min(FARTHEST, ((thirds[at] ?? far) * unit) / 3);
    }
  }
  return out;
}

/** Cells of the ground's map a metre, and how many metres it reaches beyond the pitch. */
const GROUND_CELLS = 4;
const MARGIN = 5;
const GROUND_WIDTH = (PITCH_LENGTH + 2 * MARGIN) * GROUND_CELLS;
const GROUND_HEIGHT = (PITCH_WIDTH + 2 * MARGIN) * GROUND_CELLS;

let groundMap: Uint8Array | null = null;

/** Quarter metres to the nearest painted line, 0..FARTHEST; FARTHEST far outside the pitch. */
export function quartersToLine(x: number, y: number): number {
  const column = Math.floor((x + MARGIN) * GROUND_CELLS);
  const row = Math.floor((y + MARGIN) * GROUND_CELLS);
  if (column < 0 || row < 0 || column >= GROUND_WIDTH || row >= GROUND_HEIGHT) return FARTHEST;
  groundMap ??= makeGroundMap();
  return groundMap[row * GROUND_WIDTH + column] ?? FARTHEST;
}

function makeGroundMap(): Uint8Array {
  const seeds = new Uint8Array(GROUND_WIDTH * GROUND_HEIGHT);
  for (const { x, y } of linePieces(0.1)) {
    const row = Math.floor((y + MARGIN) * GROUND_CELLS);
    seeds[row * GROUND_WIDTH + Math.floor((x + MARGIN) * GROUND_CELLS)] = 1;
  }
  return spreadDistance(seeds, GROUND_WIDTH, GROUND_HEIGHT, 1);
}
