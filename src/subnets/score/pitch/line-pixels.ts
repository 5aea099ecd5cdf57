import type { DecodedImage } from '../../contract.ts';
import { grassCells, type GrassCells } from './grass.ts';

// Which pixels are painted line: thin bright ridges on grass. A pixel is a ridge across a direction
// when it is brighter than what lies a few pixels to either side of it: the edges of mown stripes
// and shadows rise on one side only. Ridges are one pixel wide and know their direction.

/** A ridge's direction: level, falling to the right, upright, rising to the right. */
export const DIRECTIONS = 4;
/** Across each direction: a step of about one pixel. */
const ACROSS: readonly (readonly [dx: number, dy: number])[] = [
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
];

/** Widest picture that is looked at; larger ones are scaled down. */
const MOST_WIDTH = 1280;
/** How far to either side of a line grass must be, in pixels of a picture of that width. */
const REACH = 4;
/** Least rise of a ridge above its sides, 0..255: so many times the grass's own unevenness, in bounds. */
const RISE = { times: 6, least: 4.5, most: 8 };
/** Every how many-th pixel the unevenness is measured at. */
const UNEVEN_STRIDE = 7;
/** Chains of ridge pixels shorter than this are noise. */
const LEAST_CHAIN = 10;

export interface LinePixels {
  readonly width: number;
  readonly height: number;
  /** Pixels of the frame per pixel here. */
  readonly step: number;
  /** 0 no line; else 1 + direction. */
  readonly direction: Uint8Array;
  /** Brightness above the grass of a ridge pixel, 0..255. */
  readonly rise: Uint8Array;
  readonly grass: GrassCells;
}

/** A box in frame pixels, x2 and y2 exclusive. */
export interface PixelBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * Finds the line pixels of a frame.
 *
 * @param hidden boxes that are no grass: players
 * @returns null where the frame shows no pitch
 */
export function findLinePixels(
  image: DecodedImage,
  hidden: readonly PixelBox[] = [],
): LinePixels | null {
  const small = shrink(image);
  const grass = grassCells(small);
  if (!grass) return null;
  const { width, height } = small;
  const direction = new Uint8Array(width * height);
  const rise = new Uint8Array(width * height);
  const brightness = smooth(small);
  const reach = Math.max(2, Math.round((REACH * width) / MOST_WIDTH));
  const plane = { brightness, width, height };
  const least = leastRise(plane, grass, reach);
  for (let row = 0; row < grass.height; row++) {
    for (let column = 0; column < grass.width; column++) {
      if (grass.cells[row * grass.width + column] !== 1) continue;
      findRidges(plane, { column, row, size: grass.cell, reach, least }, { direction, rise });
    }
  }
  const step = image.width / width;
  for (const box of hidden) erase(direction, { width, height, step }, box);
  dropShortChains(direction, width, height);
  return { width, height, step, direction, rise, grass };
}

/** Pixels at no more than MOST_WIDTH across: bilinear between pixel centres. */
function shrink(image: DecodedImage): DecodedImage {
  if (image.width <= MOST_WIDTH) return image;
  const width = MOST_WIDTH;
  const height = Math.round((image.height * width) / image.width);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const [stepX, stepY] = [image.width / width, image.height / height];
  for (let y = 0; y < height; y++) {
    const v = Math.min((y + 0.5) * stepY - 0.5, image.height - 1.001);
    const top = Math.floor(v) * image.width;
    for (let x = 0; x < width; x++) {
      const u = Math.min((x + 0.5) * stepX - 0.5, image.width - 1.001);
      const left = Math.floor(u);
      const [right, low] = [u - left, v - Math.floor(v)];
      const at = (top + left) * 4;
      const under = at + image.width * 4;
      for (let c = 0; c < 3; c++) {
        const upper =
          (image.rgba[at + c] ?? 0) * (1 - right) + (image.rgba[at + 4 + c] ?? 0) * right;
        const lower =
          (image.rgba[under + c] ?? 0) * (1 - right) + (image.rgba[under + 4 + c] ?? 0) * right;
        rgba[(y * width + x) * 4 + c] = upper * (1 - low) + lower * low;
      }
    }
  }
  return { width, height, rgba };
}

/** Brightness (mean of the channels) after a 1-2-1 blur both ways. */
function smooth({ width, height, rgba }: DecodedImage): Float32Array {
  const across = new Float32Array(width * height);
  const level = (at: number): number =>
    ((rgba[at * 4] ?? 0) + (rgba[at * 4 + 1] ?? 0) + (rgba[at * 4 + 2] ?? 0)) / 3;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let [before, here] = [level(start), level(start)];
    for (let x = 0; x < width; x++) {
      const after = x + 1 < width ? level(start + x + 1) : here;
      across[start + x] = (before + 2 * here + after) / 4;
      [before, here] = [here, after];
    }
  }
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      out[y * width + x] =
        ((across[above + x] ?? 0) + 2 * (across[y * width + x] ?? 0) + (across[below + x] ?? 0)) /
        4;
    }
  }
  return out;
}

