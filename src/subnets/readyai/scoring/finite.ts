/** The number, or 0 for NaN and infinities: what the source does with a broken statistic. */
export function finiteOrZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
