import type { View } from './camera.ts';
import type { Canvas } from './canvas.ts';
import type { Noise } from './noise.ts';
import { PITCH_LENGTH, PITCH_WIDTH } from '../pitch/model.ts';
import { lineShare } from './pitch.ts';
import { mix } from './vec.ts';

// Everything behind the figures, one ray a pixel: mown grass with lines, advertising boards, stands.

export interface Ground {
  /** Grass colour 0..255. */
  readonly grass: readonly [number, number, number];
  /** Difference of light and dark stripes, share of the colour. */
  readonly stripes: number;
  /** Stripes across the pitch: metres each. */
  readonly stripeWidth: number;
  /** Brightness of the stands, about 1. */
  readonly stands: number;
  readonly noise: Noise;
}

const BOARD_Y = PITCH_WIDTH + 5;
const BOARD_LEFT = -6;
const BOARD_RIGHT = PITCH_LENGTH + 6;
const BOARD_HEIGHT = 0.95;
/** Height gained per metre by the rows of seats. */
const STAND_SLOPE = 0.55;
const PATCH_STEP = 4;
const LINE: readonly [number, number, number] = [218, 228, 214];

/** Paints the whole canvas. */
export function paintGround(canvas: Canvas, view: View, ground: Ground): void {
  const { width, height, rgb } = canvas;
  const { right, up, forward, position } = view;
  const out = new Float32Array(3);
  const spot: Spot = { x: 0, y: 0, pixel: 0, stretch: 0, patches: 0 };
  const ray: Ray = { dx: 0, dy: 0, dz: 0 };
  for (let row = 0; row < height; row++) {
    const v = (height / 2 - row - 0.5) / view.focal;
    const baseX = forward.x + up.x * v;
    const baseY = forward.y + up.y * v;
    const dz = forward.z + up.z * v;
    for (let column = 0; column < width; column++) {
      const u = (column + 0.5 - width / 2) / view.focal;
      const dx = baseX + right.x * u;
      const dy = baseY + right.y * u;
      const t = dz < -1e-4 ? -position.z / dz : Infinity;
      const x = position.x + dx * t;
      const y = position.y + dy * t;
      if (x > BOARD_LEFT && x < BOARD_RIGHT && y < BOARD_Y) {
        spot.x = x;
        spot.y = y;
        spot.pixel = t / view.focal;
        spot.stretch = spot.pixel / Math.max(0.05, -dz);
        // Patches are many pixels wide: one value for a few neighbours will do.
        if (column % PATCH_STEP === 0) spot.patches = patchesAt(ground, x, y);
        grassColour(out, ground, spot);
      } else {
        ray.dx = dx;
        ray.dy = dy;
        ray.dz = dz;
        standColour(out, ground, view, ray);
      }
      const at = (row * width + column) * 3;
      rgb[at] = out[0] ?? 0;
      rgb[at + 1] = out[1] ?? 0;
      rgb[at + 2] = out[2] ?? 0;
    }
  }
}

/** A place on the grass; one object for all pixels. */
interface Spot {
  x: number;
  y: number;
  /** Metres that a pixel spans across, and along the ground away from the camera. */
  pixel: number;
  stretch: number;
  /** Unevenness of the grass, about -0.75..0.75. */
  patches: number;
}

function patchesAt({ noise }: Ground, x: number, y: number): number {
  return noise.smooth(x * 0.09, y * 0.09) - 0.5 + (noise.smooth(x * 0.6, y * 0.6) - 0.5) * 0.5;
}

