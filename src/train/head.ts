import { randomNormal } from '../shared/rng.ts';
import type { Rng } from '../shared/rng.ts';
import {
  AT,
  EARLY,
  HEAT,
  HIDDEN,
  NECK,
  OUT,
  SAMPLE,
  SIDES,
  SIDE_UNIT,
  TAPS,
} from './head-shape.ts';
import { TARGET } from './samples.ts';

// Forward and backward of the football head at one cell. C channels of a block, H hidden units.

export interface HeadPass {
  readonly neck: Float32Array;
  readonly early: Float32Array;
  readonly hidden: Float32Array;
  /** 2 logits, 8 sides in input pixels, 3 role scores, the detector's own included. */
  readonly out: Float32Array;
}

export function createPass(): HeadPass {
  return {
    neck: new Float32Array(NECK),
    early: new Float32Array(EARLY),
    hidden: new Float32Array(HIDDEN),
    out: new Float32Array(OUT),
  };
}

/**
 * Parameters of an untrained head: the detector unchanged.
 *
 * @param scale per channel of neck and early, 1 / root mean square of its values
 */
export function initialParameters(rng: Rng, scale: Float32Array): Float32Array {
  const p = new Float32Array(AT.total);
  for (let tap = 0; tap < TAPS; tap++) {
    const weight = tap === 4 ? 0.7 : 0.1;
    for (let c = 0; c < NECK; c++) {
      p[AT.neckDw + tap * NECK + c] = (weight + 0.1 * randomNormal(rng)) * (scale[c] ?? 1);
    }
    for (let c = 0; c < EARLY; c++) {
      p[AT.earlyDw + tap * EARLY + c] = (weight + 0.1 * randomNormal(rng)) * (scale[NECK + c] ?? 1);
    }
  }
  const spread = Math.sqrt(2 / (NECK + EARLY));
  for (let i = AT.neckPw; i < AT.bias; i++) p[i] = spread * randomNormal(rng);
  return p;
}

/** Runs the head on one sample (SAMPLE values). */
export function forward(p: Float32Array, x: Float32Array, pass: HeadPass): void {
  depthwise(p, AT.neckDw, x, 0, pass.neck);
  depthwise(p, AT.earlyDw, x, TAPS * NECK, pass.early);
  for (let h = 0; h < HIDDEN; h++) {
    let sum = p[AT.bias + h] ?? 0;
    const n = AT.neckPw + h * NECK;
    for (let c = 0; c < NECK; c++) sum += (p[n + c] ?? 0) * (pass.neck[c] ?? 0);
    const e = AT.earlyPw + h * EARLY;
    for (let c = 0; c < EARLY; c++) sum += (p[e + c] ?? 0) * (pass.early[c] ?? 0);
    pass.hidden[h] = sum > 0 ? sum : 0;
  }
  const rest = TAPS * (NECK + EARLY);
  for (let o = 0; o < OUT; o++) {
    let sum = p[AT.outB + o] ?? 0;
    const w = AT.outW + o * HIDDEN;
    for (let h = 0; h < HIDDEN; h++) sum += (p[w + h] ?? 0) * (pass.hidden[h] ?? 0);
    if (o < HEAT) sum += x[rest + o] ?? 0;
    else if (o < HEAT + SIDES) sum = sum * SIDE_UNIT + (x[rest + HEAT + ((o - HEAT) % 4)] ?? 0);
    pass.out[o] = sum;
  }
}

function depthwise(
  p: Float32Array,
  weights: number,
  x: Float32Array,
  from: number,
  out: Float32Array,
): void {
  const channels = out.length;
  out.fill(0);
  for (let tap = 0; tap < TAPS; tap++) {
    const w = weights + tap * channels;
    const v = from + tap * channels;
    for (let c = 0; c < channels; c++) out[c] = (out[c] ?? 0) + (p[w + c] ?? 0) * (x[v + c] ?? 0);
  }
}

/** Scratch of the backward pass. */
export interface BackwardScratch {
  readonly neck: Float32Array;
  readonly early: Float32Array;
}

/**
 * Adds the gradient of one sample to `grad`.
 *
 * @param dOut gradient of the loss with respect to `pass.out`; consumed
 */
export function backward(
  p: Float32Array,
  x: Float32Array,
  pass: HeadPass,
  { dOut, grad, scratch }: { dOut: Float32Array; grad: Float32Array; scratch: BackwardScratch },
): void {
  for (let o = HEAT; o < HEAT + SIDES; o++) dOut[o] = (dOut[o] ?? 0) * SIDE_UNIT;
  for (let o = 0; o < OUT; o++) grad[AT.outB + o] = (grad[AT.outB + o] ?? 0) + (dOut[o] ?? 0);
  scratch.neck.fill(0);
  scratch.early.fill(0);
  for (let h = 0; h < HIDDEN; h++) {
    const hidden = pass.hidden[h] ?? 0;
    if (hidden === 0) continue; // an inactive unit neither learns nor passes anything back
    let d = 0;
    for (let o = 0; o < OUT; o++) {
      const w = AT.outW + o * HIDDEN + h;
      grad[w] = (grad[w] ?? 0) + (dOut[o] ?? 0) * hidden;
      d += (dOut[o] ?? 0) * (p[w] ?? 0);
    }
    grad[AT.bias + h] = (grad[AT.bias + h] ?? 0) + d;
    pointwiseBack(p, grad, AT.neckPw + h * NECK, { d, input: pass.neck, dInput: scratch.neck });
    pointwiseBack(p, grad, AT.earlyPw + h * EARLY, { d, input: pass.early, dInput: scratch.early });
  }
  depthwiseBack(grad, AT.neckDw, x, { from: 0, d: scratch.neck });
  depthwiseBack(grad, AT.earlyDw, x, { from: TAPS * NECK, d: scratch.early });
}

