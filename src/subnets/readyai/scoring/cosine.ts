// Embedding vectors: all of one answer have the same length.

export type Vector = readonly number[];

/**
 * Arithmetic mean of vectors of one length, not normalised.
 *
 * @param vectors shape (n, d)
 * @returns shape (d); null when there is none, or when their lengths differ. Section e.1.
 */
export function meanVector(vectors: readonly Vector[]): Vector | null {
  const [first] = vectors;
  if (!first || vectors.some((vector) => vector.length !== first.length)) return null;
  return first.map(
    (_, axis) => vectors.reduce((sum, vector) => sum + (vector[axis] ?? 0), 0) / vectors.length,
  );
}

/**
 * Cosine of two vectors, shape (d) each.
 *
 * @returns −1..1; NaN when one is all zeros, which callers must settle; 0 when the lengths differ,
 *   because the source then catches an error and keeps 0. Section e.3.
 */
export function cosine(a: Vector, b: Vector): number {
  return a.length === b.length ? dot(a, b) / (norm(a) * norm(b)) : 0;
}

/** Cosine in [−1, 1]; 0 when a vector is missing, empty or all zeros. Section e.4. */
export function cosineOrZero(a: Vector | null, b: Vector | null): number {
  return isUsable(a) && isUsable(b) ? cosine(a, b) : 0;
}

function isUsable(vector: Vector | null): vector is Vector {
  return vector?.some((value) => value !== 0) ?? false;
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
}

function norm(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}
