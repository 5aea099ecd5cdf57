import { present } from '../../../shared/assert.ts';

// Small dense least squares in double precision.

/** A sum of squares to make small. */
export interface LeastSquares {
  readonly start: readonly number[];
  /** Step of the numeric derivative, per parameter. */
  readonly steps: readonly number[];
  /** Weighted residuals; as many for every x. */
  residuals(x: Float64Array): Float64Array;
}

const LEAST_DAMPING = 1e-9;
const MOST_DAMPING = 1e9;
/** A round that gains a smaller share than this is the last. */
const ENOUGH = 1e-10;

/**
 * Levenberg and Marquardt with a numeric Jacobian: at most `rounds` accepted or refused steps.
 *
 * @returns parameters that are no worse than the start
 */
export function minimise(problem: LeastSquares, rounds: number): Float64Array {
  let x = Float64Array.from(problem.start);
  let residuals = problem.residuals(x);
  let cost = sumOfSquares(residuals);
  let damping = 1e-3;
  let normal = normalEquations(problem, x, residuals);
  for (let round = 0; round < rounds && damping < MOST_DAMPING; round++) {
    const step = solve(damped(normal.matrix, damping), normal.right);
    const next = step && Float64Array.from(x, (value, i) => value - (step[i] ?? 0));
    const tried = next && problem.residuals(next);
    const triedCost = tried ? sumOfSquares(tried) : Infinity;
    if (!next || !tried || !(triedCost < cost)) {
      damping *= 10;
      continue;
    }
    const gain = cost - triedCost;
    [x, residuals, cost] = [next, tried, triedCost];
    if (gain <= ENOUGH * cost) break;
    damping = Math.max(LEAST_DAMPING, damping / 10);
    normal = normalEquations(problem, x, residuals);
  }
  return x;
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** JᵀJ (n, n) row-major and Jᵀr (n). */
function normalEquations(
  problem: LeastSquares,
  x: Float64Array,
  residuals: Float64Array,
): { matrix: Float64Array; right: Float64Array } {
  const size = x.length;
  const columns = problem.steps.map((step, i) => {
    const moved = Float64Array.from(x);
    moved[i] = (x[i] ?? 0) + step;
    return problem.residuals(moved).map((value, row) => (value - (residuals[row] ?? 0)) / step);
  });
  const matrix = new Float64Array(size * size);
  for (const [i, a] of columns.entries()) {
    for (let j = i; j < size; j++) {
      matrix[i * size + j] = dot(a, present(columns[j], 'column'));
      matrix[j * size + i] = matrix[i * size + j] ?? 0;
    }
  }
  return { matrix, right: Float64Array.from(columns, (column) => dot(column, residuals)) };
}

/** Inner product of two vectors of one length. */
export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function damped(matrix: Float64Array, damping: number): Float64Array {
  const size = Math.sqrt(matrix.length);
  const copy = Float64Array.from(matrix);
  for (let i = 0; i < copy.length; i += size + 1) {
    copy[i] = (copy[i] ?? 0) * (1 + damping) + 1e-12;
  }
  return copy;
}

/**
 * Solves A x = b by Gauss with row pivoting.
 *
 * @param matrix (n, n) row-major
 * @returns null where A is singular
 */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  const rows = Array.from(right, (value, i) =>
    Float64Array.of(...matrix.subarray(i * size, (i + 1) * size), value),
  );
  for (let column = 0; column < size; column++) {
    const best = rows
      .slice(column)
      .reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a));
    const pivot = best[column] ?? 0;
    if (!Number.isFinite(pivot) || pivot === 0) return null;
    rows[rows.indexOf(best)] = present(rows[column], 'row');
    rows[column] = best;
    for (const row of rows) {
      const factor = row === best ? 0 : (row[column] ?? 0) / pivot;
      if (factor === 0) continue;
      for (let i = column; i <= size; i++) row[i] = (row[i] ?? 0) - factor * (best[i] ?? 0);
    }
  }
  return Float64Array.from(rows, (row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
