import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Double, parsePythonJson } from '../../../../src/shared/python-json.ts';
import {
  attributionFault,
  eligibleCreators,
} from '../../../../src/subnets/bitcast/scoring/attribution.ts';
import {
  assignTweets,
  dailyBudgetUsd,
  minerWeights,
  splitBudget,
} from '../../../../src/subnets/bitcast/scoring/campaign-rewards.ts';
import {
  Timestamp,
  canonical,
  canonicalHash,
} from '../../../../src/subnets/bitcast/scoring/canonical.ts';
import { caseFold } from '../../../../src/subnets/bitcast/scoring/case-fold.ts';
import { ClaimLedger } from '../../../../src/subnets/bitcast/scoring/claim-ledger.ts';
import {
  decodeEnvelope,
  draftCommitment,
  encodeEnvelope,
} from '../../../../src/subnets/bitcast/scoring/commitment.ts';
import {
  chooseMatch,
  lexicalScore,
  normalizeText,
  publicTextOf,
  tokensOf,
} from '../../../../src/subnets/bitcast/scoring/draft-matcher.ts';
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
import { parseInput, parseResult } from '../../../../src/subnets/bitcast/task.ts';
import { batchFault, contentHash, revealMatches } from '../../../../src/subnets/bitcast/verify.ts';

describe('canonical JSON', () => {
  it.each([
    ['{"b":1,"a":null}', '{"a":null,"b":1}'],
    [
      '[1.0,-0.0,0.0,1e21,1e-5,0.0001,1e16,123456789012345.6]',
      '[1.0,-0.0,0.0,1e+21,1e-05,0.0001,1e+16,123456789012345.6]',
    ],
    ['[9007199254740993,-0,1E2,1.5e-7]', '[9007199254740993,0,100.0,1.5e-07]'],
    ['{"\\ud83d\\ude00":1,"\\uffff":2,"s\\"n":"n5"}', '{"s\\"n":"n5","\uffff":2,"😀":1}'],
    ['{"\ufb01":"\uff21\\n"}', '{"fi":"A\\n"}'],
    ['{"ab":1,"a":2}', '{"a":2,"ab":1}'],
    ['[true,false]', '[true,false]'],
  ])('of %s is %s', (text, expected) => {
    expect(canonical(parsePythonJson(text))).toBe(expected);
  });

  it('prints times in UTC, microseconds only where there are some', () => {
    expect(canonical(Timestamp.parse('2026-08-01 12:00:00.5+02:00'))).toBe(
      '"2026-08-01T10:00:00.500000Z"',
    );
    expect(canonical(Timestamp.parse('2026-08-01T12:00:00Z'))).toBe('"2026-08-01T12:00:00Z"');
    expect(() => Timestamp.parse('2026-08-01 12:00:00')).toThrow('zone');
    expect(() => Timestamp.parse('2026-18-01T12:00:00Z')).toThrow('zone');
  });

  it.each([NaN, Infinity, new Double(-Infinity), undefined, { '\ufb01': 1, fi: 2 }])(
    'refuses %s',
    (value) => {
      expect(() => canonical(value)).toThrow();
    },
  );

  it('separates domain and value', () => {
    expect(canonicalHash('test', 'plain')).toBe(
      '200a04a1d41098e66faa9da62f6bfd00a8cf2a1e5a7d8b41b25e4c196d659907',
    );
    expect(() => canonicalHash('', 1)).toThrow('domain');
    expect(() => canonicalHash('a\0', 1)).toThrow('domain');
  });

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value);
        expect(canonical(parsePythonJson(text))).toBe(text);
      }),
    );
  });
});

describe('commitments', () => {
  const hash = 'ab'.repeat(32);

  it('packs an envelope into 45 bytes and reads it back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 1, max: 65_535 }),
        (sequence, events) => {
          const bytes = encodeEnvelope({ sequence, events, hash });
          expect(bytes).toHaveLength(45);
          expect(decodeEnvelope(bytes)).toEqual({ sequence, events, hash });
        },
      ),
    );
  });

  it.each([
    { sequence: -1n },
    { sequence: 2n ** 64n },
    { events: 0 },
    { events: 65_536 },
    { events: 1.5 },
    { hash: 'ab' },
  ])('refuses to pack %o', (fault) => {
    expect(() => encodeEnvelope({ sequence: 1n, events: 1, hash, ...fault })).toThrow();
  });

  it('says what is wrong with bytes', () => {
    const good = encodeEnvelope({ sequence: 1n, events: 1, hash });

    expect(() => decodeEnvelope(good.slice(1))).toThrow('commitment envelope must be 45 bytes');
    expect(() => decodeEnvelope(Uint8Array.from(good, (byte, i) => (i === 2 ? 0 : byte)))).toThrow(
      'unsupported commitment envelope magic',
    );
    expect(() => decodeEnvelope(Uint8Array.from(good, (byte, i) => (i === 12 ? 0 : byte)))).toThrow(
      'event_count must be between 1 and 65535',
    );
  });
});

