import { type Rng, randomNormal } from '../../../shared/rng.ts';

// Repeating noise from a table: the same everywhere, cheap per pixel.

const SIDE = 256;
const MASK = SIDE - 1;

export interface Noise {
  /** Smooth noise 0..1, one feature per unit of `x` and `y`. */
  smooth(x: number, y: number): number;
  /** Uniform noise 0..1 of the cell that holds the point. */
  cell(x: number, y: number): number;
}

export function createNoise(rng: Rng): Noise {
  const table = Float32Array.from({ length: SIDE * SIDE }, () => rng.next());
  const at = (x: number, y: number): number => table[((y & MASK) << 8) | (x & MASK)] ?? 0;
  return {
    smooth(x, y) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      const u = x - left;
      const v = y - top;
      const su = u * u * (3 - 2 * u);
      const sv = v * v * (3 - 2 * v);
      const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * su;
      const lower = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * su;
      return upper + (lower - upper) * sv;
    },
    cell: (x, y) => at(Math.floor(x), Math.floor(y)),
  };
}

/** Sensor noise: normal numbers, as many as a power of two. */
export function normalTable(rng: Rng, size: number): Float32Array {
  return Float32Array.from({ length: size }, () => randomNormal(rng));
}
