import type { ScoreComponent } from '../../protocol/verdict.ts';
import { passesChannelGate } from './scoring/channel-gate.ts';
import { scoreVideo } from './scoring/daily-score.ts';
import { videoPay } from './scoring/reward-curve.ts';
import { applyBonuses } from './scoring/tweet-bonus.ts';
import { assignTweets, tweetPay } from './scoring/campaign-rewards.ts';
import { hasNoManualCaptions, isPublic, isYoungEnough } from './scoring/video-gate.ts';
import type { BonusTweet } from './scoring/tweet-bonus.ts';
import type { Assignment, RewardCampaign, TweetPay } from './scoring/campaign-rewards.ts';
import type { ChannelFacts } from './scoring/channel-gate.ts';
import type { VideoFacts } from './scoring/daily-score.ts';
import type { PayTerms, VideoPay } from './scoring/reward-curve.ts';
import type { VideoDetails } from './scoring/video-gate.ts';

// What one video earns today, and what one day's campaigns pay: the validator's chain of rules from
// one end to the other. The verdict of the language model comes from outside.

export interface VideoUnit {
  readonly channel: ChannelFacts;
  readonly video: VideoDetails;
  readonly analytics: VideoFacts;
  /** Briefs that the checker and the selection left to this video. */
  readonly briefs: readonly (PayTerms & { readonly id: string })[];
}

export interface VideoMeasurement {
  readonly components: readonly ScoreComponent[];
  /** Σ weight over the briefs: share of the miners' alpha of a day. */
  readonly score: number;
  readonly pay: readonly (VideoPay & { readonly brief: string })[];
}

/** Pays a video; a channel or a video that fails its gate earns nothing. Sections e1 to e4. */
export function measureVideo({ channel, video, analytics, briefs }: VideoUnit): VideoMeasurement {
  const channelPasses = passesChannelGate(channel);
  const videoPasses =
    isPublic(video) && hasNoManualCaptions(video) && isYoungEnough(video, analytics.nowMs);
  const daily = scoreVideo(analytics);
  const pay =
    channelPasses && videoPasses
      ? briefs.map((terms) => ({ brief: terms.id, ...videoPay(...daily.usd, terms) }))
      : [];
  const component = (name: string, value: number, weight: number): ScoreComponent => ({
    name,
    value,
    weight,
    label: 'exact',
  });
  return {
    components: [
      component('channel.gate', channelPasses ? 1 : 0, 0),
      component('video.gate', videoPasses ? 1 : 0, 0),
      component('video.score', daily.score, 0),
      ...pay.map((part) => component(`pay.${part.brief}`, part.weight, 1)),
    ],
    score: pay.reduce((sum, part) => sum + part.weight, 0),
    pay,
  };
}

export interface CampaignMeasurement {
  /** USD a day of every paid tweet. */
  readonly pay: readonly TweetPay[];
  /** Every tweet with its bonuses, by campaign. */
  readonly tweets: readonly BonusTweet[];
  readonly reasons: Assignment['reasons'];
}

/** Assignment, bonuses, split. Section e', rewards. */
export function payCampaigns(campaigns: readonly RewardCampaign[]): CampaignMeasurement {
  const { assigned, reasons } = assignTweets(campaigns);
  const scored = campaigns.map((campaign) => ({
    ...campaign,
    tweets: applyBonuses(campaign, assigned.get(campaign.campaignId) ?? new Set()),
  }));
  return {
    pay: tweetPay(scored, assigned),
    tweets: scored.flatMap(({ tweets }) => tweets),
    reasons,
  };
}
