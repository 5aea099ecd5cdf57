import { roundPython } from '../../../shared/python-text.ts';

// What the engagement of considered accounts makes of a tweet. Section e', score.

const BASELINE = 2;
const WEIGHTS = { retweet: 1, quote: 3 } as const;
const CLOSE_BASE = 0.1;
const CLOSE_SCALE = 0.9;
const DIGITS = 6;
/** Part of its influence that an account keeps that is gone from the newest map. */
const GONE_SHARE = 0.5;

export type EngagementKind = keyof typeof WEIGHTS;

export interface TweetFacts {
  /** Account → what it did with the tweet; an account counts once. */
  readonly engagements: Readonly<Record<string, string>>;
  readonly author: string;
  readonly authorInfluence: number;
  /** Influence of the accounts that count. */
  readonly considered: Readonly<Record<string, number>>;
  /** How close an engager is to the author; 0 where unknown, and without it. */
  readonly relationship: (engager: string, author: string) => number;
}

export interface Contribution {
  readonly account: string;
  readonly influence: number;
  readonly kind: EngagementKind;
  readonly relationship: number;
  readonly factor: number;
  readonly contribution: number;
}

export interface TweetScore {
  /** 2 × author influence + Σ influence × weight × factor, 6 decimals. */
  readonly score: number;
  readonly details: readonly Contribution[];
}

/** 0.1 + 0.9 / R for a relationship R > 0, otherwise 1. */
export function closenessFactor(relationship: number): number {
  return relationship > 0 ? CLOSE_BASE + CLOSE_SCALE / relationship : 1;
}

/** Score of a tweet; the author's own engagement does not count. */
export function scoreTweet(facts: TweetFacts): TweetScore {
  const details: Contribution[] = [];
  let total = facts.authorInfluence * BASELINE;
  for (const [account, kind] of Object.entries(facts.engagements)) {
    if (!isKind(kind) || !Object.hasOwn(facts.considered, account)) continue;
    if (account.toLowerCase() === facts.author.toLowerCase()) continue;
    const influence = facts.considered[account] ?? 0;
    const relationship = facts.relationship(account, facts.author);
    const factor = closenessFactor(relationship);
    const contribution = influence * WEIGHTS[kind] * factor;
    total += contribution;
    details.push({
      account,
      kind,
      influence: roundPython(influence, DIGITS),
      relationship: roundPython(relationship, 2),
      factor: roundPython(factor, 3),
      contribution: roundPython(contribution, DIGITS),
    });
  }
  return { score: roundPython(total, DIGITS), details };
}

/** Influence of an author: the highest of tweet time, now, and the least of the map. */
export function authorInfluence(
  atTweet: number | null,
  current: number | null,
  leastOfMap: number,
): number {
  return Math.max(atTweet ?? 0, current ?? 0, leastOfMap);
}

/** Influence of an engager: half of it where the account is gone from the newest map. */
export function engagerInfluence(atTweet: number, isInNewestMap: boolean): number {
  return isInNewestMap ? atTweet : atTweet * GONE_SHARE;
}

function isKind(kind: string): kind is EngagementKind {
  return Object.hasOwn(WEIGHTS, kind);
}
