import * as v from 'valibot';
import { parsePythonJson } from '../../src/shared/python-json.ts';
import { fromHex, toHex } from '../../src/shared/bytes.ts';
import {
  assignTweets,
  minerWeights,
  splitBudget,
  tweetPay,
} from '../../src/subnets/bitcast/scoring/campaign-rewards.ts';
import {
  Timestamp,
  canonical,
  canonicalHash,
} from '../../src/subnets/bitcast/scoring/canonical.ts';
import { ClaimLedger } from '../../src/subnets/bitcast/scoring/claim-ledger.ts';
import {
  batchHash,
  decodeEnvelope,
  draftCommitment,
  encodeEnvelope,
} from '../../src/subnets/bitcast/scoring/commitment.ts';
import {
  chooseMatch,
  lexicalScore,
  normalizeText,
  tokensOf,
} from '../../src/subnets/bitcast/scoring/draft-matcher.ts';
import { applyBonuses } from '../../src/subnets/bitcast/scoring/tweet-bonus.ts';
import { scoreTweet } from '../../src/subnets/bitcast/scoring/tweet-score.ts';
import { list } from './list.ts';
import type { ConformanceAdapter, PairFile } from './contract.ts';

const Numbers = v.record(v.string(), v.number());
const PUBLIC_TEXT = '#bitcast new app';

const Canonical = v.object({
  value: v.unknown(),
  canonical_utf8: v.string(),
  sha256_domain_test: v.string(),
});

const Batches = v.object({
  batch: v.record(v.string(), v.unknown()),
  content_canonical: v.string(),
  batch_hash: v.string(),
  envelope_hex: v.string(),
});

const EnvelopeCase = v.object({
  hex: v.string(),
  sequence: v.optional(v.number()),
  events: v.optional(v.number()),
  hash: v.optional(v.string()),
  error: v.optional(v.string()),
});

const Choose = v.object({
  name: v.string(),
  tweet: v.string(),
  candidates: v.array(v.tuple([v.string(), v.string(), v.string()])),
  public_text: v.optional(v.string(), PUBLIC_TEXT),
  winner: v.nullable(v.tuple([v.string(), v.string()])),
  winner_score: v.number(),
  runner_up: v.number(),
  reason: v.string(),
});

const Ledger = v.object({
  ops: v.string(),
  evicted: v.array(v.nullable(v.string())),
  status: v.record(v.string(), v.string()),
});

const TweetScores = v.object({
  name: v.string(),
  engagements: v.record(v.string(), v.string()),
  author: v.optional(v.string(), ''),
  author_influence: v.number(),
  considered: Numbers,
  relationships: v.union([
    Numbers,
    v.array(v.tuple([v.string(), v.string(), v.number()])),
    v.array(v.tuple([v.tuple([v.string(), v.string()]), v.number()])),
  ]),
  score: v.number(),
  details: v.array(v.record(v.string(), v.unknown())),
});

const Tweet = v.object({
  campaign_id: v.string(),
  tweet_id: v.string(),
  creator_x_id: v.string(),
  miner_hotkey: v.string(),
  score: v.number(),
  author_username: v.string(),
  followers_count: v.number(),
  views_count: v.number(),
  favorite_count: v.number(),
  retweet_count: v.number(),
  reply_count: v.number(),
  quote_count: v.number(),
  bookmark_count: v.number(),
  engagement_usernames: v.array(v.string()),
});

const Rewards = v.object({
  campaigns: v.array(
    v.object({
      campaign_id: v.string(),
      reward_pool_usd: v.number(),
      max_tweets_per_creator: v.nullable(v.number()),
      tweets: v.array(Tweet),
    }),
  ),
  assigned: v.record(v.string(), v.array(v.string())),
  reasons: v.record(v.string(), v.string()),
  after_bonus: v.array(v.record(v.string(), v.unknown())),
  floors: v.array(v.record(v.string(), v.unknown())),
  hotkey_to_uid: Numbers,
  weights: v.array(v.number()),
  weights_when_no_content: v.array(v.number()),
});

/** The value of a case as written, so that 1.0 stays a float; times of Python become times. */
function writtenValue(file: PairFile, index: number, fallback: unknown): unknown {
  if (file.text === undefined) return withTimes(fallback);
  const Written = v.object({
    x: v.object({ canonical: v.array(v.object({ value: v.unknown() })) }),
  });
  const written = v.parse(Written, parsePythonJson(file.text)).x.canonical[index];
  return withTimes(written?.value);
}

