import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import {
  type AttributionFault,
  type CampaignRules,
  type PostedTweet,
  attributionChecks,
} from '../scoring/attribution.ts';
import { parseTime } from '../scoring/days.ts';
import { MAX_DRAFT } from '../task.ts';

// Whether a tweet counts for a campaign: every rule, in the order in which validators look at it.

const Term = v.pipe(v.string(), v.maxLength(500));
const Terms = v.optional(v.pipe(v.array(Term), v.maxLength(100)), []);
const Time = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check((text) => !Number.isNaN(parseTime(text)), 'must be a time such as 2026-08-01T12:00:00Z'),
);

const Input = v.object({
  text: v.pipe(v.string(), v.maxLength(MAX_DRAFT)),
  posted: Time,
  creator_id: Term,
  is_reply: v.optional(v.boolean(), false),
  quoted_tweet_id: v.optional(Term),
  opens_at: Time,
  closes_at: Time,
  eligible: v.pipe(v.array(Term), v.maxLength(10_000)),
  required_terms: Terms,
  tag: v.optional(Term),
  required_quote_id: v.optional(Term),
  keywords: Terms,
});
type Input = v.InferOutput<typeof Input>;

const NAMES: Readonly<Record<AttributionFault, () => string>> = {
  post_outside_campaign_window: m.judge_bitcast_check_window,
  creator_not_eligible_for_campaign: m.judge_bitcast_check_creator,
  required_terms_missing: m.judge_bitcast_check_terms,
  retweet_not_allowed: m.judge_bitcast_check_retweet,
  reply_not_allowed: m.judge_bitcast_check_reply,
  campaign_tag_missing: m.judge_bitcast_check_tag,
  required_quote_missing_or_incorrect: m.judge_bitcast_check_quote,
  required_campaign_keyword_missing: m.judge_bitcast_check_keyword,
};

/** @throws AppError `input.malformed` */
export function judgeTweet(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const [tweet, rules] = [tweetOf(input), rulesOf(input)];
  const checks = attributionChecks(tweet, rules);
  const first = checks.find(({ isKept }) => !isKept);
  return {
    score: {
      name: m.judge_bitcast_attribution(),
      value: first?.fault ?? 'accepted',
      label: 'from the specification',
      note: first ? NAMES[first.fault]() : m.judge_bitcast_counts(),
    },
    findings: checks.map(({ fault, isKept }) => ({
      name: NAMES[fault](),
      state: isKept ? 'pass' : 'fail',
      rule: ruleOf(fault, input),
    })),
    improvements: checks
      .filter(({ isKept }) => !isKept)
      .map(({ fault }) => ({ text: mendText(fault, tweet, rules), gain: null })),
  };
}

function tweetOf(input: Input): PostedTweet {
  return {
    postedMs: parseTime(input.posted),
    creatorId: input.creator_id,
    text: input.text,
    isReply: input.is_reply,
    quotedTweetId: input.quoted_tweet_id ?? null,
  };
}

function rulesOf(input: Input): CampaignRules {
  const [opensMs, closesMs] = [parseTime(input.opens_at), parseTime(input.closes_at)];
  if (closesMs < opensMs) {
    throw new AppError('input.malformed', 'closes_at: lies before opens_at');
  }
  return {
    opensMs,
    closesMs,
    eligible: new Set(input.eligible),
    requiredTerms: input.required_terms,
    tag: input.tag ?? null,
    quotedTweetId: input.required_quote_id ?? null,
    keywords: input.keywords,
  };
}

function ruleOf(fault: AttributionFault, input: Input): string {
  switch (fault) {
    case 'post_outside_campaign_window':
      return `${input.opens_at} ≤ ${input.posted} ≤ ${input.closes_at}`;
    case 'required_terms_missing':
      return input.required_terms.join(', ') || '–';
    case 'campaign_tag_missing':
      return input.tag ?? '–';
    case 'required_quote_missing_or_incorrect':
      return input.required_quote_id ?? '–';
    case 'required_campaign_keyword_missing':
      return input.keywords.join(' | ') || '–';
    case 'creator_not_eligible_for_campaign':
    case 'retweet_not_allowed':
    case 'reply_not_allowed':
      return fault;
  }
}

/** What mends a broken rule: for text, the words that are missing, each tried by itself. */
function mendText(fault: AttributionFault, tweet: PostedTweet, rules: CampaignRules): string {
  const isMissing = (term: string): boolean =>
    attributionChecks(tweet, { ...rules, requiredTerms: [term] }).some(
      (check) => check.fault === 'required_terms_missing' && !check.isKept,
    );
  const add = (words: string): string => m.judge_bitcast_add_words({ words });
  switch (fault) {
    case 'required_terms_missing':
      return add(rules.requiredTerms.filter(isMissing).join(', '));
    case 'campaign_tag_missing':
      return add(rules.tag ?? '');
    case 'required_campaign_keyword_missing':
      return add(rules.keywords[0] ?? '');
    case 'post_outside_campaign_window':
    case 'creator_not_eligible_for_campaign':
    case 'retweet_not_allowed':
    case 'reply_not_allowed':
    case 'required_quote_missing_or_incorrect':
      return m.judge_bitcast_mend({ rule: NAMES[fault]() });
  }
}
