import { dayOf, formatDay } from './days.ts';
import { channelMedian, scalingFactor } from './median-cap.ts';
import { curveDifference } from './reward-curve.ts';

// The daily score of a video from its analytics. Section e3. T is the day of `nowMs`.

export const REVENUE = 'estimatedRedPartnerRevenue';
export const MINUTES = 'estimatedMinutesWatched';
/** USD that a watched minute counts for where no revenue is known. */
export const USD_PER_MINUTE = 5e-5;
/** Days until analytics count as final: the later period ends at T − 3. */
export const REWARD_DELAY_DAYS = 3;
/** Length of both periods, days. */
export const ROLLING_DAYS = 7;

export type Metric = typeof REVENUE | typeof MINUTES;

/** Analytics of one day of a video; a metric that is missing is 0. */
export interface VideoDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly [REVENUE]?: number | undefined;
  readonly [MINUTES]?: number | undefined;
}

/** Daily values of the whole channel: metric → `YYYY-MM-DD` → value. */
export type ChannelDays = Partial<Readonly<Record<Metric, Readonly<Record<string, number>>>>>;

export interface VideoFacts {
  readonly nowMs: number;
  /** In the YouTube Partner Program. */
  readonly partner: boolean;
  /** Whether the miner holds the stake that replaces membership. */
  readonly hasStake: boolean;
  readonly days: readonly VideoDay[];
  /** Null where unknown: then nothing is scaled. */
  readonly channel: ChannelDays | null;
}

export type ScoreMethod =
  'partner' | 'minutes' | 'partner without revenue' | 'partner without revenue or stake';

export interface VideoScore {
  readonly score: number;
  readonly method: ScoreMethod;
  /** Mean cumulative value of each period, in the metric's own unit. */
  readonly averages: readonly [earlier: number, later: number];
  /** The same in USD: what the curve sees. */
  readonly usd: readonly [earlier: number, later: number];
  /** What each day of the later period was multiplied by; 1: nothing was scaled. */
  readonly factor: number;
}

/** Days of the earlier and of the later period, first and last, by day number. */
export function scoringPeriods(nowMs: number): {
  readonly earlier: readonly [first: number, last: number];
  readonly later: readonly [first: number, last: number];
} {
  const last = dayOf(nowMs) - REWARD_DELAY_DAYS;
  const first = last - ROLLING_DAYS + 1;
  return { earlier: [first - 1, last - 1], later: [first, last] };
}

/**
 * Score of a video today: curve(A2) − curve(A1) over the means A1, A2 of cumulative revenue in
 * days T−10..T−4 and T−9..T−3.
 *
 * Partners are measured by revenue; a partner's video that never earned is measured by minutes
 * with the stake and scores 0 without it; everybody else is measured by minutes × 5e-5 USD.
 * The later period is scaled down by the channel's own median first (`scalingFactor`). Section e3.
 */
export function scoreVideo(facts: VideoFacts): VideoScore {
  const method = methodOf(facts);
  if (method === 'partner without revenue or stake') {
    return { score: 0, method, averages: [0, 0], usd: [0, 0], factor: 1 };
  }
  const byRevenue = method === 'partner';
  const metric = byRevenue ? REVENUE : MINUTES;
  const averages = periodAverages(facts, metric);
  const rate = byRevenue ? 1 : USD_PER_MINUTE;
  const usd = [averages[0] * rate, averages[1] * rate] as const;
  return {
    score: curveDifference(usd[0], usd[1]),
    method,
    averages,
    usd,
    factor: laterScaling(facts, metric),
  };
}

function methodOf({ partner, hasStake, days }: VideoFacts): ScoreMethod {
  if (!partner) return 'minutes';
  const revenue = days.reduce((sum, day) => sum + (day[REVENUE] ?? 0), 0);
  if (revenue !== 0) return 'partner';
  return hasStake ? 'partner without revenue' : 'partner without revenue or stake';
}

/**
 * Means of the cumulative metric in both periods. Days without data are 0; the sum starts with
 * the earlier of T−10 and the first day that has data; days after T−3 do not exist.
 */
export function periodAverages(
  { nowMs, days, channel }: Pick<VideoFacts, 'nowMs' | 'days' | 'channel'>,
  metric: Metric,
): readonly [earlier: number, later: number] {
  const { earlier, later } = scoringPeriods(nowMs);
  const values = new Map(days.map((entry) => [entry.day, entry[metric] ?? 0]));
  const firstName = [...values.keys()].reduce(
    (least, name) => (name < least ? name : least),
    formatDay(earlier[0]),
  );
  const factor = laterScaling({ nowMs, days, channel }, metric);
  const cumulative = new Map<number, number>();
  let total = 0;
  for (let day = dayOf(Date.parse(firstName)); day <= later[1]; day++) {
    const value = values.get(formatDay(day)) ?? 0;
    total += day >= later[0] ? value * factor : value;
    cumulative.set(day, total);
  }
  return [meanOver(cumulative, earlier), meanOver(cumulative, later)];
}

/** What the days of the later period are multiplied by; 1 without the channel's own days. */
function laterScaling(
  { nowMs, days, channel }: Pick<VideoFacts, 'nowMs' | 'days' | 'channel'>,
  metric: Metric,
): number {
  if (channel === null) return 1;
  const { later } = scoringPeriods(nowMs);
  const values = new Map(days.map((entry) => [entry.day, entry[metric] ?? 0]));
  let total = 0;
  for (let day = later[0]; day <= later[1]; day++) total += values.get(formatDay(day)) ?? 0;
  return scalingFactor(total / ROLLING_DAYS, channelMedian(channel[metric] ?? {}, nowMs)) ?? 1;
}

function meanOver(
  values: ReadonlyMap<number, number>,
  [first, last]: readonly [number, number],
): number {
  let total = 0;
  for (let day = first; day <= last; day++) total += values.get(day) ?? 0;
  return total / ROLLING_DAYS;
}
