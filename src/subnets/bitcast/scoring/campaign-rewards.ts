import { compareCodePoints } from '../../../shared/python-text.ts';

// From scored tweets to each miner's share. Section e', rewards.

export const PAY_EXPONENT = 0.65;
const POOL_DAYS = 7;

export interface RewardTweet {
  readonly campaignId: string;
  readonly tweetId: string;
  readonly creatorId: string;
  readonly hotkey: string;
  readonly score: number;
  readonly author: string;
  readonly followers: number;
  readonly views: number;
  readonly likes: number;
  readonly reposts: number;
  readonly replies: number;
  readonly quotes: number;
  readonly bookmarks: number;
  /** Names of accounts that engaged. */
  readonly engagers: readonly string[];
}

export interface RewardCampaign {
  readonly campaignId: string;
  readonly poolUsd: number;
  /** Most paid tweets of one creator; null: no limit. */
  readonly maxPerCreator: number | null;
  readonly tweets: readonly RewardTweet[];
}

export type RewardReason =
  'accepted' | 'score_below_floor' | 'duplicate_tweet' | 'campaign_ineligible';

export interface Assignment {
  /** Paid tweets by campaign. */
  readonly assigned: ReadonlyMap<string, ReadonlySet<string>>;
  readonly reasons: readonly {
    readonly campaignId: string;
    readonly tweetId: string;
    readonly reason: RewardReason;
  }[];
}

/** A seventh of the pool. */
export function dailyBudgetUsd({ poolUsd }: RewardCampaign): number {
  return poolUsd / POOL_DAYS;
}

/** Budget split by score^0.65; negative scores count as 0, and all 0 gives all 0. */
export function splitBudget(budgetUsd: number, scores: readonly number[]): number[] {
  const smoothed = scores.map((score) => Math.max(score, 0) ** PAY_EXPONENT);
  const total = smoothed.reduce((sum, value) => sum + value, 0);
  return smoothed.map((value) => (total > 0 ? budgetUsd * (value / total) : 0));
}

/**
 * Gives each tweet to one campaign, dearest pairs first (ties by campaign, then tweet id): a tweet
 * is paid once over all campaigns, a creator at most `maxPerCreator` times in one.
 */
export function assignTweets(campaigns: readonly RewardCampaign[]): Assignment {
  const assigned = new Map(campaigns.map(({ campaignId }) => [campaignId, new Set<string>()]));
  const reasons: Assignment['reasons'][number][] = [];
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const { tweet, limit } of edgesOf(campaigns, reasons)) {
    const { campaignId, tweetId } = tweet;
    const slot = JSON.stringify([tweet.creatorId, campaignId]);
    const count = counts.get(slot) ?? 0;
    const decide = (reason: RewardReason) => reasons.push({ campaignId, tweetId, reason });
    if (taken.has(tweetId)) decide('duplicate_tweet');
    else if (limit !== null && count >= limit) decide('campaign_ineligible');
    else {
      decide('accepted');
      assigned.get(campaignId)?.add(tweetId);
      taken.add(tweetId);
      counts.set(slot, count + 1);
    }
  }
  return { assigned, reasons };
}

/** Pairs of tweet and campaign in the order they are decided; those without a score drop out. */
function edgesOf(
  campaigns: readonly RewardCampaign[],
  reasons: Assignment['reasons'][number][],
): { readonly tweet: RewardTweet; readonly limit: number | null }[] {
  const edges = campaigns.flatMap((campaign) => {
    const scores = campaign.tweets.map(({ score }) => score);
    const payouts = splitBudget(dailyBudgetUsd(campaign), scores);
    return campaign.tweets.flatMap((tweet, i) => {
      if (tweet.score > 0) {
        return [{ tweet, payout: payouts[i] ?? 0, limit: campaign.maxPerCreator }];
      }
      const { campaignId, tweetId } = tweet;
      reasons.push({ campaignId, tweetId, reason: 'score_below_floor' });
      return [];
    });
  });
  return edges.sort(
    (a, b) =>
      b.payout - a.payout ||
      compareCodePoints(a.tweet.campaignId, b.tweet.campaignId) ||
      compareCodePoints(a.tweet.tweetId, b.tweet.tweetId),
  );
}

export interface TweetPay {
  readonly campaignId: string;
  readonly tweetId: string;
  readonly hotkey: string;
  readonly usdPerDay: number;
}

/** Splits each campaign's budget over its assigned tweets: what they earn a day. */
export function tweetPay(
  campaigns: readonly RewardCampaign[],
  assigned: Assignment['assigned'],
): TweetPay[] {
  return campaigns.flatMap((campaign) => {
    const mine = assigned.get(campaign.campaignId);
    const paid = campaign.tweets.filter(({ tweetId }) => mine?.has(tweetId));
    const usd = splitBudget(
      dailyBudgetUsd(campaign),
      paid.map(({ score }) => score),
    );
    return paid.map(({ campaignId, tweetId, hotkey }, i) => {
      return { campaignId, tweetId, hotkey, usdPerDay: usd[i] ?? 0 };
    });
  });
}

/**
 * Weight of each uid: its miner's USD over the USD of all known miners; nothing earned leaves
 * everything to uid 0.
 *
 * @param uids uids in the order of the result
 */
export function minerWeights(
  pay: readonly TweetPay[],
  uidOf: Readonly<Record<string, number>>,
  uids: readonly number[],
): number[] {
  const usd = uids.map((uid) =>
    pay.reduce(
      (sum, { hotkey, usdPerDay }) =>
        Object.hasOwn(uidOf, hotkey) && uidOf[hotkey] === uid ? sum + usdPerDay : sum,
      0,
    ),
  );
  const total = usd.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return uids.map((uid) => (uid === 0 ? 1 : 0));
  return usd.map((value) => value / total);
}
