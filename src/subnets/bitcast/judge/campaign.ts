import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { type CampaignMeasurement, payCampaigns } from '../score.ts';
import {
  type RewardCampaign,
  type RewardReason,
  dailyBudgetUsd,
} from '../scoring/campaign-rewards.ts';

// What the tweets of campaigns earn a day: each tweet once, bonuses, the budget split.

const MAX_TWEETS = 500;
const WORTH_SAYING = 1e-9;

const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

const Tweet = v.object({
  tweet_id: Name,
  creator: Name,
  score: v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6)),
  followers: v.optional(Amount, 0),
  views: v.optional(Amount, 0),
  likes: v.optional(Amount, 0),
  reposts: v.optional(Amount, 0),
  replies: v.optional(Amount, 0),
  quotes: v.optional(Amount, 0),
  bookmarks: v.optional(Amount, 0),
  engagers: v.optional(v.pipe(v.array(Name), v.maxLength(MAX_TWEETS)), []),
});

const Input = v.object({
  campaigns: v.pipe(
    v.array(
      v.object({
        campaign_id: Name,
        pool_usd: Amount,
        max_per_creator: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), null),
        tweets: v.pipe(v.array(Tweet), v.maxLength(MAX_TWEETS)),
      }),
    ),
    v.minLength(1),
    v.maxLength(20),
  ),
  tweet: Name,
});
type Input = v.InferOutput<typeof Input>;

const REASONS: Readonly<Record<RewardReason, () => string>> = {
  accepted: m.judge_bitcast_paid,
  score_below_floor: m.judge_bitcast_no_score,
  duplicate_tweet: m.judge_bitcast_duplicate,
  campaign_ineligible: m.judge_bitcast_over_limit,
};

/** @throws AppError `input.malformed` */
export function judgeCampaign(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const campaigns = campaignsOf(input);
  if (!campaigns.some(({ tweets }) => tweets.some(({ tweetId }) => tweetId === input.tweet))) {
    throw new AppError('input.malformed', `tweet: ${input.tweet} is in none of the campaigns`);
  }
  const measured = payCampaigns(campaigns);
  return {
    score: {
      name: m.judge_bitcast_usd_a_day(),
      value: payOf(measured, input.tweet),
      unit: 'USD',
      label: 'exact',
    },
    findings: campaigns
      .filter(({ tweets }) => tweets.some(({ tweetId }) => tweetId === input.tweet))
      .map((campaign) => campaignFinding(campaign, measured, input.tweet)),
    improvements: campaignImprovements(campaigns, input.tweet, payOf(measured, input.tweet)),
    tables: [
      {
        caption: m.judge_bitcast_all_tweets(),
        columns: [
          { label: m.judge_bitcast_campaign() },
          { label: m.judge_bitcast_tweet() },
          { label: m.judge_bitcast_tweet_score(), numeric: true },
          { label: m.judge_bitcast_bonus(), numeric: true },
          { label: m.judge_bitcast_usd_a_day(), numeric: true },
        ],
        rows: measured.tweets.map(({ campaignId, tweetId, score, bonusPercent }) => [
          campaignId,
          tweetId,
          score,
          bonusPercent,
          payOf(measured, tweetId, campaignId),
        ]),
      },
    ],
  };
}

function campaignsOf({ campaigns }: Input): RewardCampaign[] {
  if (new Set(campaigns.map((one) => one.campaign_id)).size < campaigns.length) {
    throw new AppError('input.malformed', 'campaigns: two campaigns have the same id');
  }
  return campaigns.map(({ campaign_id, pool_usd, max_per_creator, tweets }) => {
    if (new Set(tweets.map((one) => one.tweet_id)).size < tweets.length) {
      throw new AppError('input.malformed', `campaigns: ${campaign_id} names a tweet twice`);
    }
    return {
      campaignId: campaign_id,
      poolUsd: pool_usd,
      maxPerCreator: max_per_creator,
      tweets: tweets.map(({ tweet_id, creator, ...measures }) => ({
        ...measures,
        campaignId: campaign_id,
        tweetId: tweet_id,
        creatorId: creator,
        author: creator,
        hotkey: creator,
      })),
    };
  });
}

function payOf({ pay }: CampaignMeasurement, tweet: string, campaign?: string): number {
  return pay
    .filter(({ tweetId, campaignId }) => {
      return tweetId === tweet && (campaign === undefined || campaignId === campaign);
    })
    .reduce((sum, { usdPerDay }) => sum + usdPerDay, 0);
}

function campaignFinding(
  campaign: RewardCampaign,
  { tweets, reasons }: CampaignMeasurement,
  tweet: string,
): Finding {
  const { campaignId } = campaign;
  const isIt = (one: { campaignId: string; tweetId: string }): boolean =>
    one.campaignId === campaignId && one.tweetId === tweet;
  const reason = reasons.find(isIt)?.reason ?? 'score_below_floor';
  const scored = tweets.find(isIt);
  return {
    name: campaignId,
    value: dailyBudgetUsd(campaign),
    unit: 'USD',
    rule: m.judge_bitcast_budget_rule(),
    children: [
      {
        name: m.judge_bitcast_assigned(),
        value: reason,
        state: reason === 'accepted' ? 'pass' : 'fail',
        note: REASONS[reason](),
      },
      {
        name: m.judge_bitcast_bonus(),
        value: scored?.bonusPercent ?? 0,
        rule: m.judge_bitcast_bonus_rule(),
      },
      {
        name: m.judge_bitcast_featured(),
        value: scored?.isFeatured ?? false,
        rule: '× 1.05',
        ...(scored?.featuredId
          ? { note: m.judge_bitcast_featured_is({ id: scored.featuredId }) }
          : {}),
      },
      { name: m.judge_bitcast_final_score(), value: scored?.score ?? 0, rule: 'USD ~ score^0.65' },
    ],
  };
}

/** More views, and a tenth more score, each paid out again. */
function campaignImprovements(
  campaigns: readonly RewardCampaign[],
  tweet: string,
  now: number,
): Judgement['improvements'] {
  const gain = (change: (one: RewardCampaign['tweets'][number]) => object): number => {
    const changed = campaigns.map((campaign) => ({
      ...campaign,
      tweets: campaign.tweets.map((one) =>
        one.tweetId === tweet ? { ...one, ...change(one) } : one,
      ),
    }));
    return payOf(payCampaigns(changed), tweet) - now;
  };
  const most = Math.max(...campaigns.flatMap(({ tweets }) => tweets.map(({ views }) => views)), 0);
  return [
    { text: m.judge_bitcast_tenth_more(), gain: gain(({ score }) => ({ score: score * 1.1 })) },
    {
      text: m.judge_bitcast_most_views({ views: most }),
      gain: gain(({ views }) => ({ views: Math.max(views, most) })),
    },
  ].filter((one) => one.gain > WORTH_SAYING);
}
