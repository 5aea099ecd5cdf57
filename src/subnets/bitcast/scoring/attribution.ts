import { compareCodePoints } from '../../../shared/python-text.ts';
import { caseFold } from './case-fold.ts';

// Whether a tweet counts for a campaign at all: the first reason that fails. Section e'.

export type AttributionFault =
  | 'post_outside_campaign_window'
  | 'creator_not_eligible_for_campaign'
  | 'required_terms_missing'
  | 'retweet_not_allowed'
  | 'reply_not_allowed'
  | 'campaign_tag_missing'
  | 'required_quote_missing_or_incorrect'
  | 'required_campaign_keyword_missing';

export interface PostedTweet {
  readonly postedMs: number;
  readonly creatorId: string;
  readonly text: string;
  readonly isReply: boolean;
  readonly quotedTweetId: string | null;
}

export interface CampaignRules {
  readonly opensMs: number;
  readonly closesMs: number;
  /** Creators that may earn: see `eligibleCreators`. */
  readonly eligible: ReadonlySet<string>;
  readonly requiredTerms: readonly string[];
  readonly tag: string | null;
  readonly quotedTweetId: string | null;
  /** At least one has to occur; empty: none is asked for. */
  readonly keywords: readonly string[];
}

export interface AttributionCheck {
  /** What is said when the rule is broken. */
  readonly fault: AttributionFault;
  readonly isKept: boolean;
}

/** Every rule in the order in which it is looked at. */
export function attributionChecks(tweet: PostedTweet, rules: CampaignRules): AttributionCheck[] {
  const text = caseFold(tweet.text.normalize('NFKC'));
  const has = (term: string): boolean => text.includes(caseFold(term.normalize('NFKC')));
  const { quotedTweetId, keywords } = rules;
  const check = (fault: AttributionFault, isKept: boolean): AttributionCheck => ({ fault, isKept });
  return [
    check(
      'post_outside_campaign_window',
      tweet.postedMs >= rules.opensMs && tweet.postedMs <= rules.closesMs,
    ),
    check('creator_not_eligible_for_campaign', rules.eligible.has(tweet.creatorId)),
    check('required_terms_missing', rules.requiredTerms.every(has)),
    check('retweet_not_allowed', !tweet.text.startsWith('RT @')),
    check('reply_not_allowed', !tweet.isReply),
    check('campaign_tag_missing', rules.tag === null || has(rules.tag)),
    check(
      'required_quote_missing_or_incorrect',
      quotedTweetId === null || tweet.quotedTweetId === quotedTweetId,
    ),
    check('required_campaign_keyword_missing', keywords.length === 0 || keywords.some(has)),
  ];
}

/** Why a tweet does not count, or null. */
export function attributionFault(
  tweet: PostedTweet,
  rules: CampaignRules,
): AttributionFault | null {
  return attributionChecks(tweet, rules).find(({ isKept }) => !isKept)?.fault ?? null;
}

/**
 * Creators of a campaign: the `maxMembers` most influential of each map that was active, by
 * falling influence, then X id; null takes all.
 */
export function eligibleCreators(
  maps: readonly (readonly { readonly xId: string; readonly influence: number }[])[],
  maxMembers: number | null,
): Set<string> {
  return new Set(
    maps.flatMap((accounts) =>
      [...accounts]
        .sort((a, b) => b.influence - a.influence || compareCodePoints(a.xId, b.xId))
        .slice(0, maxMembers ?? accounts.length)
        .map(({ xId }) => xId),
    ),
  );
}
