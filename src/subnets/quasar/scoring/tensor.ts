import { AppError } from '../../../shared/errors.ts';
import { compareCodePoints } from '../../../shared/python-text.ts';

/** A float32 tensor, row-major; `shape` multiplies to the length of `data`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors of one fragment by canonical name. */
export type TensorSet = ReadonlyMap<string, Tensor>;

/** Names in the order of Python's strings, by which a fragment is concatenated. */
export function sortedNames(tensors: TensorSet): string[] {
  return [...tensors.keys()].sort(compareCodePoints);
}

export function hasShape(tensor: Tensor, shape: readonly number[]): boolean {
  return (
    tensor.shape.length === shape.length && tensor.shape.every((size, axis) => size === shape[axis])
  );
}

/** The tensor `(a, b)` as Python writes a shape: `(3,)`, `(2, 4)`, `()`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/**
 * Euclidean norm in float32; the sum is kept in float64 and rounded once, since the order of a
 * float32 sum is the library's own.
 */
export function norm32(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.fround(Math.sqrt(Math.fround(sum)));
}

/**
 * A new tensor from this one's numbers; each result is rounded to float32.
 *
 * @param other numbers of the same count, read beside
 */
export function mapTensor(
  tensor: Tensor,
  other: Float32Array,
  combine: (value: number, other: number) => number,
): Tensor {
  const data = new Float32Array(tensor.data.length);
  for (const [i, value] of tensor.data.entries()) data[i] = combine(value, other[i] ?? 0);
  return { shape: tensor.shape, data };
}

/** @throws AppError `input.malformed` with the name and the shapes when they differ */
export function requireShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  if (hasShape(tensor, shape)) return;
  throw new AppError(
    'input.malformed',
    `${name} has shape ${shapeText(tensor.shape)}, expected ${shapeText(shape)}`,
  );
}
