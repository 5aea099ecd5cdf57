import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignTweets,
  dailyBudgetUsd,
  minerWeights,
  splitBudget,
} from '../../../../src/subnets/bitcast/scoring/campaign-rewards.ts';
import {
  applyBonuses,
  featuredTweet,
} from '../../../../src/subnets/bitcast/scoring/tweet-bonus.ts';
import {
  authorInfluence,
  closenessFactor,
  engagerInfluence,
  scoreTweet,
} from '../../../../src/subnets/bitcast/scoring/tweet-score.ts';
import { payCampaigns } from '../../../../src/subnets/bitcast/score.ts';

describe('the score of a tweet', () => {
  const facts = {
    engagements: { a: 'retweet', b: 'quote', c: 'like', Author: 'quote', z: 'quote' },
    author: 'author',
    authorInfluence: 0.01,
    considered: { a: 0.02, b: 0.03, c: 1, Author: 1 },
    relationship: () => 0,
  };

  it('adds influence by kind, without likes, strangers and the author', () => {
    const { score, details } = scoreTweet(facts);

    expect(score).toBe(0.13);
    expect(details.map(({ account }) => account)).toEqual(['a', 'b']);
  });

  it('weighs friends less and rivals more', () => {
    const relationship = (engager: string) => (engager === 'a' ? 5 : 0.5);

    const { score, details } = scoreTweet({ ...facts, relationship });

    expect(score).toBe(0.1966);
    expect(details[0]).toEqual({
      account: 'a',
      kind: 'retweet',
      influence: 0.02,
      relationship: 5,
      factor: 0.28,
      contribution: 0.0056,
    });
    expect(closenessFactor(0)).toBe(1);
    expect(closenessFactor(-1)).toBe(1);
    expect(closenessFactor(9)).toBeCloseTo(0.2, 12);
  });

  it('takes the best influence of an author, and half of an account that left', () => {
    expect(authorInfluence(null, 2, 1)).toBe(2);
    expect(authorInfluence(3, null, 1)).toBe(3);
    expect(authorInfluence(null, null, 1)).toBe(1);
    expect(engagerInfluence(4, true)).toBe(4);
    expect(engagerInfluence(4, false)).toBe(2);
  });
});

describe('campaign rewards', () => {
  const tweet = (campaignId: string, tweetId: string, score: number, more = {}) => ({
    campaignId,
    tweetId,
    creatorId: 'u',
    hotkey: 'h',
    score,
    author: tweetId,
    followers: 0,
    views: 0,
    likes: 0,
    reposts: 0,
    replies: 0,
    quotes: 0,
    bookmarks: 0,
    engagers: [],
    ...more,
  });

  it('splits by score^0.65', () => {
    expect(splitBudget(100, [1, 4])[0]).toBeCloseTo(28.88, 2);
    expect(splitBudget(100, [0, -1])).toEqual([0, 0]);
    expect(splitBudget(100, [])).toEqual([]);
    expect(dailyBudgetUsd({ campaignId: 'A', poolUsd: 70, maxPerCreator: null, tweets: [] })).toBe(
      10,
    );
  });

  it('breaks ties by campaign, then tweet, and respects the cap of a creator', () => {
    const campaigns = ['B', 'A'].map((campaignId) => ({
      campaignId,
      poolUsd: 7,
      maxPerCreator: 1,
      tweets: [tweet(campaignId, '2', 1), tweet(campaignId, '1', 1)],
    }));

    const { assigned, reasons } = assignTweets(campaigns);

    expect([...assigned].map(([id, ids]) => [id, [...ids]])).toEqual([
      ['B', ['2']],
      ['A', ['1']],
    ]);
    expect(
      reasons.map(({ campaignId, tweetId, reason }) => `${campaignId}${tweetId} ${reason}`),
    ).toEqual(['A1 accepted', 'A2 campaign_ineligible', 'B1 duplicate_tweet', 'B2 accepted']);
  });

  it('adds up to 5 % for each of four measures', () => {
    const best = {
      views: 10,
      followers: 5,
      likes: 1,
      reposts: 1,
      replies: 1,
      quotes: 1,
      bookmarks: 1,
    };
    const campaign = {
      campaignId: 'A',
      poolUsd: 7,
      maxPerCreator: null,
      tweets: [tweet('A', '1', 1, best), tweet('A', '2', 1)],
    };

    const [first, second] = applyBonuses(campaign, new Set(['1', '2']));

    expect(first?.bonusPercent).toBe(20);
    expect(second?.bonusPercent).toBe(0);
    expect([first, second].filter((entry) => entry?.isFeatured)).toHaveLength(1);
    const plain = { 1: 1.2, 2: 1 }[first?.isFeatured ? 1 : 2];
    expect((first?.isFeatured ? first : second)?.score).toBeCloseTo((plain ?? 0) * 1.05, 12);
  });

  it('features one of the five most viewed', () => {
    const tweets = Array.from({ length: 9 }, (_, i) => tweet('A', String(i), 1, { views: i }));

    expect(Number(featuredTweet(tweets)?.tweetId)).toBeGreaterThanOrEqual(4);
    expect(featuredTweet(tweets.toReversed())).toEqual(featuredTweet(tweets));
    expect(featuredTweet([])).toBeNull();
  });

  it('gives everything to uid 0 when nobody earned', () => {
    expect(minerWeights([], {}, [3, 0])).toEqual([0, 1]);
    expect(
      minerWeights(
        [
          { campaignId: 'A', tweetId: '1', hotkey: 'h', usdPerDay: 3 },
          { campaignId: 'A', tweetId: '2', hotkey: 'gone', usdPerDay: 9 },
          { campaignId: 'A', tweetId: '3', hotkey: 'k', usdPerDay: 1 },
        ],
        { h: 1, k: 2 },
        [0, 1, 2],
      ),
    ).toEqual([0, 0.75, 0.25]);
  });

  it('pays out every budget that somebody earned', () => {
    const score = fc.double({ min: 1e-6, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 8 }), (scores) => {
        const tweets = scores.map((value, i) => tweet('A', String(i), value));
        const { pay } = payCampaigns([
          { campaignId: 'A', poolUsd: 70, maxPerCreator: null, tweets },
        ]);
        expect(pay.reduce((sum, { usdPerDay }) => sum + usdPerDay, 0)).toBeCloseTo(10, 9);
      }),
    );
  });
});
