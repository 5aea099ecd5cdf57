// One-to-one pairs of rows and columns with the highest total value. Own implementation: the
// method is 40 lines and the small libraries for it take square matrices or integers only.

/**
 * Assigns each row of the shorter side to one column so that the sum of values is the highest
 * possible, as `scipy.optimize.linear_sum_assignment(values, maximize=True)` does.
 *
 * @param values matrix (R, C) of finite numbers
 * @returns min(R, C) pairs, by row; which of several equally good assignments is not specified
 *
 * Shortest augmenting paths with potentials, O(min² · max).
 * Source: Jonker and Volgenant 1987; Crouse 2016, "On implementing 2D rectangular assignment".
 */
export function assignMaximum(
  values: readonly (readonly number[])[],
): readonly (readonly [row: number, column: number])[] {
  const rows = values.length;
  const columns = values[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return [];
  if (rows > columns) {
    const turned = Array.from({ length: columns }, (_, c) => values.map((row) => row[c] ?? 0));
    return assignMaximum(turned)
      .map(([c, r]) => [r, c] as const)
      .sort((a, b) => a[0] - b[0]);
  }
  const rowOf = augmentAll(values, rows, columns);
  const pairs: [number, number][] = [];
  for (let column = 0; column < columns; column++) {
    const row = at(rowOf, column);
    if (row >= 0) pairs.push([row, column]);
  }
  return pairs.sort((a, b) => a[0] - b[0]);
}

/** Row of each column, -1 where free. Costs are negated values; rows ≤ columns. */
function augmentAll(
  values: readonly (readonly number[])[],
  rows: number,
  columns: number,
): Int32Array {
  const rowOf = new Int32Array(columns).fill(-1);
  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(columns);
  const distance = new Float64Array(columns);
  const previous = new Int32Array(columns);
  const done = new Uint8Array(columns);

  for (let start = 0; start < rows; start++) {
    distance.fill(Infinity);
    previous.fill(-1);
    done.fill(0);
    let row = start;
    let through = -1; // column the path came through
    let length = 0;
    for (;;) {
      let nearest = -1;
      for (let column = 0; column < columns; column++) {
        if (done[column]) continue;
        const cost = -(values[row]?.[column] ?? 0);
        const reduced = length + cost - at(rowPotential, row) - at(columnPotential, column);
        if (reduced < at(distance, column)) {
          distance[column] = reduced;
          previous[column] = through;
        }
        if (nearest < 0 || at(distance, column) < at(distance, nearest)) nearest = column;
      }
      length = at(distance, nearest);
      done[nearest] = 1;
      through = nearest;
      if (at(rowOf, nearest) < 0) break;
      row = at(rowOf, nearest);
    }
    updatePotentials({ start, length, rowOf, rowPotential, columnPotential, distance, done });
    flipPath(through, start, previous, rowOf);
  }
  return rowOf;
}

interface Search {
  readonly start: number;
  readonly length: number;
  readonly rowOf: Int32Array;
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly distance: Float64Array;
  readonly done: Uint8Array;
}

/** Keeps every reduced cost non-negative after a search that ended at distance `length`. */
function updatePotentials(search: Search): void {
  const { start, length, rowOf, rowPotential, columnPotential, distance, done } = search;
  rowPotential[start] = at(rowPotential, start) + length;
  for (let column = 0; column < done.length; column++) {
    if (!done[column]) continue;
    const slack = length - at(distance, column);
    columnPotential[column] = at(columnPotential, column) - slack;
    const row = at(rowOf, column);
    if (row >= 0) rowPotential[row] = at(rowPotential, row) + slack;
  }
}

/** Reassigns the columns along the augmenting path that ends in `sink`. */
function flipPath(sink: number, start: number, previous: Int32Array, rowOf: Int32Array): void {
  let column = sink;
  for (;;) {
    const before = at(previous, column);
    if (before < 0) break;
    rowOf[column] = at(rowOf, before);
    column = before;
  }
  rowOf[column] = start;
}

function at(array: Float64Array | Int32Array, index: number): number {
  return array[index] ?? 0; // callers stay inside the array
}
