// Which of the briefs that a video fulfils it is paid for. Section e2.

export interface MatchedBrief {
  readonly id: string;
  readonly format: string;
  readonly weight: number;
  readonly boost: number;
  /** What the checker said about the video. */
  readonly matched: boolean;
}

export interface BriefSelection {
  /** The one ordinary brief, or null. */
  readonly selected: string | null;
  /** Every matching brief of the format `productPlacement`, in list order. */
  readonly placements: readonly string[];
}

/**
 * At most one ordinary brief, the one with the highest weight × boost (the first on a tie), and
 * every matching product placement.
 */
export function selectBriefs(briefs: readonly MatchedBrief[]): BriefSelection {
  const matching = briefs.filter(({ matched }) => matched);
  const isPlacement = ({ format }: MatchedBrief): boolean => format === 'productPlacement';
  let best: MatchedBrief | null = null;
  for (const brief of matching) {
    if (isPlacement(brief)) continue;
    if (best === null || brief.weight * brief.boost > best.weight * best.boost) best = brief;
  }
  return {
    selected: best?.id ?? null,
    placements: matching.filter(isPlacement).map(({ id }) => id),
  };
}
