import { relu, reluBackward, silu, siluBackward } from '../../nn/reference/activations.ts';
import { attention, attentionBackward } from '../../nn/reference/attention.ts';
import {
  addMatrices,
  at,
  linear,
  linearBackward,
  mapMatrix,
  matrix,
} from '../../nn/reference/linear.ts';
import { rmsNorm, rmsNormBackward } from '../../nn/reference/rms-norm.ts';
import type { AttentionShape } from '../../nn/reference/attention.ts';
import type { Matrix } from '../../nn/reference/linear.ts';

// One block of a stage, forward and backward, in doubles: the truth for the kernels. A block may
// take b channels in (first of a later stage) and give b out (last of all stages but the final
// one): only those cross between machines, and an identity path of width b crosses with them.
// M = B × T rows, E embedding, F hidden, b bottleneck.

export interface BlockWeights {
  readonly key: Matrix;
  readonly value: Matrix;
  readonly query: Matrix;
  readonly out: Matrix;
  /** Gate, up and down of the feed-forward: (F, E), (F, E), (E, F). */
  readonly fc1: Matrix;
  readonly fc2: Matrix;
  readonly fc3: Matrix;
  readonly norm1: Float64Array;
  readonly norm2: Float64Array;
  /** (E, b): widens what the stage before sent. Used when the input has b channels. */
  readonly decoder?: Matrix;
  /** (b, E): narrows what the stage sends. */
  readonly fc4?: Matrix;
}

export type BlockGradients = Partial<Record<keyof BlockWeights, Float64Array>>;

interface Trace {
  readonly x: Matrix;
  /** Decoder before its ReLU; absent at full width. */
  readonly widened: Matrix | null;
  readonly entry: Matrix;
  readonly normed1: Matrix;
  readonly q: Matrix;
  readonly k: Matrix;
  readonly v: Matrix;
  readonly mixed: Matrix;
  readonly stream: Matrix;
  readonly normed2: Matrix;
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly inner: Matrix;
  readonly down: Matrix;
}

/** Output of a block. @param x (M, E) or (M, b) @returns (M, E) or, with fc4, (M, b) */
export function blockForward(x: Matrix, w: BlockWeights, shape: AttentionShape): Matrix {
  return outputOf(traceOf(x, w, shape), w);
}

/** Gradients of a block. @param dy shape of its output */
export function blockBackward(
  x: Matrix,
  w: BlockWeights,
  { shape, dy }: { readonly shape: AttentionShape; readonly dy: Matrix },
): { readonly dx: Matrix; readonly gradients: BlockGradients } {
  const trace = traceOf(x, w, shape);
  const ff = feedForwardBackward(trace, w, dy);
  const norm2 = rmsNormBackward(trace.stream, w.norm2, ff.dNormed);
  const dStream = addMatrices(norm2.dx, ff.dStream);
  const out = linearBackward(trace.mixed, w.out, dStream);
  const heads = attentionBackward(trace, shape, out.dx);
  const query = linearBackward(trace.normed1, w.query, heads.q);
  const key = linearBackward(trace.normed1, w.key, heads.k);
  const value = linearBackward(trace.normed1, w.value, heads.v);
  const dNormed1 = addMatrices(addMatrices(query.dx, key.dx), value.dx);
  const norm1 = rmsNormBackward(trace.entry, w.norm1, dNormed1);
  const entry = entryBackward(trace, w, { dEntry: norm1.dx, dStream });
  return {
    dx: entry.dx,
    gradients: {
      ...ff.gradients,
      ...entry.gradients,
      key: key.dw.data,
      value: value.dw.data,
      query: query.dw.data,
      out: out.dw.data,
      norm1: norm1.dw,
      norm2: norm2.dw,
    },
  };
}

function traceOf(x: Matrix, w: BlockWeights, shape: AttentionShape): Trace {
  const widened = w.decoder && x.columns < w.norm1.length ? linear(x, w.decoder) : null;
  const entry = widened ? relu(widened) : x;
  const normed1 = rmsNorm(entry, w.norm1);
  const [q, k, v] = [linear(normed1, w.query), linear(normed1, w.key), linear(normed1, w.value)];
  const mixed = attention({ q, k, v }, shape);
  const stream = addFirstChannels(linear(mixed, w.out), x);
  const normed2 = rmsNorm(stream, w.norm2);
  const [gate, up] = [linear(normed2, w.fc1), linear(normed2, w.fc2)];
  const inner = mapMatrix(silu(gate), up, (a, b) => a * b);
  const down = linear(inner, w.fc3);
  return { x, widened, entry, normed1, q, k, v, mixed, stream, normed2, gate, up, inner, down };
}

function outputOf({ down, stream }: Trace, { fc4 }: BlockWeights): Matrix {
  return fc4
    ? addMatrices(linear(silu(down), fc4), firstChannels(stream, fc4.rows))
    : addMatrices(down, stream);
}

function feedForwardBackward(
  trace: Trace,
  w: BlockWeights,
  dy: Matrix,
): { dNormed: Matrix; dStream: Matrix; gradients: BlockGradients } {
  const narrow = w.fc4 ? linearBackward(silu(trace.down), w.fc4, dy) : null;
  const dDown = narrow ? siluBackward(trace.down, narrow.dx) : dy;
  const zero = matrix(trace.stream.rows, trace.stream.columns);
  const dStream = narrow ? addFirstChannels(zero, dy) : dy;
  const fc3 = linearBackward(trace.inner, w.fc3, dDown);
  const dGate = siluBackward(
    trace.gate,
    mapMatrix(fc3.dx, trace.up, (a, b) => a * b),
  );
  const dUp = mapMatrix(fc3.dx, silu(trace.gate), (a, b) => a * b);
  const fc1 = linearBackward(trace.normed2, w.fc1, dGate);
  const fc2 = linearBackward(trace.normed2, w.fc2, dUp);
  return {
    dNormed: addMatrices(fc1.dx, fc2.dx),
    dStream,
    gradients: {
      fc1: fc1.dw.data,
      fc2: fc2.dw.data,
      fc3: fc3.dw.data,
      ...(narrow ? { fc4: narrow.dw.data } : {}),
    },
  };
}

function entryBackward(
  { x, widened }: Trace,
  { decoder }: BlockWeights,
  { dEntry, dStream }: { readonly dEntry: Matrix; readonly dStream: Matrix },
): { dx: Matrix; gradients: BlockGradients } {
  if (!widened || !decoder) return { dx: addMatrices(dEntry, dStream), gradients: {} };
  const { dx, dw } = linearBackward(x, decoder, reluBackward(widened, dEntry));
  return {
    dx: addMatrices(dx, firstChannels(dStream, x.columns)),
    gradients: { decoder: dw.data },
  };
}

function firstChannels(x: Matrix, channels: number): Matrix {
  const part = matrix(x.rows, channels);
  for (let i = 0; i < part.data.length; i++) {
    const row = Math.floor(i / channels);
    part.data[i] = at(x.data, row * x.columns + (i % channels));
  }
  return part;
}

/** Adds a matrix of fewer or equal channels to the first channels of another. */
function addFirstChannels(wide: Matrix, narrow: Matrix): Matrix {
  const sum = matrix(wide.rows, wide.columns, wide.data);
  for (const [i, value] of narrow.data.entries()) {
    const target = Math.floor(i / narrow.columns) * wide.columns + (i % narrow.columns);
    sum.data[target] = at(sum.data, target) + value;
  }
  return sum;
}
