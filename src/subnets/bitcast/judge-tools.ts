import type { JudgeTools } from '../judge-page.ts';
import { judgeCampaign } from './judge/campaign.ts';
import { judgeClaim } from './judge/claim.ts';
import { judgeEmissions } from './judge/emissions.ts';
import { judgeEngagement } from './judge/engagement.ts';
import { judgeMatch } from './judge/match.ts';
import { judgePay } from './judge/pay.ts';
import { judgeTweet } from './judge/tweet.ts';
import { judgeVideo } from './judge/video.ts';

export const judgeTools: JudgeTools = {
  match: judgeMatch,
  tweet: judgeTweet,
  claim: judgeClaim,
  engagement: judgeEngagement,
  campaign: judgeCampaign,
  video: judgeVideo,
  pay: judgePay,
  emissions: judgeEmissions,
};
