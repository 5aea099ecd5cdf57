import { shuffled } from '../shared/rng.ts';
import type { Rng } from '../shared/rng.ts';
import { AT, EARLY, NECK, OUT, TAPS } from './head-shape.ts';
import { backward, createPass, forward, initialParameters, lossOf, sampleAt } from './head.ts';
import { TARGET } from './samples.ts';
import type { Samples } from './samples.ts';

// Adam (Kingma and Ba 2015) with decoupled weight decay over mini-batches, cosine learning rate.

const BATCH = 64;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface FitOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly rng: Rng;
  readonly report: (epoch: number, loss: number) => void;
}

/** Trains a head on samples; deterministic for a seeded generator. */
export function fitHead(parts: readonly Samples[], options: FitOptions): Float32Array {
  const p = initialParameters(options.rng, channelScales(parts));
  const index = parts.flatMap((part, i) =>
    Array.from({ length: part.count }, (_, sample) => i * 65536 + sample),
  );
  const adam = createAdam(p);
  const steps = Math.ceil(index.length / BATCH) * options.epochs;
  let step = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const order = shuffled(options.rng, index);
    let loss = 0;
    for (let at = 0; at < order.length; at += BATCH) {
      const rate = 0.5 * options.learningRate * (1 + Math.cos((Math.PI * step) / steps));
      loss += gradientOf(p, parts, order.slice(at, at + BATCH), adam.grad);
      adam.step(rate * Math.min(1, (step + 1) / 200), options.weightDecay);
      step++;
    }
    options.report(epoch, loss / order.length);
  }
  return p;
}

/** Scratch of the training loop, one set for the whole run. */
const pass = createPass();
const dOut = new Float32Array(OUT);
const scratch = { neck: new Float32Array(NECK), early: new Float32Array(EARLY) };

/** Sum of the losses of a batch; `grad` receives the mean gradient. */
function gradientOf(
  p: Float32Array,
  parts: readonly Samples[],
  batch: readonly number[],
  grad: Float32Array,
): number {
  grad.fill(0);
  let loss = 0;
  for (const id of batch) {
    const part = parts[Math.floor(id / 65536)];
    if (!part) continue; // ids are made from the parts
    const sample = id % 65536;
    const x = sampleAt(part.inputs, sample);
    const target = part.targets.subarray(sample * TARGET.size, (sample + 1) * TARGET.size);
    forward(p, x, pass);
    loss += lossOf(pass.out, target, dOut);
    backward(p, x, pass, { dOut, grad, scratch });
  }
  for (let i = 0; i < grad.length; i++) grad[i] = (grad[i] ?? 0) / batch.length;
  return loss;
}

function createAdam(p: Float32Array) {
  const grad = new Float32Array(p.length);
  const mean = new Float32Array(p.length);
  const square = new Float32Array(p.length);
  let power1 = 1;
  let power2 = 1;
  return {
    grad,
    step(rate: number, decay: number): void {
      power1 *= BETA1;
      power2 *= BETA2;
      for (let i = 0; i < p.length; i++) {
        const g = grad[i] ?? 0;
        const m = BETA1 * (mean[i] ?? 0) + (1 - BETA1) * g;
        const v = BETA2 * (square[i] ?? 0) + (1 - BETA2) * g * g;
        mean[i] = m;
        square[i] = v;
        const update = m / (1 - power1) / (Math.sqrt(v / (1 - power2)) + EPSILON);
        const shrink = i >= AT.neckPw ? decay * (p[i] ?? 0) : 0;
        p[i] = (p[i] ?? 0) - rate * (update + shrink);
      }
    },
  };
}

/** 1 / root mean square of each channel over the samples' centre cells. */
function channelScales(parts: readonly Samples[]): Float32Array {
  const sums = new Float64Array(NECK + EARLY);
  let count = 0;
  for (const part of parts) {
    for (let sample = 0; sample < part.count; sample++) {
      const x = sampleAt(part.inputs, sample);
      for (let c = 0; c < NECK; c++) sums[c] = (sums[c] ?? 0) + (x[4 * NECK + c] ?? 0) ** 2;
      const base = TAPS * NECK + 4 * EARLY;
      for (let c = 0; c < EARLY; c++)
        sums[NECK + c] = (sums[NECK + c] ?? 0) + (x[base + c] ?? 0) ** 2;
      count++;
    }
  }
  return Float32Array.from(sums, (sum) => 1 / Math.sqrt(sum / count + 1e-6));
}