function withTimes(value: unknown): unknown {
  if (typeof value === 'string') {
    return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.test(value) ? Timestamp.parse(value) : value;
  }
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withTimes(member)]));
}

function batchCase(data: v.InferOutput<typeof Batches>) {
  const { batch_hash: _hash, reveals: _reveals, ...content } = data.batch;
  const { sequence, events } = v.parse(
    v.object({ sequence: v.number(), events: v.array(v.unknown()) }),
    content,
  );
  const hash = batchHash(content);
  const envelope = { sequence: BigInt(sequence), events: events.length, hash };
  return {
    actual: [canonical(content), hash, toHex(encodeEnvelope(envelope))],
    expected: [data.content_canonical, data.batch_hash, data.envelope_hex],
  };
}

function envelopeCase({ hex, ...expected }: v.InferOutput<typeof EnvelopeCase>) {
  try {
    const { sequence, events, hash } = decodeEnvelope(fromHex(hex));
    return { actual: { sequence: Number(sequence), events, hash }, expected };
  } catch (error) {
    return { actual: { error: error instanceof Error ? error.message : '' }, expected };
  }
}

function chooseCase(data: v.InferOutput<typeof Choose>) {
  const candidates = data.candidates.map(([hotkey, claimId, draft]) => ({
    hotkey,
    claimId,
    draft,
  }));
  const match = chooseMatch(data.tweet, candidates, data.public_text);
  return {
    name: data.name,
    actual: {
      winner: match.winner && [match.winner.hotkey, match.winner.claimId],
      score: match.score,
      runnerUp: match.runnerUp,
      reason: match.reason,
    },
    expected: {
      winner: data.winner,
      score: data.winner_score,
      runnerUp: data.runner_up,
      reason: data.reason,
    },
  };
}

/** Plays "add N claims in order; consume claim I after adding claim index J; …". */
function ledgerCase({ ops, evicted, status }: v.InferOutput<typeof Ledger>) {
  const ledger = new ClaimLedger();
  const count = Number(/add (\d+) claims/.exec(ops)?.[1]);
  const uses = [...ops.matchAll(/consume claim (\d+) after adding claim index (\d+)/g)];
  const idOf = (index: number): string => index.toString(16).padStart(32, '0');
  const pushedOut: (string | null)[] = [];
  for (let index = 0; index < count; index++) {
    pushedOut.push(ledger.add({ claimId: idOf(index), campaignId: 'c', creatorId: '1' }));
    for (const [, claim, after] of uses) {
      if (Number(after) === index) ledger.consume(idOf(Number(claim)));
    }
  }
  const states = Object.keys(status).map((key) => [key, ledger.status(idOf(Number(key)))]);
  return {
    actual: { evicted: pushedOut, status: Object.fromEntries(states) as unknown },
    expected: { evicted, status },
  };
}

function tweetCase(data: v.InferOutput<typeof TweetScores>) {
  const { relationships } = data;
  const pairs = Array.isArray(relationships)
    ? relationships.map((entry): [string, number] =>
        entry.length === 3 ? [entry[0], entry[2]] : [entry[0][0], entry[1]],
      )
    : Object.entries(relationships);
  // A key names the engager, alone or before the author.
  const known = new Map(pairs.map(([key, value]) => [/\w+/.exec(key)?.[0].toLowerCase(), value]));
  const result = scoreTweet({
    engagements: data.engagements,
    author: data.author,
    authorInfluence: data.author_influence,
    considered: data.considered,
    relationship: (engager) => known.get(engager.toLowerCase()) ?? 0,
  });
  return {
    name: data.name,
    actual: {
      score: result.score,
      details: result.details.map((detail) => ({
        username: detail.account,
        influence_score: detail.influence,
        engagement_type: detail.kind,
        relationship_score: detail.relationship,
        scale_factor: detail.factor,
        weighted_contribution: detail.contribution,
      })),
    },
    expected: { score: data.score, details: data.details },
  };
}

function campaignsOf(data: v.InferOutput<typeof Rewards>) {
  return data.campaigns.map((campaign) => ({
    campaignId: campaign.campaign_id,
    poolUsd: campaign.reward_pool_usd,
    maxPerCreator: campaign.max_tweets_per_creator,
    tweets: campaign.tweets.map((tweet) => ({
      campaignId: tweet.campaign_id,
      tweetId: tweet.tweet_id,
      creatorId: tweet.creator_x_id,
      hotkey: tweet.miner_hotkey,
      score: tweet.score,
      author: tweet.author_username,
      followers: tweet.followers_count,
      views: tweet.views_count,
      likes: tweet.favorite_count,
      reposts: tweet.retweet_count,
      replies: tweet.reply_count,
      quotes: tweet.quote_count,
      bookmarks: tweet.bookmark_count,
      engagers: tweet.engagement_usernames,
    })),
  }));
}

