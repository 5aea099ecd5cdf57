import { mapMatrix } from './linear.ts';
import type { Matrix } from './linear.ts';

/** x / (1 + e^−x), by entry. */
export function silu(x: Matrix): Matrix {
  return mapMatrix(x, x, (value) => value * logistic(value));
}

/** Gradient of `silu` at x. */
export function siluBackward(x: Matrix, dy: Matrix): Matrix {
  return mapMatrix(x, dy, (value, gradient) => {
    const s = logistic(value);
    return gradient * s * (1 + value * (1 - s));
  });
}

/** max(x, 0), by entry. */
export function relu(x: Matrix): Matrix {
  return mapMatrix(x, x, (value) => Math.max(value, 0));
}

/** Gradient of `relu` at x; 0 at 0. */
export function reluBackward(x: Matrix, dy: Matrix): Matrix {
  return mapMatrix(x, dy, (value, gradient) => (value > 0 ? gradient : 0));
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
