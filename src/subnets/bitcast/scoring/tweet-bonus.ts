import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../shared/bytes.ts';
import { compareCodePoints, roundPython } from '../../../shared/python-text.ts';
import { caseFold } from './case-fold.ts';
import type { RewardCampaign, RewardTweet } from './campaign-rewards.ts';

// Bonuses within the assigned tweets of a campaign. Section e', rewards.

/** Most that each of four measures adds. */
export const MEASURE_BONUS = 0.05;
export const FEATURED_FACTOR = 1.05;
/** Most viewed tweets that the featured one is drawn from. */
export const FEATURED_POOL = 5;

export interface BonusTweet extends RewardTweet {
  /** Sum of the measures' bonuses, per cent, 2 decimals. */
  readonly bonusPercent: number;
  readonly isFeatured: boolean;
  /** The featured tweet of the campaign. */
  readonly featuredId: string | null;
}

/**
 * Scores after both bonuses: × (1 + 5 % × value / best, for each measure), then × 1.05 for tweets
 * whose author wrote, or engaged with, the featured tweet. Tweets that are not assigned stay.
 */
export function applyBonuses(
  { tweets }: RewardCampaign,
  assigned: ReadonlySet<string>,
): BonusTweet[] {
  const mine = tweets.filter(({ tweetId }) => assigned.has(tweetId));
  const best = bestMeasures(mine);
  const featured = featuredTweet(mine);
  const names = new Set(
    featured ? [featured.author, ...featured.engagers].map((name) => caseFold(name)) : [],
  );
  return tweets.map((tweet) => {
    if (!assigned.has(tweet.tweetId)) {
      return { ...tweet, bonusPercent: 0, isFeatured: false, featuredId: null };
    }
    const bonus = measuresOf(tweet).reduce((sum, value, i) => {
      const top = best[i] ?? 0;
      return sum + (top > 0 ? (value / top) * MEASURE_BONUS : 0);
    }, 0);
    const isFeatured = names.has(caseFold(tweet.author));
    const score = tweet.score * (1 + bonus);
    return {
      ...tweet,
      score: isFeatured ? score * FEATURED_FACTOR : score,
      bonusPercent: roundPython(bonus * 100, 2),
      isFeatured,
      featuredId: featured?.tweetId ?? null,
    };
  });
}

/** One of the five most viewed (ties by id), drawn by the first byte of sha256 of their ids. */
export function featuredTweet(tweets: readonly RewardTweet[]): RewardTweet | null {
  const pool = [...tweets]
    .sort((a, b) => b.views - a.views || compareCodePoints(a.tweetId, b.tweetId))
    .slice(0, FEATURED_POOL);
  const ids = pool.map(({ tweetId }) => tweetId).sort(compareCodePoints);
  const [draw = 0] = sha256(utf8(ids.join(',')));
  return pool[draw % pool.length] ?? null;
}

/** Views, views per follower, engagements, engagements per view; 0 where the divisor is 0. */
function measuresOf(tweet: RewardTweet): readonly number[] {
  const engagements = tweet.likes + tweet.reposts + tweet.replies + tweet.quotes + tweet.bookmarks;
  const per = (value: number, divisor: number): number => (divisor > 0 ? value / divisor : 0);
  return [
    tweet.views,
    per(tweet.views, tweet.followers),
    engagements,
    per(engagements, tweet.views),
  ];
}

function bestMeasures(tweets: readonly RewardTweet[]): number[] {
  return tweets
    .map(measuresOf)
    .reduce<number[]>((best, row) => row.map((value, i) => Math.max(value, best[i] ?? 0)), []);
}