function grassColour(out: Float32Array, ground: Ground, spot: Spot): void {
  const { x, y, pixel, stretch, patches } = spot;
  const { noise, grass, stripes, stripeWidth } = ground;
  const place = x / stripeWidth;
  const inBand = place - Math.floor(place);
  const soft = Math.min(0.5, (0.12 + pixel) / stripeWidth);
  const edge = Math.min(1, Math.min(inBand, 1 - inBand) / soft);
  const sign = Math.floor(place) % 2 === 0 ? 1 : -1;
  const blades = noise.smooth(x * 5, y * 2.4) - 0.5;
  const detail = Math.min(1, 0.08 / pixel);
  const level = 1 + stripes * sign * edge * 0.5 + patches * 0.1 + blades * 0.16 * detail;
  const line = lineShare(x, y, pixel * 1.1, stretch) * 0.86;
  const worn = patches * 6;
  out[0] = mix(grass[0] * level + worn, LINE[0], line);
  out[1] = mix(grass[1] * level, LINE[1], line);
  out[2] = mix(grass[2] * level, LINE[2], line);
}

/** A direction in metres; one object for all pixels. */
interface Ray {
  dx: number;
  dy: number;
  dz: number;
}

/** What is beyond the grass: the nearest of the far and the two side walls. */
function standColour(out: Float32Array, ground: Ground, view: View, { dx, dy, dz }: Ray): void {
  const { position } = view;
  const far = dy > 1e-4 ? (BOARD_Y - position.y) / dy : Infinity;
  const wall = dx < 0 ? BOARD_LEFT : BOARD_RIGHT;
  const sideways = Math.abs(dx) > 1e-4 ? (wall - position.x) / dx : Infinity;
  const isFar = far < sideways;
  const t = isFar ? far : sideways;
  const z = position.z + dz * t;
  const where = isFar ? position.x + dx * t : position.y + dy * t + 400;
  if (z < BOARD_HEIGHT) {
    boardColour(out, ground, where, z);
    return;
  }
  // Beyond the board the seats rise; solve where the ray meets the slope.
  const outward = isFar ? dy : Math.abs(dx);
  const climb = dz - STAND_SLOPE * outward;
  const more = climb < -1e-4 ? (BOARD_HEIGHT + 0.6 - z) / climb : 60;
  const depth = Math.max(0, more) * outward;
  const column = where + (isFar ? dx : dy) * Math.max(0, more);
  seatColour(out, ground, column, depth);
}

function boardColour(out: Float32Array, { noise, stands }: Ground, where: number, z: number): void {
  const panel = Math.floor(where / 7.5);
  const tone = noise.cell(panel, 3);
  const inPanel = where / 7.5 - panel;
  const letters = inPanel > 0.12 && inPanel < 0.88 && z > 0.25 && z < 0.72;
  const ink = letters ? noise.smooth(where * 2.6, z * 1.2) > 0.5 : false;
  const light = (0.75 + 0.25 * z) * (0.6 + 0.4 * stands);
  for (let i = 0; i < 3; i++) {
    const base =
      tone > 0.5 ? 210 - 90 * noise.cell(panel, 5 + i) : 20 + 120 * noise.cell(panel, 9 + i);
    const mark = tone > 0.5 ? 50 : 220;
    out[i] = (ink ? mix(base, mark, 0.75) : base) * light;
  }
}

/** Spectators out of focus: rows of dark seats with blots of clothes and faces. */
function seatColour(
  out: Float32Array,
  { noise, stands }: Ground,
  column: number,
  depth: number,
): void {
  const aisle = Math.abs((((column % 22) + 22) % 22) - 11) < 0.6;
  const row = depth * 1.25;
  const tint = noise.smooth(column * 0.3, row * 0.2);
  const clothes = noise.smooth(column * 2.1, row * 1.4);
  const face = noise.smooth(column * 3.1 + 31, row * 1.9 + 17);
  const seat = 0.5 + 0.5 * Math.abs(row - Math.floor(row) - 0.5);
  const shade = stands * (depth < 45 ? 1 : 0.5) * (0.55 + 0.45 * Math.min(1, depth / 14));
  const level = aisle ? 78 : 30 + 34 * clothes * clothes * seat + 34 * Math.max(0, face - 0.6);
  out[0] = (level + 14 * tint + 10 * face) * shade;
  out[1] = (level + 6 * face) * shade;
  out[2] = (level + 18 * (1 - tint)) * shade;
}