function rewardCases(value: unknown) {
  const entries = Array.isArray(value) ? value : [value];
  return entries.map((entry, index) => {
    const data = v.parse(Rewards, entry);
    const campaigns = campaignsOf(data);
    const { assigned, reasons } = assignTweets(campaigns);
    const scored = campaigns.map((campaign) => ({
      ...campaign,
      tweets: applyBonuses(campaign, assigned.get(campaign.campaignId) ?? new Set()),
    }));
    const pay = tweetPay(scored, assigned);
    const uids = data.weights.map((_, uid) => uid);
    return {
      name: String(index),
      actual: {
        assigned: Object.fromEntries([...assigned].map(([id, ids]) => [id, [...ids].sort()])),
        reasons: Object.fromEntries(
          reasons.map(({ campaignId, tweetId, reason }) => [`${campaignId}/${tweetId}`, reason]),
        ),
        after_bonus: scored.flatMap(({ tweets }) =>
          tweets.map((tweet) => ({
            campaign: tweet.campaignId,
            tweet: tweet.tweetId,
            score: tweet.score,
            perf_pct: tweet.bonusPercent,
            featured: tweet.isFeatured,
            featured_id: tweet.featuredId,
          })),
        ),
        floors: pay.map(({ campaignId, tweetId, usdPerDay }) => ({
          campaign: campaignId,
          tweet: tweetId,
          usd_per_day: usdPerDay,
        })),
        weights: minerWeights(pay, data.hotkey_to_uid, uids),
        weights_when_no_content: minerWeights([], data.hotkey_to_uid, uids),
      },
      expected: {
        assigned: Object.fromEntries(
          Object.entries(data.assigned).map(([id, ids]) => [id, [...ids].sort()]),
        ),
        reasons: data.reasons,
        after_bonus: data.after_bonus,
        floors: data.floors,
        weights: data.weights,
        weights_when_no_content: data.weights_when_no_content,
      },
    };
  });
}

/** Groups of the X mechanism. */
export const bitcastX: ConformanceAdapter['groups'] = {
  'x.canonical': list(Canonical, (data, index, file) => {
    const value = writtenValue(file, index, data.value);
    return {
      actual: [canonical(value), canonicalHash('test', value)],
      expected: [data.canonical_utf8, data.sha256_domain_test],
    };
  }),
  'x.draft_commitment': list(
    v.object({
      claim_id: v.string(),
      draft: v.string(),
      nonce: v.string(),
      normalized: v.string(),
      commitment: v.string(),
    }),
    (data) => ({
      actual: [
        data.draft.normalize('NFKC'),
        draftCommitment(data.claim_id, data.draft, data.nonce),
      ],
      expected: [data.normalized, data.commitment],
    }),
  ),
  'x.batches': list(Batches, batchCase),
  'x.envelope_decode': list(EnvelopeCase, envelopeCase),
  'x.lexical_score': list(
    v.object({
      draft: v.string(),
      tweet: v.string(),
      public_text: v.string(),
      score: v.number(),
    }),
    (data) => ({
      actual: lexicalScore(data.draft, data.tweet, new Set(tokensOf(data.public_text))),
      expected: data.score,
    }),
  ),
  'x.normalize': list(
    v.object({ text: v.string(), normalized: v.string(), tokens: v.array(v.string()) }),
    ({ text, normalized, tokens }) => ({
      actual: [normalizeText(text), tokensOf(text)],
      expected: [normalized, tokens],
    }),
  ),
  'x.choose_match': list(Choose, chooseCase),
  'x.claim_ledger': list(Ledger, ledgerCase),
  'x.tweet_score': list(TweetScores, tweetCase),
  'x.payouts': list(
    v.object({
      daily_budget: v.number(),
      scores: v.array(v.number()),
      payouts: v.array(v.number()),
    }),
    ({ daily_budget, scores, payouts }) => ({
      actual: splitBudget(daily_budget, scores),
      expected: payouts,
    }),
  ),
  'x.assignment_bonus_weights': rewardCases,
};
