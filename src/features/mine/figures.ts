import type { UnitInfo } from '../../protocol/submission.ts';

/** Mean quality of the decided units, weighted by their items; null before the first verdict. */
export function meanQuality(units: readonly UnitInfo[]): number | null {
  let items = 0;
  let sum = 0;
  for (const { verdict, items: count } of units) {
    if (!verdict) continue;
    items += count;
    sum += verdict.quality * count;
  }
  return items === 0 ? null : sum / items;
}
