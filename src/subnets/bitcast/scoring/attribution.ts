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

/** Why a tweet does not count, or null. */
export function attributionFault(
  tweet: PostedTweet,
  rules: CampaignRules,
): AttributionFault | null {
  const text = caseFold(tweet.text.normalize('NFKC'));
  const has = (term: string): boolean => text.includes(caseFold(term.normalize('NFKC')));
  if (tweet.postedMs < rules.opensMs || tweet.postedMs > rules.closesMs) {
    return 'post_outside_campaign_window';
  }
  if (!rules.eligible.has(tweet.creatorId)) return 'creator_not_eligible_for_campaign';
  if (!rules.requiredTerms.every(has)) return 'required_terms_missing';
  if (tweet.text.startsWith('RT @')) return 'retweet_not_allowed';
  if (tweet.isReply) return 'reply_not_allowed';
  if (rules.tag !== null && !has(rules.tag)) return 'campaign_tag_missing';
  if (rules.quotedTweetId !== null && tweet.quotedTweetId !== rules.quotedTweetId) {
    return 'required_quote_missing_or_incorrect';
  }
  if (rules.keywords.length > 0 && !rules.keywords.some(has)) {
    return 'required_campaign_keyword_missing';
  }
  return null;
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
