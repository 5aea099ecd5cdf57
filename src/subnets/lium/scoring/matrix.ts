// Size of the matrix challenge that fills a card. Section b; services/matrix_validation_service.py
// 048a4315. The challenge itself is a closed library.

/** Range that the validator draws `dim_n` from, ends included. */
export const DIM_N = { least: 1900, most: 2000 } as const;
/** Memory left to the driver, MB. */
const RESERVED_MB = 2048;
const BYTES_PER_ELEMENT = 8;
const BYTES_PER_MB = 2 ** 20;

/**
 * Largest `dim_k` for a card: two factors (n, k) and (k, n) of 8-byte elements and the product
 * (n, n) fill the memory. Below n² elements the result is negative, as in the reference.
 *
 * @param memoryMb whole MB the driver reports
 * @param dimN     1900..2000 in the reference
 */
export function maxDimK(memoryMb: number, dimN: number): number {
  const elements = Math.floor(((memoryMb - RESERVED_MB) * BYTES_PER_MB) / BYTES_PER_ELEMENT);
  return Math.floor(elements / (2 * dimN)) - dimN;
}
