import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributionFault,
  eligibleCreators,
} from '../../../../src/subnets/bitcast/scoring/attribution.ts';
import { caseFold } from '../../../../src/subnets/bitcast/scoring/case-fold.ts';
import { ClaimLedger } from '../../../../src/subnets/bitcast/scoring/claim-ledger.ts';
import {
  chooseMatch,
  lexicalScore,
  normalizeText,
  publicTextOf,
  tokensOf,
} from '../../../../src/subnets/bitcast/scoring/draft-matcher.ts';

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
