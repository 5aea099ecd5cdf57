import { PYTHON_SPACE } from '../../../shared/python-text.ts';
import { caseFold } from './case-fold.ts';

// Whose draft a tweet was written from. Section e', draft matcher.

/** Least score of a winner, and its least lead over the next candidate. */
export const WINNER_FLOOR = 0.7;
export const WINNER_LEAD = 0.1;
export const TRIGRAM_SHARE = 0.55;
export const TOKEN_SHARE = 0.45;
const GRAM = 3;

const URL_RUN = new RegExp(`https?://[^${PYTHON_SPACE}]+`, 'gu');
const SPACES = new RegExp(`[${PYTHON_SPACE}]+`, 'gu');
const TOKEN = /@[A-Za-z0-9_]+|#[\p{L}\p{N}_]+|[\p{L}\p{N}_']+/gu;

/** NFKC, case folded, every web address a ` <url> `, white space collapsed and trimmed. */
export function normalizeText(text: string): string {
  return caseFold(text.normalize('NFKC'))
    .replace(URL_RUN, ' <url> ')
    .replace(SPACES, ' ')
    .replace(/^ | $/g, '');
}

/** `@name`, `#tag` and words of the normalised text, in order. */
export function tokensOf(text: string): string[] {
  return normalizeText(text).match(TOKEN) ?? [];
}

/** How alike two texts are, with what it follows from. */
export interface LexicalParts {
  /** 0..1; two empty texts score 0.55. */
  readonly score: number;
  /** Of character trigrams, 0..1. */
  readonly dice: number;
  /** Of the tokens that are not public, 0..1. */
  readonly jaccard: number;
  readonly sharedGrams: number;
  /** Trigrams of both texts together. */
  readonly grams: number;
  readonly sharedTokens: number;
  /** Tokens that one of the texts has. */
  readonly unionTokens: number;
}

/**
 * 0.55 × Dice of character trigrams + 0.45 × Jaccard of tokens, both over multisets.
 *
 * @param publicTokens tokens that everybody could read in the campaign: they prove nothing
 */
export function compareTexts(
  draft: string,
  published: string,
  publicTokens: ReadonlySet<string>,
): LexicalParts {
  const grams = [counts(trigrams(draft)), counts(trigrams(published))] as const;
  const own = (text: string): string[] => tokensOf(text).filter((part) => !publicTokens.has(part));
  const tokens = [counts(own(draft)), counts(own(published))] as const;
  const shared = overlap(...tokens);
  const union = total(tokens[0]) + total(tokens[1]) - shared;
  const jaccard = union > 0 ? shared / union : 0;
  const sharedGrams = overlap(...grams);
  const all = total(grams[0]) + total(grams[1]);
  const dice = (2 * sharedGrams) / all;
  return {
    score: TRIGRAM_SHARE * dice + TOKEN_SHARE * jaccard,
    dice,
    jaccard,
    sharedGrams,
    grams: all,
    sharedTokens: shared,
    unionTokens: union,
  };
}

/** The score alone. */
export function lexicalScore(
  draft: string,
  published: string,
  publicTokens: ReadonlySet<string>,
): number {
  return compareTexts(draft, published, publicTokens).score;
}

/** A claim that is still active, with its revealed draft. */
export interface Candidate {
  readonly hotkey: string;
  readonly claimId: string;
  readonly draft: string;
}

export type MatchReason = 'accepted' | 'claim_not_active' | 'ambiguous_match' | 'score_below_floor';

export interface Match {
  readonly winner: Candidate | null;
  /** Score of the best candidate, winner or not; 0 without candidates. */
  readonly score: number;
  /** Score of the second best; 0 where there is none. */
  readonly runnerUp: number;
  readonly reason: MatchReason;
}

/**
 * The candidate whose draft the tweet shows, or nobody: in doubt nobody wins. Decided in this
 * order: no candidate, an exact tie of the best two, the floor, the lead.
 *
 * @param publicText what the campaign says to everybody
 */
export function chooseMatch(
  published: string,
  candidates: readonly Candidate[],
  publicText: string,
): Match {
  const known = new Set(tokensOf(publicText));
  const ranked = candidates
    .map((candidate) => ({ candidate, score: lexicalScore(candidate.draft, published, known) }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  if (!first) return { winner: null, score: 0, runnerUp: 0, reason: 'claim_not_active' };
  const runnerUp = second?.score ?? 0;
  const reason = decide(first.score, runnerUp, second !== undefined);
  const winner = reason === 'accepted' ? first.candidate : null;
  return { winner, score: first.score, runnerUp, reason };
}

function decide(score: number, runnerUp: number, hasSecond: boolean): MatchReason {
  if (hasSecond && score === runnerUp) return 'ambiguous_match';
  if (score < WINNER_FLOOR) return 'score_below_floor';
  return score - runnerUp < WINNER_LEAD ? 'ambiguous_match' : 'accepted';
}

/** What everybody could read of a campaign, joined by spaces. */
export function publicTextOf(campaign: {
  readonly title: string;
  readonly brief: string;
  readonly requiredTerms: readonly string[];
  readonly keywords: readonly string[];
  readonly tag: string | null;
  readonly quotedTweetId: string | null;
}): string {
  const { title, brief, requiredTerms, keywords, tag, quotedTweetId } = campaign;
  const quoted =
    quotedTweetId === null ? [] : [quotedTweetId, `https://x.com/i/status/${quotedTweetId}`];
  return [
    title,
    brief,
    ...requiredTerms,
    ...keywords,
    ...(tag === null ? [] : [tag]),
    ...quoted,
  ].join(' ');
}

/** Trigrams of characters (code points), with two spaces before and behind the text. */
function trigrams(text: string): string[] {
  const chars = Array.from(`  ${normalizeText(text)}  `);
  return chars.slice(0, 1 - GRAM).map((_, i) => chars.slice(i, i + GRAM).join(''));
}

function counts(items: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const item of items) result.set(item, (result.get(item) ?? 0) + 1);
  return result;
}

function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [item, count] of a) shared += Math.min(count, b.get(item) ?? 0);
  return shared;
}

function total(items: ReadonlyMap<string, number>): number {
  let count = 0;
  for (const value of items.values()) count += value;
  return count;
}
