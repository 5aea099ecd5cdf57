import type { Clock } from '../../shared/clock.ts';

/** Most keys at once; they come from visitors, so there must be an end to them. */
const MOST_KEYS = 200;

interface Kept {
  readonly untilMs: number;
  readonly value: Promise<unknown>;
}

/** Shares one reading between everybody who asks within `keepMs`. */
export function createBriefCache(clock: Clock, keepMs: number) {
  const kept = new Map<string, Kept>();
  return <Value>(key: string, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key);
    // The key names the reading, so what is kept under it is of its type.
    if (known && clock.now() < known.untilMs) return known.value as Promise<Value>;
    if (kept.size >= MOST_KEYS) kept.clear();
    const value = read();
    kept.set(key, { untilMs: clock.now() + keepMs, value });
    value.catch(() => kept.delete(key));
    return value;
  };
}
