import { wholeDays } from './days.ts';

// Which YouTube channels may earn at all. Section e1.

export const CHANNEL_LIMITS = {
  /** Whole days since the channel was opened. */
  minAgeDays: 21,
  minSubscribers: 100,
  maxSubscribers: 500_000,
  /** Average view percentage over 90 days. */
  minRetentionPercent: 10,
  /** Minutes watched over 90 days. */
  minMinutes: 1000,
  /** Alpha on the hotkey that stands in for membership of the Partner Program. */
  minStakeAlpha: 1000,
} as const;

export interface ChannelFacts {
  readonly nowMs: number;
  readonly openedMs: number;
  readonly subscribers: number;
  readonly partner: boolean;
  /** Whether the hotkey holds `minStakeAlpha`. */
  readonly hasStake: boolean;
  readonly retentionPercent: number;
  /** Minutes of the last 90 days, by day. */
  readonly minutes: readonly number[];
}

export function channelAgeDays({ openedMs, nowMs }: ChannelFacts): number {
  return wholeDays(openedMs, nowMs);
}

/** Whether a channel passes every rule; one that fails scores 0 for all its videos. */
export function passesChannelGate(facts: ChannelFacts): boolean {
  const minutes = facts.minutes.reduce((sum, value) => sum + value, 0);
  return (
    (facts.partner || facts.hasStake) &&
    channelAgeDays(facts) >= CHANNEL_LIMITS.minAgeDays &&
    facts.subscribers >= CHANNEL_LIMITS.minSubscribers &&
    facts.subscribers <= CHANNEL_LIMITS.maxSubscribers &&
    facts.retentionPercent >= CHANNEL_LIMITS.minRetentionPercent &&
    minutes >= CHANNEL_LIMITS.minMinutes
  );
}
