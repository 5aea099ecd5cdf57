import { type Capsule, capsule } from './body.ts';
import { type View, project } from './camera.ts';
import type { Canvas } from './canvas.ts';
import { PITCH_LENGTH, PITCH_WIDTH } from '../pitch/model.ts';
import { GOAL_HEIGHT, GOAL_WIDTH } from './pitch.ts';
import { type Vec3, vec } from './vec.ts';

// The two goals: white posts and a net of thin threads.

const POST_RADIUS = 0.06;
const NET_DEPTH = 2;
const MESH = 0.35;
const NET_LEVEL = 205;
const NET_SHARE = 0.22;

interface Corners {
  readonly line: number;
  readonly back: number;
  readonly low: number;
  readonly high: number;
}

function cornersOf(side: 0 | 1): Corners {
  const line = side === 0 ? 0 : PITCH_LENGTH;
  return {
    line,
    back: line + (side === 0 ? -NET_DEPTH : NET_DEPTH),
    low: (PITCH_WIDTH - GOAL_WIDTH) / 2,
    high: (PITCH_WIDTH + GOAL_WIDTH) / 2,
  };
}

/** Posts and bar; 0 is the left goal. */
export function goalCapsules(side: 0 | 1): Capsule[] {
  const { line, low, high } = cornersOf(side);
  const post = (a: Vec3, b: Vec3): Capsule => capsule(a, b, POST_RADIUS, POST_RADIUS, 'post');
  return [
    post(vec(line, high, 0), vec(line, high, GOAL_HEIGHT)),
    post(vec(line, low, GOAL_HEIGHT), vec(line, high, GOAL_HEIGHT)),
    post(vec(line, low, 0), vec(line, low, GOAL_HEIGHT)),
  ];
}

/** Draws the net's threads as faint lines. */
export function paintNet(canvas: Canvas, view: View, side: 0 | 1): void {
  const { line, back, low, high } = cornersOf(side);
  for (let y = low; y <= high + 1e-6; y += MESH) {
    thread(canvas, view, vec(back, y, 0), vec(back, y, GOAL_HEIGHT * 0.8));
    thread(canvas, view, vec(back, y, GOAL_HEIGHT * 0.8), vec(line, y, GOAL_HEIGHT));
  }
  for (let z = 0; z <= GOAL_HEIGHT * 0.8; z += MESH) {
    thread(canvas, view, vec(back, low, z), vec(back, high, z));
    thread(canvas, view, vec(line, high, z), vec(back, high, z));
    thread(canvas, view, vec(line, low, z), vec(back, low, z));
  }
}

function thread(canvas: Canvas, view: View, from: Vec3, to: Vec3): void {
  const a = project(view, from);
  const b = project(view, to);
  if (a.depth < 1 || b.depth < 1) return;
  const steps = Math.ceil(Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y), 1));
  if (steps > 4 * canvas.width) return;
  for (let i = 0; i <= steps; i++) {
    const x = Math.floor(a.x + ((b.x - a.x) * i) / steps);
    const y = Math.floor(a.y + ((b.y - a.y) * i) / steps);
    if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) continue;
    const at = (y * canvas.width + x) * 3;
    for (let c = 0; c < 3; c++) {
      canvas.rgb[at + c] = (canvas.rgb[at + c] ?? 0) * (1 - NET_SHARE) + NET_LEVEL * NET_SHARE;
    }
  }
}
