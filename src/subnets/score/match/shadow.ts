import type { Capsule } from './body.ts';
import { type View, project } from './camera.ts';
import type { Canvas } from './canvas.ts';
import type { Light } from './light.ts';
import { type Vec3, vec } from './vec.ts';

// Soft shadows on the grass: each limb thrown along the light, and a dark spot under the body.

interface Streak {
  readonly ax: number;
  readonly ay: number;
  readonly dx: number;
  readonly dy: number;
  readonly radius: number;
}

const SOFTNESS = 0.1;
const SPOT_RADIUS = 0.38;

function throwDown(point: Vec3, towards: Vec3): { x: number; y: number } {
  const height = Math.max(0, point.z);
  return {
    x: point.x - (towards.x / towards.z) * height,
    y: point.y - (towards.y / towards.z) * height,
  };
}

/** Darkens the ground below a figure that stands at `foot`. */
export function paintShadow(
  canvas: Canvas,
  view: View,
  light: Light,
  figure: { readonly capsules: readonly Capsule[]; readonly foot: Vec3 },
): void {
  const { foot } = figure;
  const streaks = figure.capsules
    .filter(({ fromRadius }) => fromRadius > 0.055)
    .map(({ from, to, fromRadius, toRadius }): Streak => {
      const a = throwDown(from, light.towards);
      const b = throwDown(to, light.towards);
      const radius = Math.max(0.02, (fromRadius + toRadius) / 2);
      return { ax: a.x, ay: a.y, dx: b.x - a.x, dy: b.y - a.y, radius };
    });
  const margin = 0.5;
  const xs = [foot.x, ...streaks.flatMap(({ ax, dx }) => [ax, ax + dx])];
  const ys = [foot.y, ...streaks.flatMap(({ ay, dy }) => [ay, ay + dy])];
  const corners = [Math.min(...xs) - margin, Math.max(...xs) + margin].flatMap((x) =>
    [Math.min(...ys) - margin, Math.max(...ys) + margin].map((y) => project(view, vec(x, y, 0))),
  );
  if (corners.some(({ depth }) => depth < 1)) return;
  const bound = (pick: (corner: (typeof corners)[number]) => number, limit: number) => [
    Math.max(0, Math.floor(Math.min(...corners.map(pick)))),
    Math.min(limit, Math.ceil(Math.max(...corners.map(pick)))),
  ];
  const [left = 0, right = 0] = bound(({ x }) => x, canvas.width);
  const [top = 0, bottom = 0] = bound(({ y }) => y, canvas.height);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const ground = groundAt(view, column + 0.5, row + 0.5);
      const cast = light.shadow * streakShare(streaks, ground.x, ground.y);
      const under = Math.hypot(ground.x - foot.x, ground.y - foot.y) / SPOT_RADIUS;
      const dark = 1 - (1 - cast) * (1 - 0.4 * Math.max(0, 1 - under * under));
      if (dark <= 0) continue;
      const at = (row * canvas.width + column) * 3;
      for (let i = 0; i < 3; i++) canvas.rgb[at + i] = (canvas.rgb[at + i] ?? 0) * (1 - dark);
    }
  }
}

function groundAt(view: View, x: number, y: number): { x: number; y: number } {
  const u = (x - view.width / 2) / view.focal;
  const v = (view.height / 2 - y) / view.focal;
  const { right, up, forward, position } = view;
  const down = forward.z + right.z * u + up.z * v;
  const t = -position.z / Math.min(-1e-4, down);
  return {
    x: position.x + (forward.x + right.x * u + up.x * v) * t,
    y: position.y + (forward.y + right.y * u + up.y * v) * t,
  };
}

function streakShare(streaks: readonly Streak[], x: number, y: number): number {
  let most = 0;
  for (const { ax, ay, dx, dy, radius } of streaks) {
    const length2 = Math.max(1e-6, dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
    const ex = x - ax - t * dx;
    const ey = y - ay - t * dy;
    const distance = Math.sqrt(ex * ex + ey * ey);
    const share = Math.min(1, Math.max(0, (radius + SOFTNESS / 2 - distance) / SOFTNESS));
    if (share > most) most = share;
  }
  return most;
}