interface Plane {
  readonly brightness: Float32Array;
  readonly width: number;
  readonly height: number;
}

interface CellPlace {
  readonly column: number;
  readonly row: number;
  readonly size: number;
  readonly reach: number;
  readonly least: number;
}

/** What a ridge must rise: several times the median unevenness of the grass over `reach` pixels. */
function leastRise({ brightness, width, height }: Plane, grass: GrassCells, reach: number): number {
  const counts = new Uint32Array(256);
  let seen = 0;
  for (let y = 0; y < grass.height * grass.cell && y < height; y += UNEVEN_STRIDE) {
    for (let x = reach; x < grass.width * grass.cell && x < width - reach; x += UNEVEN_STRIDE) {
      const cell = Math.floor(y / grass.cell) * grass.width + Math.floor(x / grass.cell);
      if (grass.cells[cell] !== 1) continue;
      const at = y * width + x;
      const sides = ((brightness[at - reach] ?? 0) + (brightness[at + reach] ?? 0)) / 2;
      const uneven = Math.min(255, Math.round(Math.abs((brightness[at] ?? 0) - sides) * 8));
      counts[uneven] = (counts[uneven] ?? 0) + 1;
      seen++;
    }
  }
  let median = 0;
  for (let below = counts[0] ?? 0; below < seen / 2 && median < 255;) {
    median++;
    below += counts[median] ?? 0;
  }
  return Math.min(RISE.most, Math.max(RISE.least, (RISE.times * median) / 8));
}

/** Ridges of one grass cell, away from the picture's edge. */
function findRidges(
  { brightness, width, height }: Plane,
  { column, row, size, reach, least }: CellPlace,
  out: { direction: Uint8Array; rise: Uint8Array },
): void {
  const offsets = ACROSS.map(([dx, dy]) => {
    const far = dx !== 0 && dy !== 0 ? Math.max(2, Math.round(reach * 0.75)) : reach;
    return { near: dy * width + dx, far: (dy * width + dx) * far };
  });
  const right = Math.min((column + 1) * size, width - reach - 1);
  const bottom = Math.min((row + 1) * size, height - reach - 1);
  for (let y = Math.max(row * size, reach + 1); y < bottom; y++) {
    for (let x = Math.max(column * size, reach + 1); x < right; x++) {
      const at = y * width + x;
      const here = brightness[at] ?? 0;
      let best = least;
      let found = 0;
      for (let k = 0; k < DIRECTIONS; k++) {
        const { near, far } = offsets[k] ?? { near: 0, far: 0 };
        const side = Math.max(brightness[at - far] ?? 0, brightness[at + far] ?? 0);
        const isPeak =
          here - side > best &&
          here >= (brightness[at - near] ?? 0) &&
          here > (brightness[at + near] ?? 0);
        if (!isPeak) continue;
        best = here - side;
        found = k + 1;
      }
      if (found === 0) continue;
      out.direction[at] = found;
      out.rise[at] = Math.min(255, best);
    }
  }
}

function erase(
  direction: Uint8Array,
  { width, height, step }: { width: number; height: number; step: number },
  box: PixelBox,
): void {
  const margin = 2;
  const left = Math.max(0, Math.floor(box.x1 / step) - margin);
  const right = Math.min(width, Math.ceil(box.x2 / step) + margin);
  const bottom = Math.min(height, Math.ceil(box.y2 / step) + margin);
  for (let y = Math.max(0, Math.floor(box.y1 / step) - margin); y < bottom; y++) {
    if (right > left) direction.fill(0, y * width + left, y * width + right);
  }
}

/** Removes chains (neighbours in any of eight directions) of fewer than LEAST_CHAIN pixels. */
function dropShortChains(direction: Uint8Array, width: number, height: number): void {
  const seen = new Uint8Array(direction.length);
  const chain = new Int32Array(direction.length);
  for (let start = 0; start < direction.length; start++) {
    if (direction[start] === 0 || seen[start] === 1) continue;
    let length = 1;
    chain[0] = start;
    seen[start] = 1;
    for (let i = 0; i < length; i++) {
      const at = chain[i] ?? 0;
      const [x, y] = [at % width, Math.floor(at / width)];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const next = v * width + u;
          if (direction[next] === 0 || seen[next] === 1) continue;
          seen[next] = 1;
          chain[length] = next;
          length++;
        }
      }
    }
    if (length >= LEAST_CHAIN) continue;
    for (let i = 0; i < length; i++) direction[chain[i] ?? 0] = 0;
  }
}
