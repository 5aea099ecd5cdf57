import type { Capsule, Posed } from './body.ts';
import { type View, project } from './camera.ts';
import type { Vec3 } from './vec.ts';

// Tapered capsules → a small supersampled picture with depth. Within one figure the projection is
// parallel (a body is small against its distance), so a capsule's outline is exact and its surface
// normal is that of the sphere below each sample.

/** Samples along each side of a pixel. */
export const SAMPLES = 2;

/** Colour of one sample; writes red, green, blue 0..255 into `out`. */
export type Shader = (sample: SurfaceSample, out: Float32Array) => void;

/** Reused for every sample: position from the anchor in metres and normal, in camera axes. */
export interface SurfaceSample {
  capsule: Capsule;
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
}

export interface Sprite {
  /** Top left pixel in the frame; may be outside it. */
  readonly left: number;
  readonly top: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Three values a sample, row-major. */
  readonly rgb: Float32Array;
  /** Depth towards the viewer a sample; -Infinity where nothing is drawn. */
  readonly depth: Float32Array;
}

interface Flat {
  readonly capsule: Capsule;
  readonly ax: number;
  readonly ay: number;
  readonly az: number;
  readonly dx: number;
  readonly dy: number;
  readonly dz: number;
  readonly ra: number;
  readonly rb: number;
}

/** Draws capsules around `anchor`, whose distance decides the scale; null behind the camera. */
export function drawSprite(
  view: View,
  capsules: Posed['capsules'],
  anchor: Vec3,
  shader: Shader,
): Sprite | null {
  const centre = project(view, anchor);
  if (centre.depth < 1) return null;
  const scale = view.focal / centre.depth;
  const flats = capsules.map((each) => flatten(view, each, centre.depth, scale));
  const reach = (pick: (flat: Flat) => number[]): number[] => flats.flatMap(pick);
  const xs = reach((f) => [f.ax - f.ra, f.ax + f.dx - f.rb, f.ax + f.ra, f.ax + f.dx + f.rb]);
  const ys = reach((f) => [f.ay - f.ra, f.ay + f.dy - f.rb, f.ay + f.ra, f.ay + f.dy + f.rb]);
  const left = Math.floor(Math.min(...xs));
  const top = Math.floor(Math.min(...ys));
  const width = Math.ceil(Math.max(...xs)) - left;
  const height = Math.ceil(Math.max(...ys)) - top;
  if (left > view.width || top > view.height || left + width < 0 || top + height < 0) return null;
  const count = width * height * SAMPLES * SAMPLES;
  const sprite: Sprite = {
    left,
    top,
    width,
    height,
    rgb: new Float32Array(count * 3),
    depth: new Float32Array(count).fill(-Infinity),
  };
  for (const flat of flats) drawCapsule(sprite, flat, { centre, scale, shader });
  return sprite;
}

function flatten(view: View, capsule: Capsule, anchorDepth: number, scale: number): Flat {
  const from = project(view, capsule.from);
  const to = project(view, capsule.to);
  return {
    capsule,
    ax: from.x,
    ay: from.y,
    az: (anchorDepth - from.depth) * scale,
    dx: to.x - from.x,
    dy: to.y - from.y,
    dz: (from.depth - to.depth) * scale,
    ra: capsule.fromRadius * scale,
    rb: capsule.toRadius * scale,
  };
}

interface Drawing {
  readonly centre: { readonly x: number; readonly y: number };
  readonly scale: number;
  readonly shader: Shader;
}

function drawCapsule(sprite: Sprite, flat: Flat, { centre, scale, shader }: Drawing): void {
  const { ax, ay, az, dx, dy, dz, ra, rb, capsule } = flat;
  const columns = sprite.width * SAMPLES;
  const rows = sprite.height * SAMPLES;
  const first = (low: number, origin: number): number =>
    Math.max(0, Math.floor((low - origin) * SAMPLES));
  const last = (high: number, origin: number, limit: number): number =>
    Math.min(limit, Math.ceil((high - origin) * SAMPLES));
  const startX = first(Math.min(ax - ra, ax + dx - rb), sprite.left);
  const endX = last(Math.max(ax + ra, ax + dx + rb), sprite.left, columns);
  const startY = first(Math.min(ay - ra, ay + dy - rb), sprite.top);
  const endY = last(Math.max(ay + ra, ay + dy + rb), sprite.top, rows);
  const length2 = Math.max(dx * dx + dy * dy, 1e-6);
  const sample: SurfaceSample = { capsule, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 };
  const colour = new Float32Array(3);
  for (let row = startY; row < endY; row++) {
    const y = sprite.top + (row + 0.5) / SAMPLES;
    for (let column = startX; column < endX; column++) {
      const x = sprite.left + (column + 0.5) / SAMPLES;
      let t = ((x - ax) * dx + (y - ay) * dy) / length2;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const radius = ra + (rb - ra) * t;
      const ex = x - ax - t * dx;
      const ey = y - ay - t * dy;
      const outside = (ex * ex + ey * ey) / (radius * radius);
      if (outside >= 1) continue;
      const nz = Math.sqrt(1 - outside);
      const depth = az + t * dz + nz * radius;
      const at = row * columns + column;
      if (depth <= (sprite.depth[at] ?? 0)) continue;
      sprite.depth[at] = depth;
      sample.x = (x - centre.x) / scale;
      sample.y = (y - centre.y) / scale;
      sample.z = depth / scale;
      sample.nx = ex / radius;
      sample.ny = ey / radius;
      sample.nz = nz;
      shader(sample, colour);
      sprite.rgb[at * 3] = colour[0] ?? 0;
      sprite.rgb[at * 3 + 1] = colour[1] ?? 0;
      sprite.rgb[at * 3 + 2] = colour[2] ?? 0;
    }
  }
}
