import { at, matrix } from './linear.ts';
import { rotate, rotateBackward } from './rope.ts';
import type { Matrix } from './linear.ts';
import type { RopeTables } from './rope.ts';

// Causal attention with grouped keys and values. B batch, T tokens, H query heads, G key heads,
// D head size; rows of every matrix are B × T.

export interface AttentionShape {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  /** Key and value heads; query head h reads head floor(h G / H). */
  readonly groups: number;
  readonly headSize: number;
  readonly rope: RopeTables;
}

export interface QueriesKeysValues {
  /** Shape (B T, H D). */
  readonly q: Matrix;
  /** Shape (B T, G D). */
  readonly k: Matrix;
  /** Shape (B T, G D). */
  readonly v: Matrix;
}

/** softmax(q kᵀ / √D) v over earlier tokens, q and k rotated by position. @returns (B T, H D) */
export function attention(inputs: QueriesKeysValues, shape: AttentionShape): Matrix {
  const { q, v } = inputs;
  const out = matrix(q.rows, q.columns);
  for (const { batch, head, group } of headsOf(shape)) {
    const weights = headWeights(inputs, shape, { batch, head, group });
    for (const [t, row] of weights.entries()) {
      for (const [s, weight] of row.entries()) {
        for (let d = 0; d < shape.headSize; d++) {
          const i = place(out, shape, batch, t) + head * shape.headSize + d;
          const j = place(v, shape, batch, s) + group * shape.headSize + d;
          out.data[i] = at(out.data, i) + weight * at(v.data, j);
        }
      }
    }
  }
  return out;
}

/** Gradients of `attention` with respect to q, k and v. @param dy (B T, H D) */
export function attentionBackward(
  inputs: QueriesKeysValues,
  shape: AttentionShape,
  dy: Matrix,
): QueriesKeysValues {
  const gradients = {
    q: matrix(inputs.q.rows, inputs.q.columns),
    k: matrix(inputs.k.rows, inputs.k.columns),
    v: matrix(inputs.v.rows, inputs.v.columns),
  };
  for (const place of headsOf(shape)) headBackward(inputs, shape, { place, dy, gradients });
  return gradients;
}

interface HeadPlace {
  readonly batch: number;
  readonly head: number;
  readonly group: number;
}

function headBackward(
  inputs: QueriesKeysValues,
  shape: AttentionShape,
  run: { readonly place: HeadPlace; readonly dy: Matrix; readonly gradients: QueriesKeysValues },
): void {
  const { batch, head, group } = run.place;
  const { tokens, headSize, rope } = shape;
  const weights = headWeights(inputs, shape, run.place);
  const values = slices(inputs.v, shape, batch, group);
  const upstream = slices(run.dy, shape, batch, head);
  const queries = slices(inputs.q, shape, batch, head).map((x, t) => rotate(x, rope, t));
  const keys = slices(inputs.k, shape, batch, group).map((x, t) => rotate(x, rope, t));
  const dq = zeros(tokens, headSize);
  const dk = zeros(tokens, headSize);
  const dv = zeros(tokens, headSize);
  for (const [t, row] of weights.entries()) {
    const dWeights = row.map((_, s) => dot(upstream[t] ?? [], values[s] ?? []));
    const mean = dot(row, dWeights);
    for (const [s, weight] of row.entries()) {
      const dScore = (weight * (at(dWeights, s) - mean)) / Math.sqrt(headSize);
      addScaled(dq[t], keys[s], dScore);
      addScaled(dk[s], queries[t], dScore);
      addScaled(dv[s], upstream[t], weight);
    }
  }
  const turnedBack = (rows: readonly number[][]) => rows.map((x, t) => rotateBackward(x, rope, t));
  addSlices(run.gradients.q, shape, { batch, head }, turnedBack(dq));
  addSlices(run.gradients.k, shape, { batch, head: group }, turnedBack(dk));
  addSlices(run.gradients.v, shape, { batch, head: group }, dv);
}

/** Attention weights of one head: row t has t + 1 entries that sum to 1. */
function headWeights(
  { q, k }: QueriesKeysValues,
  shape: AttentionShape,
  { batch, head, group }: HeadPlace,
): number[][] {
  const queries = slices(q, shape, batch, head).map((x, t) => rotate(x, shape.rope, t));
  const keys = slices(k, shape, batch, group).map((x, t) => rotate(x, shape.rope, t));
  return queries.map((query, t) => {
    const scores = keys.slice(0, t + 1).map((key) => dot(query, key) / Math.sqrt(shape.headSize));
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
}

function headsOf({ batch, heads, groups }: AttentionShape): HeadPlace[] {
  return Array.from({ length: batch * heads }, (_, i) => {
    const head = i % heads;
    return { batch: Math.floor(i / heads), head, group: Math.floor((head * groups) / heads) };
  });
}

function place(x: Matrix, { tokens }: AttentionShape, batch: number, token: number): number {
  return (batch * tokens + token) * x.columns;
}

/** One head of every token, shape (T, D). */
function slices(x: Matrix, shape: AttentionShape, batch: number, head: number): Float64Array[] {
  return Array.from({ length: shape.tokens }, (_, t) => {
    const start = place(x, shape, batch, t) + head * shape.headSize;
    return x.data.subarray(start, start + shape.headSize);
  });
}

function addSlices(
  x: Matrix,
  shape: AttentionShape,
  { batch, head }: { readonly batch: number; readonly head: number },
  rows: readonly (readonly number[])[],
): void {
  for (const [t, target] of slices(x, shape, batch, head).entries()) {
    addScaled(target, rows[t], 1);
  }
}

function addScaled(
  target: number[] | Float64Array | undefined,
  source: ArrayLike<number> | undefined,
  factor: number,
): void {
  if (!target || !source) return;
  for (let i = 0; i < target.length; i++) target[i] = at(target, i) + factor * at(source, i);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
}
