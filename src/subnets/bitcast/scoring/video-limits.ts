// Paid videos of an account per brief: the oldest ones. Section e3, `max_count`.

export interface LimitedVideo {
  readonly id: string;
  readonly publishedMs: number;
  /** USD of the day by brief. */
  readonly usd: Readonly<Record<string, number>>;
}

export interface BriefLimit {
  readonly id: string;
  /** Null or 0: no limit. */
  readonly maxCount: number | null;
}

/**
 * Videos that lose their pay for a brief because `maxCount` older ones of the account have some
 * (USD > 0); videos published at the same time keep their order.
 *
 * @returns ids of limited videos by brief; a brief without any does not appear
 */
export function limitedVideos(
  videos: readonly LimitedVideo[],
  briefs: readonly BriefLimit[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const limited = new Map<string, ReadonlySet<string>>();
  for (const { id, maxCount } of briefs) {
    if (!maxCount) continue;
    const paid = videos
      .filter(({ usd }) => (usd[id] ?? 0) > 0)
      .sort((a, b) => a.publishedMs - b.publishedMs)
      .slice(maxCount);
    if (paid.length > 0) limited.set(id, new Set(paid.map((video) => video.id)));
  }
  return limited;
}

export interface LimitedPay {
  /** USD by brief, over all videos of the account. */
  readonly totals: Readonly<Record<string, number>>;
  /** USD by video and brief. */
  readonly videos: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Pay of an account after the limits of its briefs. */
export function limitPay(
  videos: readonly LimitedVideo[],
  briefs: readonly BriefLimit[],
): LimitedPay {
  const limited = limitedVideos(videos, briefs);
  const paid = videos.map(({ id, usd }) => {
    const kept = Object.entries(usd).map(([brief, value]) => {
      return [brief, limited.get(brief)?.has(id) === true ? 0 : value] as const;
    });
    return [id, Object.fromEntries(kept)] as const;
  });
  const totals: Record<string, number> = Object.fromEntries(briefs.map(({ id }) => [id, 0]));
  for (const [, usd] of paid) {
    for (const [brief, value] of Object.entries(usd)) {
      totals[brief] = (totals[brief] ?? 0) + value;
    }
  }
  return { totals, videos: Object.fromEntries(paid) };
}
