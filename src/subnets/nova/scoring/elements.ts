// Elements as the rules name them.

export const ELEMENT = {
  H: 1,
  B: 5,
  C: 6,
  N: 7,
  O: 8,
  F: 9,
  Na: 11,
  Si: 14,
  P: 15,
  S: 16,
  Cl: 17,
  Fe: 26,
  Zn: 30,
  Se: 34,
  Br: 35,
  I: 53,
} as const;

/** Dummy atom, H, B, C, N, O, F, P, S, K, V, Y, I, W, U: symbols of one letter. */
const ONE_LETTER = new Set([0, 1, 5, 6, 7, 8, 9, 15, 16, 19, 23, 39, 53, 74, 92]);

/** Letters of an element's symbol, 1 or 2. */
export function symbolLength(element: number): number {
  return ONE_LETTER.has(element) ? 1 : 2;
}
