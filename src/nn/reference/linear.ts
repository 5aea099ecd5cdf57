// Dense layers without bias, in doubles: readable and slow, the truth for the kernels.
// M rows, K inputs, N outputs; all matrices row-major.

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns). */
  readonly data: Float64Array;
}

export function matrix(rows: number, columns: number, data?: ArrayLike<number>): Matrix {
  const copy = data ? Float64Array.from(data) : new Float64Array(rows * columns);
  return { rows, columns, data: copy };
}

/** y = x wᵀ. @param x (M, K) @param w (N, K) @returns (M, N) */
export function linear(x: Matrix, w: Matrix): Matrix {
  const y = matrix(x.rows, w.rows);
  for (let m = 0; m < x.rows; m++) {
    for (let n = 0; n < w.rows; n++) {
      let sum = 0;
      for (let k = 0; k < x.columns; k++) {
        sum += at(x.data, m * x.columns + k) * at(w.data, n * w.columns + k);
      }
      y.data[m * y.columns + n] = sum;
    }
  }
  return y;
}

/** Gradients of `linear`: dx = dy w (M, K), dw = dyᵀ x (N, K). @param dy (M, N) */
export function linearBackward(x: Matrix, w: Matrix, dy: Matrix): { dx: Matrix; dw: Matrix } {
  const dx = matrix(x.rows, x.columns);
  const dw = matrix(w.rows, w.columns);
  for (let m = 0; m < x.rows; m++) {
    for (let n = 0; n < w.rows; n++) {
      const gradient = at(dy.data, m * dy.columns + n);
      for (let k = 0; k < x.columns; k++) {
        const [i, j] = [m * x.columns + k, n * w.columns + k];
        dx.data[i] = at(dx.data, i) + gradient * at(w.data, j);
        dw.data[j] = at(dw.data, j) + gradient * at(x.data, i);
      }
    }
  }
  return { dx, dw };
}

/** Values of one or two matrices of the same shape, one by one. */
export function mapMatrix(a: Matrix, b: Matrix, value: (a: number, b: number) => number): Matrix {
  const data = a.data.map((item, i) => value(item, at(b.data, i)));
  return { rows: a.rows, columns: a.columns, data };
}

export function addMatrices(a: Matrix, b: Matrix): Matrix {
  return mapMatrix(a, b, (left, right) => left + right);
}

/** An entry; callers stay inside the array. */
export function at(data: ArrayLike<number>, index: number): number {
  return data[index] ?? 0;
}
