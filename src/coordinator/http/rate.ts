import type { Clock } from '../../shared/clock.ts';

/** Addresses whose buckets are remembered; the one that was quiet the longest goes first. */
const MOST_ADDRESSES = 50_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

export interface RateOptions {
  /** Tokens a second. */
  readonly perSecond: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
  readonly clock: Clock;
}

export interface RateLimiter {
  /** Takes a token. @returns 0 when there was one, else milliseconds until there is */
  take(address: string): number;
}

/** A token bucket per address. */
export function createRateLimiter({ perSecond, burst, clock }: RateOptions): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(address) {
      const nowMs = clock.now();
      const known = buckets.get(address);
      const gained = known ? ((nowMs - known.atMs) * perSecond) / 1000 : 0;
      const tokens = known ? Math.min(burst, known.tokens + Math.max(0, gained)) : burst;
      const granted = tokens >= 1;
      buckets.delete(address); // set again below: the map's order is the order of use
      buckets.set(address, { tokens: granted ? tokens - 1 : tokens, atMs: nowMs });
      if (buckets.size > MOST_ADDRESSES) dropFirst(buckets);
      return granted ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond);
    },
  };
}

function dropFirst(buckets: Map<string, Bucket>): void {
  for (const address of buckets.keys()) {
    buckets.delete(address);
    return;
  }
}