describe('the draft matcher', () => {
  it.each([
    ['Stra\u00dfe \u03a3\u03c2', 'strasse \u03c3\u03c3'],
    [' a\u00a0\t b ', 'a b'],
    ['see HTTPS://X.com/a?b now', 'see <url> now'],
    ['\u0131 \u13a0 \uab70 \u13f8', '\u0131 \u13a0 \u13a0 \u13f0'],
  ])('normalises %j', (text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  it.each([
    ["don't #tag_1 @a.b 5\u00bd", ["don't", '#tag_1', '@a', 'b', '51', '2']],
    ["#it's é!", ['#it', "'s", 'é']],
    ['x@y', ['x', '@y']],
    ['', []],
  ])('cuts %j into tokens', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it('gives 0.55 for two empty texts and 1 for equal ones', () => {
    expect(lexicalScore('', '', new Set())).toBe(0.55);
    expect(lexicalScore('a word', 'A  WORD', new Set())).toBeCloseTo(1, 12);
    expect(lexicalScore('a word', 'a word', new Set(['a', 'word']))).toBe(0.55);
  });

  it('is symmetric and within 0..1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const score = lexicalScore(a, b, new Set(['x']));
        expect(score).toBeCloseTo(lexicalScore(b, a, new Set(['x'])), 12);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  const candidate = (draft: string, claimId = '1') => ({ hotkey: 'h', claimId, draft });

  it('lets one good candidate win and nobody in doubt', () => {
    const tweet = 'the payout landed in minutes today';

    expect(chooseMatch(tweet, [candidate(tweet)], '').reason).toBe('accepted');
    expect(chooseMatch(tweet, [candidate(tweet), candidate(tweet, '2')], '').reason).toBe(
      'ambiguous_match',
    );
    expect(chooseMatch(tweet, [candidate('cats'), candidate('cats', '2')], '').reason).toBe(
      'ambiguous_match',
    );
    expect(chooseMatch(tweet, [candidate('cats')], '')).toMatchObject({
      winner: null,
      runnerUp: 0,
      reason: 'score_below_floor',
    });
    expect(chooseMatch('', [candidate('')], '').reason).toBe('score_below_floor');
  });

  it('knows what everybody could read', () => {
    const campaign = { title: 't', brief: 'b', requiredTerms: ['r'], keywords: ['k'] };

    expect(publicTextOf({ ...campaign, tag: '#g', quotedTweetId: '5' })).toBe(
      't b r k #g 5 https://x.com/i/status/5',
    );
    expect(publicTextOf({ ...campaign, tag: null, quotedTweetId: null })).toBe('t b r k');
    expect(caseFold('ẞ')).toBe('ss');
  });
});

describe('claims', () => {
  const claim = (claimId: string, creatorId = '1') => ({ claimId, campaignId: 'c', creatorId });

  it('keeps five of a campaign and creator, and pushes out the oldest', () => {
    const ledger = new ClaimLedger();

    const evicted = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ledger.add(claim(id)));

    expect(evicted).toEqual([null, null, null, null, null, 'a']);
    expect(ledger.add(claim('other', '2'))).toBeNull();
    expect(ledger.status('a')).toBe('evicted');
    expect(ledger.status('zz')).toBe('unknown');
    expect(ledger.active('c', '1').map(({ claimId }) => claimId)).toEqual([
      'b',
      'c',
      'd',
      'e',
      'f',
    ]);
    expect(ledger.active('c', '9')).toEqual([]);
  });

  it('frees the place of a claim that won, once', () => {
    const ledger = new ClaimLedger();
    ledger.add(claim('a'));
    ledger.consume('a');

    expect(ledger.status('a')).toBe('consumed');
    expect(ledger.active('c', '1')).toEqual([]);
    expect(() => ledger.consume('a')).toThrow('consumed');
    expect(() => ledger.consume('b')).toThrow('unknown');
    expect(() => ledger.add(claim('a'))).toThrow('before');
  });
});

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

describe('attribution', () => {
  const rules = {
    opensMs: 10,
    closesMs: 20,
    eligible: new Set(['1']),
    requiredTerms: ['Straße'],
    tag: '#Tag',
    quotedTweetId: '9',
    keywords: ['red', 'blue'],
  };
  const tweet = {
    postedMs: 10,
    creatorId: '1',
    text: 'STRASSE #tag Blue',
    isReply: false,
    quotedTweetId: '9',
  };

  it('accepts a tweet that follows every rule, at both ends of the window', () => {
    expect(attributionFault(tweet, rules)).toBeNull();
    expect(attributionFault({ ...tweet, postedMs: 20 }, rules)).toBeNull();
    expect(
      attributionFault(
        { ...tweet, text: 'strasse', quotedTweetId: null },
        { ...rules, tag: null, quotedTweetId: null, keywords: [] },
      ),
    ).toBeNull();
  });

  it.each([
    [{ postedMs: 9, creatorId: '2' }, 'post_outside_campaign_window'],
    [{ postedMs: 21 }, 'post_outside_campaign_window'],
    [{ creatorId: '2', text: '' }, 'creator_not_eligible_for_campaign'],
    [{ text: 'RT @a #tag blue', isReply: true }, 'required_terms_missing'],
    [{ text: 'RT @a strasse', isReply: true }, 'retweet_not_allowed'],
    [{ text: 'strasse', isReply: true }, 'reply_not_allowed'],
    [{ text: 'strasse', quotedTweetId: null }, 'campaign_tag_missing'],
    [{ text: 'strasse #tag', quotedTweetId: null }, 'required_quote_missing_or_incorrect'],
    [{ text: 'strasse #tag' }, 'required_campaign_keyword_missing'],
  ])('names the first fault of %o: %s', (fault, reason) => {
    expect(attributionFault({ ...tweet, ...fault }, rules)).toBe(reason);
  });

  it('lets the most influential of each map take part, ties by id', () => {
    const map = [
      { xId: '3', influence: 1 },
      { xId: '2', influence: 1 },
      { xId: '1', influence: 2 },
    ];

    expect([...eligibleCreators([map, [{ xId: '8', influence: 0 }]], 2)]).toEqual(['1', '2', '8']);
    expect(eligibleCreators([map], null).size).toBe(3);
  });
});

describe('batches', () => {
  const hotkey = 'hk';
  const content = {
    version: 2,
    miner_hotkey: hotkey,
    sequence: 1,
    previous_batch_hash: null,
    events: [
      {
        version: 2,
        kind: 'submission',
        submission_id: '0'.repeat(32),
        campaign_id: 'c',
        tweet_id: '5',
        claim_id: null,
        miner_hotkey: hotkey,
      },
    ],
    reveals: [],
  } as const;
  const unsigned = parseResult({ ...content, batch_hash: '0'.repeat(64) });
  if (!('events' in unsigned)) throw new Error('not a batch');
  const batch = { ...unsigned, batch_hash: contentHash(unsigned) };
  const envelope = { sequence: 1n, events: 1, hash: batch.batch_hash };
  const history = { hotkey, lastSequence: 0, lastHash: null };

  it('accepts the batch that was committed', () => {
    expect(batchFault(batch, envelope, history)).toBeNull();
  });

  it.each([
    [batch, envelope, { ...history, hotkey: 'other' }, 'hotkey'],
    [batch, envelope, { ...history, lastSequence: 1 }, 'sequence'],
    [batch, { ...envelope, sequence: 2n }, history, 'sequence'],
    [batch, envelope, { ...history, lastHash: 'x' }, 'previous-hash'],
    [batch, { ...envelope, events: 2 }, history, 'event-count'],
    [{ ...batch, batch_hash: 'x' }, envelope, history, 'own-hash'],
    [batch, { ...envelope, hash: 'x' }, history, 'chain-hash'],
  ] as const)('names the fault', (aBatch, anEnvelope, aHistory, fault) => {
    expect(batchFault(aBatch, anEnvelope, aHistory)).toBe(fault);
  });

  it('knows a revealed draft again', () => {
    const reveal = { claim_id: '1'.repeat(32), draft: 'ﬁne', nonce: '2'.repeat(64) };
    const commitment = draftCommitment(reveal.claim_id, 'fine', reveal.nonce);

    expect(revealMatches(reveal, commitment)).toBe(true);
    expect(revealMatches({ ...reveal, draft: 'other' }, commitment)).toBe(false);
  });

  it.each([
    [{ ...content, batch_hash: 'x' }, 'batch_hash'],
    [{ ...content, batch_hash: '0'.repeat(64), sequence: 2 }, 'previous_batch_hash'],
    [{ ...content, batch_hash: '0'.repeat(64), events: [] }, 'events'],
    [{ ...content, batch_hash: '0'.repeat(64), more: 1 }, 'more'],
    [{ YT_access_tokens: [1] }, 'YT_access_tokens.0'],
  ])('names the field of a malformed answer', (value, field) => {
    expect(() => parseResult(value)).toThrow(field);
  });

  it('reads briefs and campaigns and names a wrong field', () => {
    const brief = {
      id: 'b',
      brief: 'text',
      format: 'dedicated',
      start_date: '2026-08-01',
      end_date: '2026-08-20',
      weight: 100,
    };

    expect(parseInput({ mechanism: 'youtube', items: [brief] })).toMatchObject({
      items: [{ boost: 1, cap: 1, max_count: null, prompt_version: 6 }],
    });
    expect(() =>
      parseInput({ mechanism: 'youtube', items: [{ ...brief, start_date: '1.8.2026' }] }),
    ).toThrow('items.0.start_date');
    expect(() => parseInput({ mechanism: 'x', campaigns: [{}] })).toThrow('campaigns.0');
    expect(parseResult({ YT_access_tokens: ['t'] })).toEqual({ YT_access_tokens: ['t'] });
  });
});
