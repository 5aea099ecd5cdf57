import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgeField, JudgePage, JudgeTool } from '../judge-page.ts';
import { LAUNCH_BATCH, RECORDED_DRAFT, RECORDED_TWEET, VIDEO } from './judge/examples.ts';
import {
  campaignFields,
  claimFields,
  emissionsFields,
  engagementFields,
  matchFields,
  payFields,
  tweetFields,
  videoFields,
} from './judge/fields.ts';

// The judge of Bitcast: what its tools ask for, and examples with their documented numbers.

export function judgePage(): JudgePage {
  return {
    lead: m.judge_bitcast_lead(),
    limits: m.judge_bitcast_limits(),
    tools: [
      matchTool(),
      tweetTool(),
      claimTool(),
      engagementTool(),
      campaignTool(),
      videoTool(),
      payTool(),
      emissionsTool(),
    ],
  };
}

function tool(
  id: string,
  words: { readonly title: string; readonly what: string },
  fields: readonly JudgeField[],
  examples: JudgeTool['examples'],
): JudgeTool {
  return { id, ...words, fields, examples };
}

function matchTool(): JudgeTool {
  const light = {
    draft: RECORDED_DRAFT,
    tweet: RECORDED_TWEET,
    public_text: '#bitcast new app',
  };
  const words = { title: m.judge_bitcast_tool_match(), what: m.judge_bitcast_tool_match_what() };
  return tool('match', words, matchFields(), [
    {
      id: 'light',
      name: m.judge_bitcast_example_light(),
      input: light,
      documented: written(0.886, 'f'),
    },
    {
      id: 'ambiguous',
      name: m.judge_bitcast_example_ambiguous(),
      input: { ...light, others: [RECORDED_DRAFT.replace('Honestly', 'Really')] },
      documented: null,
    },
    {
      id: 'free',
      name: m.judge_bitcast_example_free(),
      input: {
        ...light,
        tweet: 'Tried the Bitcast app. Payout was there in minutes, and it is simple. #bitcast',
      },
      documented: null,
    },
  ]);
}

function tweetTool(): JudgeTool {
  const good = {
    text: 'The new Bitcast app paid me in minutes #bitcast',
    posted: '2026-08-03T09:30:00Z',
    creator_id: '123',
    is_reply: false,
    opens_at: '2026-08-01T00:00:00Z',
    closes_at: '2026-08-08T00:00:00Z',
    eligible: ['123', '456'],
    required_terms: ['bitcast app'],
    tag: '#bitcast',
    keywords: ['payout', 'paid'],
  };
  const words = { title: m.judge_bitcast_tool_tweet(), what: m.judge_bitcast_tool_tweet_what() };
  return tool('tweet', words, tweetFields(), [
    {
      id: 'good',
      name: m.judge_bitcast_example_good(),
      input: good,
      documented: written('accepted', 'e′'),
    },
    {
      id: 'retweet',
      name: m.judge_bitcast_example_retweet(),
      input: { ...good, text: `RT @maker: ${good.text}` },
      documented: written('retweet_not_allowed', 'e′'),
    },
    {
      id: 'terms',
      name: m.judge_bitcast_example_terms(),
      input: { ...good, text: 'Paid in minutes' },
      documented: written('required_terms_missing', 'e′'),
    },
  ]);
}

function claimTool(): JudgeTool {
  const claim = { claim_id: '0'.repeat(32), draft: 'Hello world', nonce: '1'.repeat(64) };
  const words = { title: m.judge_bitcast_tool_claim(), what: m.judge_bitcast_tool_claim_what() };
  const hash = '35106b7214a1b9bf20b3403fa3dc2a06b1845c5e85f1478de5a86b9d668ffa05';
  return tool('claim', words, claimFields(), [
    {
      id: 'batch',
      name: m.judge_bitcast_example_batch(),
      input: { ...claim, commitment: hash, batch: LAUNCH_BATCH },
      documented: recorded(hash, 'draft_commitment'),
    },
    {
      id: 'changed',
      name: m.judge_bitcast_example_changed(),
      input: { ...claim, draft: 'Hello, world', commitment: hash },
      documented: null,
    },
  ]);
}

