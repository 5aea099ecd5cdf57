import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { type TweetScore, scoreTweet } from '../scoring/tweet-score.ts';

// What the engagement of considered accounts makes of a tweet.

const MAX_ACCOUNTS = 1000;
/** Most advice that is given. */
const TRIED = 3;

const Influence = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
const Engagement = v.object({
  account: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  kind: v.picklist(['retweet', 'quote']),
  influence: Influence,
  relationship: v.optional(Influence, 0),
});
type Engagement = v.InferOutput<typeof Engagement>;

const Input = v.object({
  author: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  author_influence: Influence,
  engagements: v.pipe(v.array(Engagement), v.maxLength(MAX_ACCOUNTS)),
});
type Input = v.InferOutput<typeof Input>;

/** @throws AppError `input.malformed` */
export function judgeEngagement(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { score, details } = measure(input, input.engagements);
  return {
    score: { name: m.judge_bitcast_tweet_score(), value: score, label: 'exact' },
    findings: [
      {
        name: m.judge_bitcast_author_part(),
        value: measure(input, []).score,
        rule: `2 × ${input.author_influence}`,
      },
      {
        name: m.judge_bitcast_engaged(),
        value: details.reduce((sum, { contribution }) => sum + contribution, 0),
        rule: m.judge_bitcast_engaged_rule(),
        children: details.map(({ account, kind, influence, factor, contribution }) => ({
          name: `${account} · ${kind}`,
          value: contribution,
          rule: `${influence} × ${kind === 'quote' ? 3 : 1} × ${factor}`,
        })),
      },
    ],
    improvements: engagementImprovements(input, score),
  };
}

function measure(input: Input, engagements: readonly Engagement[]): TweetScore {
  const relationships = new Map(engagements.map((one) => [one.account, one.relationship]));
  return scoreTweet({
    author: input.author,
    authorInfluence: input.author_influence,
    engagements: Object.fromEntries(engagements.map(({ account, kind }) => [account, kind])),
    considered: Object.fromEntries(
      engagements.map(({ account, influence }) => [account, influence]),
    ),
    relationship: (engager) => relationships.get(engager) ?? 0,
  });
}

/** A quote where there is a retweet, by what it adds. */
function engagementImprovements(input: Input, now: number): Judgement['improvements'] {
  return input.engagements
    .filter(({ kind }) => kind === 'retweet')
    .slice(0, MAX_ACCOUNTS / 10)
    .map((one) => {
      const quoted = input.engagements.map((other) =>
        other === one ? { ...other, kind: 'quote' as const } : other,
      );
      const gain = measure(input, quoted).score - now;
      return { text: m.judge_bitcast_quote_instead({ account: one.account }), gain };
    })
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, TRIED);
}
