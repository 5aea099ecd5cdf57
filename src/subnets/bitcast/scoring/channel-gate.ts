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

export interface ChannelChecks {
  readonly membership: boolean;
  readonly age: boolean;
  readonly subscribers: boolean;
  readonly retention: boolean;
  readonly minutes: boolean;
}

/** Which rules a channel keeps. */
export function channelChecks(facts: ChannelFacts): ChannelChecks {
  const minutes = facts.minutes.reduce((sum, value) => sum + value, 0);
  return {
    membership: facts.partner || facts.hasStake,
    age: channelAgeDays(facts) >= CHANNEL_LIMITS.minAgeDays,
    subscribers:
      facts.subscribers >= CHANNEL_LIMITS.minSubscribers &&
      facts.subscribers <= CHANNEL_LIMITS.maxSubscribers,
    retention: facts.retentionPercent >= CHANNEL_LIMITS.minRetentionPercent,
    minutes: minutes >= CHANNEL_LIMITS.minMinutes,
  };
}

/** Whether a channel passes every rule; one that fails scores 0 for all its videos. */
export function passesChannelGate(facts: ChannelFacts): boolean {
  return Object.values(channelChecks(facts)).every((isKept) => isKept === true);
}