function engagementTool(): JudgeTool {
  const engagements = [
    { account: 'reader', kind: 'retweet', influence: 0.02 },
    { account: 'critic', kind: 'quote', influence: 0.03 },
  ];
  const near = [5, 0.5];
  const author = { author: 'maker', author_influence: 0.01 };
  const words = {
    title: m.judge_bitcast_tool_engagement(),
    what: m.judge_bitcast_tool_engagement_what(),
  };
  return tool('engagement', words, engagementFields(), [
    {
      id: 'two',
      name: m.judge_bitcast_example_two(),
      input: { ...author, engagements },
      documented: written(0.13, 'f'),
    },
    {
      id: 'near',
      name: m.judge_bitcast_example_near(),
      input: {
        ...author,
        engagements: engagements.map((one, i) => ({ ...one, relationship: near[i] ?? 0 })),
      },
      documented: written(0.1966, 'f'),
    },
  ]);
}

function campaignTool(): JudgeTool {
  const tweets = [
    { tweet_id: '1', creator: 'maker', score: 1 },
    { tweet_id: '2', creator: 'maker', score: 4 },
  ];
  const viewed = [
    { tweet_id: '1', creator: 'maker', score: 0.13, followers: 4_000, views: 9_000, likes: 240 },
    { tweet_id: '2', creator: 'critic', score: 0.2, followers: 900, views: 2_100, likes: 60 },
    { tweet_id: '3', creator: 'maker', score: 0.05, followers: 4_000, views: 700, likes: 9 },
  ];
  const words = {
    title: m.judge_bitcast_tool_campaign(),
    what: m.judge_bitcast_tool_campaign_what(),
  };
  return tool('campaign', words, campaignFields(), [
    {
      id: 'two',
      name: m.judge_bitcast_example_split(),
      input: { campaigns: [{ campaign_id: 'A', pool_usd: 700, tweets }], tweet: '1' },
      documented: written(28.88, 'f'),
    },
    {
      id: 'bonus',
      name: m.judge_bitcast_example_bonus(),
      input: {
        campaigns: [{ campaign_id: 'A', pool_usd: 1_400, max_per_creator: 1, tweets: viewed }],
        tweet: '2',
      },
      documented: null,
    },
  ]);
}

function videoTool(): JudgeTool {
  const words = { title: m.judge_bitcast_tool_video(), what: m.judge_bitcast_tool_video_what() };
  return tool('video', words, videoFields(), [
    { id: 'partner', name: m.judge_bitcast_example_partner(), input: VIDEO, documented: null },
    {
      id: 'young',
      name: m.judge_bitcast_example_young(),
      input: { ...VIDEO, opened: '2026-08-01' },
      documented: written(0, 'e1'),
    },
  ]);
}

function payTool(): JudgeTool {
  const dedicated = {
    earlier_usd: 0.4,
    later_usd: 0.55,
    format: 'dedicated',
    boost: 1,
    alpha_price_usd: 0.5,
    daily_alpha: 2_000,
  };
  const words = { title: m.judge_bitcast_tool_pay(), what: m.judge_bitcast_tool_pay_what() };
  return tool('pay', words, payFields(), [
    {
      id: 'dedicated',
      name: m.judge_bitcast_example_dedicated(),
      input: dedicated,
      documented: written(172.05, 'f'),
    },
    {
      id: 'boost',
      name: m.judge_bitcast_example_boost(),
      input: { ...dedicated, boost: 1.25 },
      documented: written(215.06, 'f'),
    },
    {
      id: 'deduction',
      name: m.judge_bitcast_example_deduction(),
      input: { ...dedicated, earlier_usd: 0.001, later_usd: 0.01 },
      documented: written(78.2, 'f'),
    },
  ]);
}

function emissionsTool(): JudgeTool {
  const miners = [
    { uid: 11, weights: [0.4, 0.1] },
    { uid: 12, weights: [0.4, 0.1] },
    { uid: 155, weights: [] },
  ];
  const words = {
    title: m.judge_bitcast_tool_emissions(),
    what: m.judge_bitcast_tool_emissions_what(),
  };
  return tool('emissions', words, emissionsFields(), [
    {
      id: 'cap',
      name: m.judge_bitcast_example_cap(),
      input: { miners, caps: [0.5, 1], uid: 11 },
      documented: written(0.35, 'f'),
    },
    {
      id: 'treasury',
      name: m.judge_bitcast_example_treasury(),
      input: { miners, caps: [0.5, 1], uid: 155 },
      documented: written(0.3, 'f'),
    },
  ]);
}
