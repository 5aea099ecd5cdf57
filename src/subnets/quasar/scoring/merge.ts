import { AppError } from '../../../shared/errors.ts';
import { norm32, requireShape, sortedNames } from './tensor.ts';
import type { Tensor, TensorSet } from './tensor.ts';

// The merge of accepted updates by direction and radius (section e.2). Float32 throughout, as
// upstream. Source: QUASAR-SUBNET `incentive/fragments/artifacts.py` @ 5d8d8632.

const { fround } = Math;

/**
 * Work weight of an update: tokens² / max(1, steps), computed as tokens · (tokens / steps); 0
 * without tokens.
 *
 * @throws AppError `input.malformed` when a count is not finite
 */
export function mergeWeight(tokens: number, steps: number): number {
  if (!Number.isFinite(tokens) || !Number.isFinite(steps)) {
    throw new AppError('input.malformed', `${tokens} tokens in ${steps} steps cannot be weighed`);
  }
  const whole = Math.trunc(tokens);
  return whole > 0 ? whole * (whole / Math.max(1, Math.trunc(steps))) : 0;
}

/**
 * Weights that add up to 1: what is not positive becomes 0; uniform when nothing is left.
 *
 * @throws AppError `input.malformed` when a weight is infinite
 */
export function normaliseWeights(weights: readonly number[]): number[] {
  const clean = weights.map((weight) => (weight > 0 ? weight : 0));
  const total = clean.reduce((sum, weight) => sum + weight, 0);
  if (total === Infinity) {
    throw new AppError('input.malformed', 'weights add up to infinity');
  }
  return clean.map((weight) => (total > 0 ? weight / total : 1 / clean.length));
}

/**
 * One delta from many: the weighted mean of directions, scaled to the weighted mean of radii.
 * Both are taken over the concatenation of tensors in name order; a zero delta has no direction
 * but counts in the radius; opposite equal deltas cancel to zero.
 *
 * @param deltas  same names and shapes each, base − trained
 * @param weights one a delta; equal weights when left out
 * @throws AppError `input.malformed` when there is no delta, or names, shapes or counts differ
 */
export function mergeDeltas(deltas: readonly TensorSet[], weights?: readonly number[]): TensorSet {
  return mergeParts(deltas, weights).merged;
}

/** A merge with what it was made from. */
export interface Merge {
  readonly merged: TensorSet;
  /** ‖merged‖ */
  readonly size: number;
  /** Normalised weight of each delta. */
  readonly shares: readonly number[];
  /** ‖Δᵢ‖ */
  readonly norms: readonly number[];
  /** Σ nᵢ ‖Δᵢ‖ */
  readonly radius: number;
  /** ‖Σ nᵢ Δᵢ/‖Δᵢ‖‖, 0..1 up to rounding: 1 when all point the same way. */
  readonly agreement: number;
}

/** `mergeDeltas`, with its parts. */
export function mergeParts(deltas: readonly TensorSet[], weights?: readonly number[]): Merge {
  const [first] = deltas;
  if (first === undefined) throw new AppError('input.malformed', 'there is no delta to merge');
  if (weights !== undefined && weights.length !== deltas.length) {
    throw new AppError('input.malformed', `${weights.length} weights for ${deltas.length} deltas`);
  }
  const names = sortedNames(first);
  const flats = deltas.map((delta) => flatten(delta, first, names));
  const shares = normaliseWeights(weights ?? deltas.map(() => 1));
  const norms = flats.map((flat) => norm32(flat));
  const direction = new Float32Array(flats[0]?.length ?? 0);
  let radius = 0;
  for (const [index, flat] of flats.entries()) {
    const [share, norm] = [shares[index] ?? 0, norms[index] ?? 0];
    radius += share * norm;
    if (norm > 0) addDirection(direction, flat, norm, share);
  }
  const whole = scale(direction, radius);
  return {
    merged: split(whole, first, names),
    size: norm32(whole),
    shares,
    norms,
    radius,
    agreement: norm32(direction),
  };
}

/** Adds share · flat / norm, each step rounded to float32. */
function addDirection(sum: Float32Array, flat: Float32Array, norm: number, share: number): void {
  const factor = fround(share);
  for (const [i, value] of flat.entries()) {
    sum[i] = (sum[i] ?? 0) + fround(fround(value / norm) * factor);
  }
}

function scale(direction: Float32Array, radius: number): Float32Array {
  const norm = norm32(direction);
  if (norm === 0 || radius === 0) return new Float32Array(direction.length);
  const factor = fround(radius);
  return direction.map((value) => fround(value / norm) * factor);
}

function flatten(delta: TensorSet, like: TensorSet, names: readonly string[]): Float32Array {
  if (delta.size !== like.size) {
    throw new AppError('input.malformed', `${delta.size} tensors, the first has ${like.size}`);
  }
  const parts = names.map((name) => {
    const tensor = delta.get(name);
    if (tensor === undefined) throw new AppError('input.malformed', `a delta has no ${name}`);
    requireShape(name, tensor, like.get(name)?.shape ?? []);
    return tensor.data;
  });
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    flat.set(part, offset);
    offset += part.length;
  }
  return flat;
}

function split(flat: Float32Array, like: TensorSet, names: readonly string[]): TensorSet {
  let offset = 0;
  return new Map(
    names.map((name): [string, Tensor] => {
      const shape = like.get(name)?.shape ?? [];
      const size = like.get(name)?.data.length ?? 0;
      offset += size;
      return [name, { shape, data: flat.slice(offset - size, offset) }];
    }),
  );
}