function pointwiseBack(
  p: Float32Array,
  grad: Float32Array,
  at: number,
  { d, input, dInput }: { d: number; input: Float32Array; dInput: Float32Array },
): void {
  for (let c = 0; c < input.length; c++) {
    grad[at + c] = (grad[at + c] ?? 0) + d * (input[c] ?? 0);
    dInput[c] = (dInput[c] ?? 0) + d * (p[at + c] ?? 0);
  }
}

function depthwiseBack(
  grad: Float32Array,
  at: number,
  x: Float32Array,
  { from, d }: { from: number; d: Float32Array },
): void {
  const channels = d.length;
  for (let tap = 0; tap < TAPS; tap++) {
    const w = at + tap * channels;
    const v = from + tap * channels;
    for (let c = 0; c < channels; c++)
      grad[w + c] = (grad[w + c] ?? 0) + (d[c] ?? 0) * (x[v + c] ?? 0);
  }
}

/** Weight of a role in the loss: the rare ones count more (goalkeeper, player, referee). */
const ROLE_WEIGHT = [2, 0.8, 2] as const;
const SIDE_WEIGHT = 0.5;
const ROLE_SHARE = 0.4;
const BALL_WEIGHT = 2;

/**
 * Loss of one sample and its gradient with respect to the outputs: penalty-reduced focal loss of
 * the two heats (Law and Deng 2018), L1 of the sides relative to the box's size, weighted
 * cross-entropy of the role.
 *
 * @param target TARGET.size values
 * @param dOut   receives the gradient (OUT)
 */
export function lossOf(out: Float32Array, target: Float32Array, dOut: Float32Array): number {
  dOut.fill(0);
  let loss = focal(out, target, dOut, { index: 0, weight: 1 });
  loss += focal(out, target, dOut, { index: 1, weight: BALL_WEIGHT });
  loss += sides(out, target, dOut, { at: TARGET.person, from: HEAT });
  loss += sides(out, target, dOut, { at: TARGET.ball, from: HEAT + 4 });
  return loss + roles(out, target, dOut);
}

function focal(
  out: Float32Array,
  target: Float32Array,
  dOut: Float32Array,
  { index, weight }: { index: number; weight: number },
): number {
  const p = Math.min(Math.max(1 / (1 + Math.exp(-(out[index] ?? 0))), 1e-6), 1 - 1e-6);
  const g = target[TARGET.heat + index] ?? 0;
  if (g === 1) {
    dOut[index] = weight * (1 - p) ** 2 * (2 * p * Math.log(p) - (1 - p));
    return -weight * (1 - p) ** 2 * Math.log(p);
  }
  const far = weight * (1 - g) ** 4;
  dOut[index] = far * p * p * (p - 2 * (1 - p) * Math.log(1 - p));
  return -far * p * p * Math.log(1 - p);
}

function sides(
  out: Float32Array,
  target: Float32Array,
  dOut: Float32Array,
  { at, from }: { at: number; from: number },
): number {
  const near = target[at] ?? 0;
  if (near === 0) return 0;
  let loss = 0;
  const width = (target[at + 1] ?? 0) + (target[at + 3] ?? 0);
  const height = (target[at + 2] ?? 0) + (target[at + 4] ?? 0);
  for (let i = 0; i < 4; i++) {
    const scale = (SIDE_WEIGHT * near) / Math.max(4, i % 2 === 0 ? width : height);
    const error = (out[from + i] ?? 0) - (target[at + 1 + i] ?? 0);
    loss += scale * Math.abs(error);
    dOut[from + i] = scale * Math.sign(error);
  }
  return loss;
}

function roles(out: Float32Array, target: Float32Array, dOut: Float32Array): number {
  const role = target[TARGET.role] ?? -1;
  if (role < 0) return 0;
  const from = HEAT + SIDES;
  const scores = [out[from] ?? 0, out[from + 1] ?? 0, out[from + 2] ?? 0];
  const max = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - max), 0);
  const weight = ROLE_SHARE * (ROLE_WEIGHT[role] ?? 1) * (target[TARGET.person] ?? 0);
  scores.forEach((score, i) => {
    dOut[from + i] = weight * (Math.exp(score - max) / total - (i === role ? 1 : 0));
  });
  return -weight * ((scores[role] ?? 0) - max - Math.log(total));
}

/** Checks that a sample array holds whole samples. */
export function sampleAt(inputs: Float32Array, index: number): Float32Array {
  return inputs.subarray(index * SAMPLE, (index + 1) * SAMPLE);
}
