import type { Tensor, TensorSet } from '../../src/subnets/quasar/scoring/tensor.ts';

// Nested lists of numbers, as the pairs hold tensors, to tensors and back.

export function toTensors(lists: Readonly<Record<string, unknown>>): TensorSet {
  return new Map(Object.entries(lists).map(([name, list]) => [name, toTensor(list)]));
}

export function fromTensors(tensors: TensorSet): Record<string, unknown> {
  return Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => [name, nested([...data], shape)]),
  );
}

function toTensor(list: unknown): Tensor {
  const shape: number[] = [];
  for (let level = list; Array.isArray(level); level = level[0]) shape.push(level.length);
  const numbers = Array.isArray(list) ? list.flat(Infinity) : [list];
  return { shape, data: Float32Array.from(numbers, Number) };
}

function nested(data: readonly number[], shape: readonly number[]): unknown {
  const [count, ...inner] = shape;
  if (count === undefined) return data[0];
  const size = inner.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, i) =>
    nested(data.slice(i * size, (i + 1) * size), inner),
  );
}
