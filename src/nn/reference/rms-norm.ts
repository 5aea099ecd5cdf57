import { at, matrix } from './linear.ts';
import type { Matrix } from './linear.ts';

const EPSILON = 1e-5;

/** y = x rsqrt(mean(x²) + 1e-5) w, by row. @param x (M, K) @param w (K) */
export function rmsNorm(x: Matrix, w: Float64Array): Matrix {
  const y = matrix(x.rows, x.columns);
  for (let m = 0; m < x.rows; m++) {
    const scale = rowScale(x, m);
    for (let k = 0; k < x.columns; k++) {
      const i = m * x.columns + k;
      y.data[i] = at(x.data, i) * scale * at(w, k);
    }
  }
  return y;
}

/** Gradients of `rmsNorm`: dx (M, K), dw (K). @param dy (M, K) */
export function rmsNormBackward(
  x: Matrix,
  w: Float64Array,
  dy: Matrix,
): { dx: Matrix; dw: Float64Array } {
  const dx = matrix(x.rows, x.columns);
  const dw = new Float64Array(x.columns);
  for (let m = 0; m < x.rows; m++) {
    const scale = rowScale(x, m);
    let projection = 0; // Σ dy w x
    for (let k = 0; k < x.columns; k++) {
      const i = m * x.columns + k;
      projection += at(dy.data, i) * at(w, k) * at(x.data, i);
      dw[k] = at(dw, k) + at(dy.data, i) * at(x.data, i) * scale;
    }
    const pull = (projection * scale ** 3) / x.columns;
    for (let k = 0; k < x.columns; k++) {
      const i = m * x.columns + k;
      dx.data[i] = at(dy.data, i) * at(w, k) * scale - at(x.data, i) * pull;
    }
  }
  return { dx, dw };
}

function rowScale(x: Matrix, row: number): number {
  let squares = 0;
  for (let k = 0; k < x.columns; k++) squares += at(x.data, row * x.columns + k) ** 2;
  return 1 / Math.sqrt(squares / x.columns + EPSILON);
}
