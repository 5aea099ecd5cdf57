import { AppError } from '../../../shared/errors.ts';
import { hasShape, mapTensor, requireShape } from './tensor.ts';
import type { Tensor, TensorSet } from './tensor.ts';

// The outer optimiser's step from a merged delta (section e.2), float32. Source: QUASAR-SUBNET
// `incentive/fragments/artifacts.py`, `incentive/merge/outer.py` @ 5d8d8632.

/** Momentum of the outer step. */
export const OUTER_MOMENTUM = 0.9;

const { fround } = Math;

export interface OuterStep {
  readonly update: TensorSet;
  /** Kept for the next step. */
  readonly momentum: TensorSet;
}

export interface OuterOptions {
  readonly momentum?: number;
  readonly nesterov?: boolean;
}

/**
 * buf = m · buf + delta; update = delta + m · buf, or buf without Nesterov. A buffer that is
 * missing or has another shape starts at zero, tensor by tensor.
 *
 * @param previous momentum of the step before; null at the first
 */
export function outerStep(
  delta: TensorSet,
  previous: TensorSet | null,
  { momentum = OUTER_MOMENTUM, nesterov = true }: OuterOptions = {},
): OuterStep {
  const factor = fround(momentum);
  const update = new Map<string, Tensor>();
  const next = new Map<string, Tensor>();
  for (const [name, tensor] of delta) {
    const stored = previous?.get(name);
    const before =
      stored && hasShape(stored, tensor.shape) ? stored.data : new Float32Array(tensor.data.length);
    const buffer = mapTensor(tensor, before, (value, old) => fround(old * factor) + value);
    next.set(name, buffer);
    update.set(
      name,
      nesterov
        ? mapTensor(tensor, buffer.data, (value, buf) => value + fround(buf * factor))
        : buffer,
    );
  }
  return { update, momentum: next };
}

/**
 * state − rate · update, for every tensor of the update.
 *
 * @throws AppError `input.malformed` when the state lacks a tensor or has another shape
 */
export function advanceState(state: TensorSet, update: TensorSet, outerRate: number): TensorSet {
  const rate = fround(outerRate);
  return new Map(
    [...update].map(([name, tensor]): [string, Tensor] => {
      const prior = state.get(name);
      if (prior === undefined) throw new AppError('input.malformed', `the state has no ${name}`);
      requireShape(name, prior, tensor.shape);
      return [
        name,
        mapTensor(prior, tensor.data, (value, change) => value - fround(change * rate)),
      ];
    }),
  );
}
