import type { DecodedImage } from '../../../contract.ts';
import { type Homography, invertHomography } from '../../pitch/homography.ts';
import type { Size } from '../geometry.ts';

// The grey pictures of the keypoint score and OpenCV's operators on them, 8 bits a pixel, as far as
// the score needs them. Rounding and borders are OpenCV 4's (modules imgproc: color_rgb,
// morph, smooth, imgwarp).

/** One byte a pixel, row-major; masks hold 0 and 1. */
export interface Plane extends Size {
  readonly pixels: Uint8Array;
}

export function planeOf({ width, height }: Size): Plane {
  return { width, height, pixels: new Uint8Array(width * height) };
}

/** `cvtColor(BGR2GRAY)`: 0.299 R + 0.587 G + 0.114 B in fixed point of 14 bits. */
export function greyOf({ width, height, rgba }: DecodedImage): Plane {
  const plane = planeOf({ width, height });
  for (let i = 0; i < plane.pixels.length; i++) {
    const sum =
      (rgba[i * 4] ?? 0) * 4899 + (rgba[i * 4 + 1] ?? 0) * 9617 + (rgba[i * 4 + 2] ?? 0) * 1868;
    plane.pixels[i] = (sum + 8192) >> 14;
  }
  return plane;
}

/** `threshold(BINARY)` as a mask: 1 where a pixel is above `level`. */
export function above({ width, height, pixels }: Plane, level: number): Plane {
  return { width, height, pixels: pixels.map((value) => (value > level ? 1 : 0)) };
}

/** `morphologyEx(TOPHAT)` with a square of `side` pixels: what opening removes. */
export function topHat(plane: Plane, side: number): Plane {
  const opened = dilate(erode(plane, side), side);
  const pixels = plane.pixels.map((value, i) => value - (opened.pixels[i] ?? 0));
  return { ...plane, pixels };
}

/** Largest value of a square of `side` pixels, the part outside the picture left out. */
export function dilate(plane: Plane, side: number): Plane {
  return extreme(plane, side, true);
}

function erode(plane: Plane, side: number): Plane {
  return extreme(plane, side, false);
}

/** Along rows, then along columns: a square is both. */
function extreme(plane: Plane, side: number, isMost: boolean): Plane {
  const { width, height, pixels } = plane;
  const across = new Uint8Array(pixels.length);
  const out = new Uint8Array(pixels.length);
  const scratch = new Uint8Array(2 * (Math.max(width, height) + 2 * side));
  const options = { side, isMost, scratch };
  for (let y = 0; y < height; y++) {
    runningExtreme(pixels, across, { ...options, start: y * width, stride: 1, count: width });
  }
  for (let x = 0; x < width; x++) {
    runningExtreme(across, out, { ...options, start: x, stride: width, count: height });
  }
  return { width, height, pixels: out };
}

interface Line {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
  readonly side: number;
  readonly isMost: boolean;
  readonly scratch: Uint8Array;
}

/**
 * Extremes of a centred window along one line in three comparisons a pixel: extremes from the left
 * and from the right of blocks as long as the window (van Herk 1992, Gil and Werman 1993).
 */
function runningExtreme(from: Uint8Array, to: Uint8Array, line: Line): void {
  const { start, stride, count, side, isMost, scratch } = line;
  const reach = side >> 1;
  const padded = Math.ceil((count + 2 * reach) / side) * side;
  const neutral = isMost ? 0 : 255;
  const value = (i: number): number => {
    const at = i - reach;
    return at < 0 || at >= count ? neutral : (from[start + at * stride] ?? neutral);
  };
  const pick = isMost ? Math.max : Math.min;
  const half = scratch.length / 2;
  for (let i = 0; i < padded; i++) {
    scratch[i] = i % side === 0 ? value(i) : pick(scratch[i - 1] ?? 0, value(i));
  }
  for (let i = padded - 1; i >= 0; i--) {
    const isEnd = i % side === side - 1;
    scratch[half + i] = isEnd ? value(i) : pick(scratch[half + i + 1] ?? 0, value(i));
  }
  for (let i = 0; i < count; i++) {
    to[start + i * stride] = pick(scratch[half + i] ?? 0, scratch[i + side - 1] ?? 0);
  }
}

/** `GaussianBlur(5 × 5, sigma 0)`: 1-4-6-4-1 both ways, borders mirrored without their edge. */
export function blur({ width, height, pixels }: Plane): Plane {
  const across = new Uint16Array(pixels.length);
  const mirror = (i: number, count: number): number =>
    Math.min(count - 1, Math.max(0, i < 0 ? -i : i >= count ? 2 * count - 2 - i : i));
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const at = (x: number): number => pixels[row + mirror(x, width)] ?? 0;
    for (let x = 0; x < width; x++) {
      across[row + x] = at(x - 2) + at(x + 2) + 4 * (at(x - 1) + at(x + 1)) + 6 * at(x);
    }
  }
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = [-2, -1, 0, 1, 2].map(
      (dy) => mirror(y + dy, height) * width,
    );
    for (let x = 0; x < width; x++) {
      const sum =
        (across[a + x] ?? 0) +
        (across[e + x] ?? 0) +
        4 * ((across[b + x] ?? 0) + (across[d + x] ?? 0)) +
        6 * (across[c + x] ?? 0);
      out[y * width + x] = (sum + 128) >> 8;
    }
  }
  return { width, height, pixels: out };
}

/** Fractions of a pixel that bilinear sampling knows: 1/32. */
const FRACTION_BITS = 5;

/**
 * `warpPerspective` with bilinear sampling, black outside the source.
 *
 * @param h takes the source's pixels to the target's
 */
export function warp(source: Plane, h: Homography, size: Size): Plane {
  const out = planeOf(size);
  const back = invertHomography(h);
  if (!back) return out;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = back;
  const scale = 1 << FRACTION_BITS;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const w = g * x + i * y + j;
      if (w === 0) continue;
      const u = Math.round(((a * x + b * y + c) / w) * scale);
      const v = Math.round(((d * x + e * y + f) / w) * scale);
      if (u <= -scale || v <= -scale) continue;
      if (u >= source.width * scale || v >= source.height * scale) continue;
      out.pixels[y * size.width + x] = sample(source, u, v);
    }
  }
  return out;
}

/** Bilinear mix at (u, v) in 1/32 pixels. */
function sample({ width, height, pixels }: Plane, u: number, v: number): number {
  const [left, top] = [u >> FRACTION_BITS, v >> FRACTION_BITS];
  const [right, low] = [u & 31, v & 31];
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (pixels[y * width + x] ?? 0);
  const sum =
    at(left, top) * (32 - right) * (32 - low) +
    at(left + 1, top) * right * (32 - low) +
    at(left, top + 1) * (32 - right) * low +
    at(left + 1, top + 1) * right * low;
  return (sum + 512) >> 10;
}
