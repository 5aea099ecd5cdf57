import { describe, expect, it } from 'vitest';
import { judgeCampaign } from '../../../../src/subnets/bitcast/judge/campaign.ts';
import { judgeClaim } from '../../../../src/subnets/bitcast/judge/claim.ts';
import { judgeEmissions } from '../../../../src/subnets/bitcast/judge/emissions.ts';
import { judgeEngagement } from '../../../../src/subnets/bitcast/judge/engagement.ts';
import {
  LAUNCH_BATCH,
  RECORDED_DRAFT,
  RECORDED_TWEET,
  VIDEO,
} from '../../../../src/subnets/bitcast/judge/examples.ts';
import { judgeMatch } from '../../../../src/subnets/bitcast/judge/match.ts';
import { judgePay } from '../../../../src/subnets/bitcast/judge/pay.ts';
import { judgeTweet } from '../../../../src/subnets/bitcast/judge/tweet.ts';
import { judgeVideo } from '../../../../src/subnets/bitcast/judge/video.ts';
import { compareTexts, tokensOf } from '../../../../src/subnets/bitcast/scoring/draft-matcher.ts';
import type { Finding } from '../../../../src/subnets/judge-page.ts';

const named = (findings: readonly Finding[], name: string): Finding | undefined =>
  findings
    .flatMap((one) => [one, ...(one.children ?? [])])
    .find((one) => one.name.startsWith(name));

describe('a tweet against drafts', () => {
  it('is told what each word that was left out would add', () => {
    const draft = 'the payout landed in minutes';
    const { score, improvements } = judgeMatch({ draft, tweet: 'the payout landed' });

    const gain = compareTexts(draft, 'the payout landed minutes', new Set()).score;
    expect(improvements[0]?.text).toContain('minutes');
    expect(improvements[0]?.gain).toBeCloseTo(gain - Number(score.value), 12);
    expect(improvements.at(-1)?.gain).toBeCloseTo(1 - Number(score.value), 12);
  });

  it('is nobody’s when another draft is as near, and another’s when that one is nearer', () => {
    const input = { draft: RECORDED_DRAFT, tweet: RECORDED_TWEET };
    const note = (others: string[]) => judgeMatch({ ...input, others }).score.note;

    expect(note([])).toContain('Your draft');
    expect(note([RECORDED_DRAFT])).toContain('nobody wins');
    expect(judgeMatch({ ...input, draft: 'cats', others: [RECORDED_DRAFT] }).score.note).toContain(
      'Another draft',
    );
  });

  it('marks the words that everybody could read', () => {
    const { drawing } = judgeMatch({ draft: 'new app', tweet: 'app', public_text: 'app' });

    expect(tokensOf('new app')).toEqual(['new', 'app']);
    expect(drawing).toMatchObject({ draft: [{ mark: 'own' }, { mark: 'public' }] });
  });
});

describe('a tweet against a campaign', () => {
  const input = {
    text: 'hello',
    posted: '2026-08-09T00:00:00Z',
    creator_id: '9',
    opens_at: '2026-08-01T00:00:00Z',
    closes_at: '2026-08-08T00:00:00Z',
    eligible: [],
    required_terms: ['hello', 'world'],
    tag: '#tag',
    required_quote_id: '5',
    keywords: ['key'],
  };

  it('is told every rule that it breaks, and which words are missing', () => {
    const { score, improvements } = judgeTweet(input);

    expect(score.value).toBe('post_outside_campaign_window');
    expect(improvements.map(({ text }) => text)).toEqual([
      'Mend: Posted while the campaign is open',
      'Mend: Creator may take part',
      'Add: world',
      'Add: #tag',
      'Mend: Required quote (tweet id)',
      'Add: key',
    ]);
  });

  it('needs a campaign that ends after it began', () => {
    expect(() => judgeTweet({ ...input, closes_at: '2026-07-01' })).toThrow('closes_at');
    expect(() => judgeTweet({ ...input, posted: 'soon' })).toThrow('posted');
  });
});

describe('a claim', () => {
  const claim = { claim_id: '0'.repeat(32), draft: 'Hello world', nonce: '1'.repeat(64) };
  const envelope = `4458320000000000000001${'0001'}${LAUNCH_BATCH.batch_hash}`;

  it('is carried by the batch that holds its commitment', () => {
    const { findings } = judgeClaim({ ...claim, batch: LAUNCH_BATCH, envelope });

    expect(named(findings, 'Batch')?.state).toBe('pass');
    expect(named(findings, 'Bytes')?.value).toBe(envelope);
  });

  it('is lost with one changed character, and with another hash on the chain', () => {
    const changed = judgeClaim({ ...claim, draft: 'Hello World', batch: LAUNCH_BATCH });
    const other = judgeClaim({
      ...claim,
      batch: LAUNCH_BATCH,
      envelope: `${envelope.slice(0, -1)}0`,
    });

    expect(named(changed.findings, 'Carries')?.state).toBe('fail');
    expect(named(other.findings, 'Batch')?.state).toBe('fail');
    expect(() => judgeClaim({ ...claim, batch: { events: [] } })).toThrow('batch: ');
    expect(() => judgeClaim({ ...claim, nonce: 'x' })).toThrow('nonce: must be 64');
  });
});

describe('pay', () => {
  it('of a video follows from its two means, and is 0 behind a closed gate', () => {
    const video = judgeVideo(VIDEO);
    const means = ['Later', 'Earlier'].map((name) => {
      const usd = video.findings[3]?.children?.find((one) => one.name.startsWith(name));
      return usd?.children?.[0]?.value;
    });
    const pay = judgePay({ later_usd: means[0], earlier_usd: means[1], format: 'dedicated' });

    expect(video.score.value).toBeGreaterThan(0);
    expect(video.score.value).toBe(pay.score.value);
    expect(judgeVideo({ ...VIDEO, has_captions: true }).score.value).toBe(0);
    expect(judgeVideo({ ...VIDEO, identifier: '#other' }).score.value).toBe(0);
    expect(() => judgeVideo({ ...VIDEO, today: '2026-13-01' })).toThrow('today');
  });

  it('of a channel that was never active is scaled to nothing', () => {
    const { findings } = judgeVideo({ ...VIDEO, channel_days: {} });

    expect(findings[2]?.children?.[2]).toMatchObject({ value: 0, state: 'fail' });
  });

  it('of a tweet rises with its score, and is refused for a tweet that is not there', () => {
    const tweets = [
      { tweet_id: '1', creator: 'a', score: 1 },
      { tweet_id: '2', creator: 'b', score: 4 },
    ];
    const input = { campaigns: [{ campaign_id: 'A', pool_usd: 700, tweets }], tweet: '1' };

    expect(judgeCampaign(input).improvements[0]?.gain).toBeGreaterThan(0);
    expect(() => judgeCampaign({ ...input, tweet: '3' })).toThrow('tweet: 3');
  });

  it('is more for a quote than for a retweet', () => {
    const engagements = [{ account: 'a', kind: 'retweet', influence: 0.02 }];
    const { improvements } = judgeEngagement({ author: 'b', author_influence: 1, engagements });

    expect(improvements[0]?.gain).toBeCloseTo(0.04, 9);
  });

  it('leaves what nobody asked for to the burn where there is no treasury', () => {
    const miners = [{ uid: 3, weights: [0.2] }];

    expect(judgeEmissions({ miners, caps: [1], uid: 0 }).score.value).toBeCloseTo(0.8, 12);
    expect(() => judgeEmissions({ miners, caps: [1], uid: 9 })).toThrow('uid: 9');
  });
});
