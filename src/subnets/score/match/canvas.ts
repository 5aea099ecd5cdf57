import { SAMPLES, type Sprite } from './sprite.ts';

// The frame under construction: colours, and whose each pixel is.

/** Nobody's pixel: pitch, stands, goals. */
export const NOBODY = 0;

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Three values 0..255 a pixel. */
  readonly rgb: Float32Array;
  /** Owner of each pixel: NOBODY or 1 + index of the figure. */
  readonly owner: Uint8Array;
}

/** A pixel belongs to a figure that covers at least this share of it. */
const OWN_SHARE = 0.5;

export function createCanvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    rgb: new Float32Array(width * height * 3),
    owner: new Uint8Array(width * height),
  };
}

/**
 * Lays a sprite over the frame.
 *
 * @param opacity 1, less for nets and the like
 * @returns pixels that the figure would own if nothing hid it, outside the frame too
 */
export function composite(canvas: Canvas, sprite: Sprite, owner: number, opacity = 1): number {
  const sum = new Float32Array(4);
  let own = 0;
  for (let row = 0; row < sprite.height; row++) {
    for (let column = 0; column < sprite.width; column++) {
      gather(sprite, column, row, sum);
      const count = sum[3] ?? 0;
      if (count === 0) continue;
      const share = count / (SAMPLES * SAMPLES);
      if (share >= OWN_SHARE) own++;
      const x = sprite.left + column;
      const y = sprite.top + row;
      if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) continue;
      const at = y * canvas.width + x;
      const alpha = share * opacity;
      for (let c = 0; c < 3; c++) blend(canvas.rgb, at * 3 + c, (sum[c] ?? 0) / count, alpha);
      if (share >= OWN_SHARE && opacity === 1) canvas.owner[at] = owner;
    }
  }
  return own;
}

/** Sums a pixel's drawn samples: red, green, blue and their number. */
function gather(sprite: Sprite, column: number, row: number, sum: Float32Array): void {
  const columns = sprite.width * SAMPLES;
  sum.fill(0);
  for (let v = 0; v < SAMPLES; v++) {
    for (let u = 0; u < SAMPLES; u++) {
      const at = (row * SAMPLES + v) * columns + column * SAMPLES + u;
      if (sprite.depth[at] === -Infinity) continue;
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (sprite.rgb[at * 3 + c] ?? 0);
      sum[3] = (sum[3] ?? 0) + 1;
    }
  }
}

function blend(rgb: Float32Array, at: number, value: number, alpha: number): void {
  rgb[at] = (rgb[at] ?? 0) * (1 - alpha) + value * alpha;
}

export interface Extent {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  pixels: number;
}

/** Tight box (x2 and y2 exclusive) and number of the visible pixels of each figure. */
export function extents(canvas: Canvas, figures: number): Extent[] {
  const found = Array.from({ length: figures }, () => ({
    x1: canvas.width,
    y1: canvas.height,
    x2: 0,
    y2: 0,
    pixels: 0,
  }));
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const owner = canvas.owner[y * canvas.width + x] ?? NOBODY;
      const extent = owner === NOBODY ? undefined : found[owner - 1];
      if (extent === undefined) continue;
      extent.pixels++;
      if (x < extent.x1) extent.x1 = x;
      if (y < extent.y1) extent.y1 = y;
      if (x >= extent.x2) extent.x2 = x + 1;
      if (y >= extent.y2) extent.y2 = y + 1;
    }
  }
  return found;
}
