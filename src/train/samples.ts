import { present } from '../shared/assert.ts';
import { shuffled } from '../shared/rng.ts';
import type { Rng } from '../shared/rng.ts';
import type { Tensor } from '../subnets/contract.ts';
import type { Label } from './frames.ts';
import { EARLY, NECK, SAMPLE, TAPS } from './head-shape.ts';

// Cells of a view's feature maps worth learning from: around every object, where the detector
// wrongly sees something, and a few at random.

const CELL = 4;
/** Gaussian targets follow the box: standard deviation as a share of a third of its half side. */
const SPREAD = 0.54;
const MAX_NEAR = 350;
const MAX_HARD = 450;
const MAX_RANDOM = 150;

/** Values of one target. */
export const TARGET = { heat: 0, person: 2, ball: 7, role: 12, size: 13 } as const;

export interface Samples {
  readonly count: number;
  /** (count, SAMPLE) */
  readonly inputs: Float32Array;
  /**
   * (count, 13): heat of person and ball 0..1; for each a weight 0..1 and the four sides in input
   * pixels; role 0..2 or -1.
   */
  readonly targets: Float32Array;
}

interface View {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly labels: readonly Label[];
  /** The frame's size in input pixels (without padding). */
  readonly width: number;
  readonly height: number;
}

interface Grid {
  readonly width: number;
  readonly height: number;
}

/** Draws the samples of one view. */
export function drawSamples(view: View, rng: Rng): Samples {
  const logits = present(view.outputs['logits'], 'logits');
  const [, , height = 0, width = 0] = logits.dims;
  const grid = { width, height };
  const targets = denseTargets(view, grid);
  const cells = chooseCells(targets, logits.data, grid, rng);
  const inputs = new Float32Array(cells.length * SAMPLE);
  const picked = new Float32Array(cells.length * TARGET.size);
  cells.forEach((cell, i) => {
    gather(view.outputs, grid, cell, inputs.subarray(i * SAMPLE, (i + 1) * SAMPLE));
    picked.set(targets.subarray(cell * TARGET.size, (cell + 1) * TARGET.size), i * TARGET.size);
  });
  return { count: cells.length, inputs, targets: picked };
}

function denseTargets(view: View, grid: Grid): Float32Array {
  const targets = new Float32Array(grid.width * grid.height * TARGET.size);
  for (let cell = 0; cell < grid.width * grid.height; cell++) {
    targets[cell * TARGET.size + TARGET.role] = -1;
  }
  for (const label of view.labels) {
    const isBall = label.cls === 0;
    const box = {
      x1: (label.cx - label.width / 2) * view.width,
      y1: (label.cy - label.height / 2) * view.height,
      x2: (label.cx + label.width / 2) * view.width,
      y2: (label.cy + label.height / 2) * view.height,
    };
    paint(targets, grid, box, { isBall, role: label.cls - 1 });
  }
  return targets;
}

interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function paint(
  targets: Float32Array,
  grid: Grid,
  box: Box,
  kind: { readonly isBall: boolean; readonly role: number },
): void {
  const centreX = Math.floor((box.x1 + box.x2) / 2 / CELL);
  const centreY = Math.floor((box.y1 + box.y2) / 2 / CELL);
  const radiusX = Math.max(1, ((box.x2 - box.x1) / 2 / CELL) * SPREAD);
  const radiusY = Math.max(1, ((box.y2 - box.y1) / 2 / CELL) * SPREAD);
  const [sigmaX, sigmaY] = [(2 * radiusX + 1) / 6, (2 * radiusY + 1) / 6];
  const side = kind.isBall ? TARGET.ball : TARGET.person;
  for (let dy = -Math.ceil(radiusY) - 1; dy <= Math.ceil(radiusY) + 1; dy++) {
    for (let dx = -Math.ceil(radiusX) - 1; dx <= Math.ceil(radiusX) + 1; dx++) {
      const [x, y] = [centreX + dx, centreY + dy];
      if (x < 0 || y < 0 || x >= grid.width || y >= grid.height) continue;
      const at = (y * grid.width + x) * TARGET.size;
      const near = Math.exp(-(dx * dx) / (2 * sigmaX ** 2) - (dy * dy) / (2 * sigmaY ** 2));
      const heat = at + (kind.isBall ? 1 : 0);
      targets[heat] = Math.max(targets[heat] ?? 0, near);
      if (near < 0.2 || near <= (targets[at + side] ?? 0)) continue;
      const sides = [x * CELL - box.x1, y * CELL - box.y1, box.x2 - x * CELL, box.y2 - y * CELL];
      targets.set([near, ...sides], at + side);
      if (!kind.isBall) targets[at + TARGET.role] = kind.role;
    }
  }
}

function chooseCells(targets: Float32Array, logits: Float32Array, grid: Grid, rng: Rng): number[] {
  const plane = grid.width * grid.height;
  const centres: number[] = [];
  const near: number[] = [];
  const hard: { cell: number; score: number }[] = [];
  const random: number[] = [];
  for (let cell = 0; cell < plane; cell++) {
    const person = targets[cell * TARGET.size] ?? 0;
    const ball = targets[cell * TARGET.size + 1] ?? 0;
    if (person === 1 || ball > 0.05) centres.push(cell);
    else if (person > 0.02) near.push(cell);
    else {
      // The detector's balls score far below its persons: two points of logit bring them level.
      const score = Math.max(logits[cell] ?? 0, (logits[plane + cell] ?? 0) + 1.5);
      if (score > -3) hard.push({ cell, score: score + 2 * rng.next() });
      else if (rng.next() < 0.02) random.push(cell);
    }
  }
  hard.sort((a, b) => b.score - a.score);
  return [
    ...centres,
    ...shuffled(rng, near).slice(0, MAX_NEAR),
    ...hard.slice(0, MAX_HARD).map(({ cell }) => cell),
    ...shuffled(rng, random).slice(0, MAX_RANDOM),
  ];
}

/** Copies a cell's neighbourhood out of the feature planes; outside the map is zero. */
function gather(
  outputs: Readonly<Record<string, Tensor>>,
  grid: Grid,
  cell: number,
  out: Float32Array,
): void {
  const plane = grid.width * grid.height;
  const [cx, cy] = [cell % grid.width, Math.floor(cell / grid.width)];
  const neck = present(outputs['neck'], 'neck').data;
  const early = present(outputs['early'], 'early').data;
  for (let tap = 0; tap < TAPS; tap++) {
    const [x, y] = [cx + (tap % 3) - 1, cy + Math.floor(tap / 3) - 1];
    if (x < 0 || y < 0 || x >= grid.width || y >= grid.height) continue;
    const at = y * grid.width + x;
    for (let c = 0; c < NECK; c++) out[tap * NECK + c] = neck[c * plane + at] ?? 0;
    const base = TAPS * NECK + tap * EARLY;
    for (let c = 0; c < EARLY; c++) out[base + c] = early[c * plane + at] ?? 0;
  }
  const rest = TAPS * (NECK + EARLY);
  const logits = present(outputs['logits'], 'logits').data;
  const sides = present(outputs['sides'], 'sides').data;
  for (let i = 0; i < 2; i++) out[rest + i] = logits[i * plane + cell] ?? 0;
  for (let i = 0; i < 4; i++) out[rest + 2 + i] = sides[i * plane + cell] ?? 0;
}
