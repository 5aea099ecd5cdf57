import * as v from 'valibot';
import { selectBriefs } from '../../src/subnets/bitcast/scoring/brief-selection.ts';
import {
  channelAgeDays,
  passesChannelGate,
} from '../../src/subnets/bitcast/scoring/channel-gate.ts';
import { parseAnswer } from '../../src/subnets/bitcast/scoring/checker-answer.ts';
import {
  USD_PER_MINUTE,
  scoreVideo,
  scoringPeriods,
} from '../../src/subnets/bitcast/scoring/daily-score.ts';
import { formatDay, parseTime } from '../../src/subnets/bitcast/scoring/days.ts';
import {
  constrainWeights,
  divertToTreasury,
  minerRewards,
} from '../../src/subnets/bitcast/scoring/emissions.ts';
import { medianOfPeriod, scalingFactor } from '../../src/subnets/bitcast/scoring/median-cap.ts';
import {
  curveDifference,
  deductedDifference,
  rewardCurve,
  videoPay,
} from '../../src/subnets/bitcast/scoring/reward-curve.ts';
import {
  carriesIdentifier,
  hasNoManualCaptions,
  isPublic,
  isWithinBrief,
  isYoungEnough,
  passesPrescreen,
} from '../../src/subnets/bitcast/scoring/video-gate.ts';
import { limitPay } from '../../src/subnets/bitcast/scoring/video-limits.ts';
import { list } from './list.ts';
import type { VideoScore } from '../../src/subnets/bitcast/scoring/daily-score.ts';
import type { ConformanceAdapter } from './contract.ts';

const Numbers = v.record(v.string(), v.number());
const Matrix = v.array(v.array(v.number()));
/** Numbers that the API writes as text. */
const Numeric = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));

const Adjusted = v.object({
  scaling: v.number(),
  deduction: v.number(),
  threshold: v.optional(v.number()),
  day1: v.number(),
  day2: v.number(),
  adjusted_diff: v.number(),
  usd_target_boost1: v.optional(v.number()),
});

const PerVideo = v.object({
  format: v.string(),
  boost: v.number(),
  curve_input_day1: v.number(),
  curve_input_day2: v.number(),
  alpha_price_usd: v.number(),
  daily_miner_alpha: v.number(),
  out: v.record(v.string(), v.unknown()),
});

const VideoScores = v.object({
  name: v.string(),
  now: v.string(),
  ypp: v.boolean(),
  min_stake: v.boolean(),
  daily: v.array(
    v.object({
      day: v.string(),
      estimatedRedPartnerRevenue: v.optional(v.number()),
      estimatedMinutesWatched: v.optional(v.number()),
    }),
  ),
  channel_analytics: v.nullable(
    v.object({
      estimatedRedPartnerRevenue: v.optional(Numbers, {}),
      estimatedMinutesWatched: v.optional(Numbers, {}),
    }),
  ),
  out: v.record(v.string(), v.unknown()),
});

const MedianCap = v.object({
  name: v.string(),
  daily: Numbers,
  period: v.tuple([v.string(), v.string()]),
  median: v.number(),
});

const Vetting = v.object({
  name: v.string(),
  now: v.string(),
  channel: v.object({ channel_start: v.string(), subCount: Numeric }),
  analytics: v.object({
    ypp: v.boolean(),
    averageViewPercentage: Numeric,
    estimatedMinutesWatched: v.record(v.string(), Numeric),
  }),
  min_stake: v.boolean(),
  age_days: v.number(),
  pass: v.boolean(),
});

const VideoChecks = v.object({
  name: v.string(),
  now: v.string(),
  video: v.object({
    publishedAt: v.string(),
    privacyStatus: v.string(),
    caption: v.optional(v.string(), 'false'),
  }),
  description: v.nullable(v.string()),
  brief: v.object({
    start_date: v.string(),
    end_date: v.string(),
    unique_identifier: v.nullish(v.string()),
  }),
  public: v.boolean(),
  captions_ok: v.boolean(),
  age_ok: v.boolean(),
  brief_date_ok: v.boolean(),
  unique_id_ok: v.boolean(),
  prescreen: v.tuple([v.boolean(), v.boolean()]),
});

const Selection = v.object({
  name: v.string(),
  briefs: v.array(
    v.object({
      id: v.string(),
      format: v.string(),
      weight: v.number(),
      boost: v.optional(v.number(), 1),
    }),
  ),
  matched: v.array(v.boolean()),
  selected: v.nullable(v.string()),
  product_placement: v.array(v.string()),
});

const LlmParse = v.object({
  text: v.string(),
  parsed: v.object({ meets_brief: v.boolean(), reasoning: v.string() }),
});

const Limits = v.object({
  briefs: v.array(v.object({ id: v.string(), max_count: v.nullish(v.number(), null) })),
  before: v.object({
    videos: v.record(
      v.string(),
      v.object({ details: v.object({ publishedAt: v.string() }), usd_targets: Numbers }),
    ),
  }),
  after_scores: Numbers,
  after_video_usd: v.record(v.string(), Numbers),
});

const Emission = v.object({
  name: v.string(),
  raw_weights: Matrix,
  caps: v.array(v.number()),
  after: Matrix,
  rewards: v.array(v.number()),
});

const Treasury = v.object({
  name: v.string(),
  rewards: v.array(v.number()),
  uids: v.array(v.number()),
  treasury_uid: v.number(),
  percentage: v.number(),
  out: v.array(v.number()),
});

function perVideo(data: v.InferOutput<typeof PerVideo>) {
  const pay = videoPay(data.curve_input_day1, data.curve_input_day2, {
    format: data.format,
    boost: data.boost,
    alphaPriceUsd: data.alpha_price_usd,
    dailyMinerAlpha: data.daily_miner_alpha,
  });
  return {
    name: data.format,
    actual: {
      base_score: pay.baseScore,
      scaling_factor: pay.scale,
      brief_boost: pay.boost,
      usd_target: pay.usd,
      alpha_target: pay.alpha,
      weight: pay.weight,
      limitation_status: pay.status,
    },
    expected: data.out,
  };
}

const METHOD_NAMES = {
  partner: 'ypp_curve_based',
  minutes: 'non_ypp_curve_based',
  'partner without revenue': 'ypp_zero_revenue',
  'partner without revenue or stake': 'ypp_zero_revenue_no_stake',
} as const;

function videoScores(data: v.InferOutput<typeof VideoScores>) {
  const nowMs = parseTime(data.now);
  const result = scoreVideo({
    nowMs,
    partner: data.ypp,
    hasStake: data.min_stake,
    days: data.daily,
    channel: data.channel_analytics,
  });
  return {
    name: data.name,
    actual: {
      score: result.score,
      scoring_method: METHOD_NAMES[result.method],
      curve_input_day1: result.usd[0],
      curve_input_day2: result.usd[1],
      ...detailsOf(result, nowMs, data.channel_analytics !== null),
    },
    expected: data.out,
  };
}

function detailsOf({ method, averages, usd }: VideoScore, nowMs: number, hasChannel: boolean) {
  if (method === 'partner without revenue or stake') {
    return { zero_revenue_detected: true, min_stake_met: false };
  }
  const { earlier, later } = scoringPeriods(nowMs);
  const text = (days: readonly [number, number]) => days.map(formatDay).join(' to ');
  return {
    ...(method === 'partner'
      ? { day1_average: averages[0], day2_average: averages[1] }
      : {
          day1_minutes_average: averages[0],
          day2_minutes_average: averages[1],
          day1_revenue_estimate: usd[0],
          day2_revenue_estimate: usd[1],
          revenue_multiplier: USD_PER_MINUTE,
        }),
    median_capping_applied: hasChannel,
    periods: { day1: text(earlier), day2: text(later) },
  };
}

function vetting(data: v.InferOutput<typeof Vetting>) {
  const facts = {
    nowMs: parseTime(data.now),
    openedMs: parseTime(data.channel.channel_start),
    subscribers: data.channel.subCount,
    partner: data.analytics.ypp,
    hasStake: data.min_stake,
    retentionPercent: data.analytics.averageViewPercentage,
    minutes: Object.values(data.analytics.estimatedMinutesWatched),
  };
  return {
    name: data.name,
    actual: { age: channelAgeDays(facts), pass: passesChannelGate(facts) },
    expected: { age: data.age_days, pass: data.pass },
  };
}

function videoChecks(data: v.InferOutput<typeof VideoChecks>) {
  const video = {
    publishedMs: parseTime(data.video.publishedAt),
    privacy: data.video.privacyStatus,
    caption: data.video.caption,
    description: data.description,
  };
  const identifier = data.brief.unique_identifier;
  const brief = { start: data.brief.start_date, end: data.brief.end_date, identifier };
  return {
    name: data.name,
    actual: [
      isPublic(video),
      hasNoManualCaptions(video),
      isYoungEnough(video, parseTime(data.now)),
      isWithinBrief(video, brief),
      carriesIdentifier(video, identifier),
      passesPrescreen(video, brief),
      passesPrescreen(video, { ...brief, identifier: null }),
    ],
    expected: [
      data.public,
      data.captions_ok,
      data.age_ok,
      data.brief_date_ok,
      data.unique_id_ok,
      ...data.prescreen,
    ],
  };
}

function limits(data: v.InferOutput<typeof Limits>) {
  const videos = Object.entries(data.before.videos).map(([id, { details, usd_targets }]) => ({
    id,
    publishedMs: parseTime(details.publishedAt),
    usd: usd_targets,
  }));
  const briefs = data.briefs.map(({ id, max_count }) => ({ id, maxCount: max_count }));
  return {
    actual: limitPay(videos, briefs),
    expected: { totals: data.after_scores, videos: data.after_video_usd },
  };
}

/** Groups of the YouTube mechanism. */
export const bitcastYoutube: ConformanceAdapter['groups'] = {
  'youtube.curve': list(v.object({ x: v.number(), curve: v.number() }), ({ x, curve }) => ({
    actual: rewardCurve(x),
    expected: curve,
  })),
  'youtube.curve_difference': list(
    v.object({ day1: v.number(), day2: v.number(), diff: v.number() }),
    ({ day1, day2, diff }) => ({ actual: curveDifference(day1, day2), expected: diff }),
  ),
  'youtube.adjusted_difference': list(Adjusted, (data) => {
    const pay = { scale: data.scaling, deductionUsd: data.deduction };
    const difference = deductedDifference(data.day1, data.day2, pay);
    const usd = data.usd_target_boost1;
    return {
      actual: { difference, ...(usd === undefined ? {} : { usd: difference * data.scaling }) },
      expected: { difference: data.adjusted_diff, ...(usd === undefined ? {} : { usd }) },
    };
  }),
  'youtube.per_video_metrics': list(PerVideo, perVideo),
  'youtube.video_scores': list(VideoScores, videoScores),
  'youtube.scaling_factor': list(
    v.object({ average: v.number(), threshold: v.number(), factor: v.nullable(v.number()) }),
    ({ average, threshold, factor }) => ({
      actual: scalingFactor(average, threshold),
      expected: factor,
    }),
  ),
  'youtube.median_cap': list(MedianCap, ({ name, daily, period, median }) => ({
    name,
    actual: medianOfPeriod(daily, ...period),
    expected: median,
  })),
  'youtube.channel_vetting': list(Vetting, vetting),
  'youtube.video_checks': list(VideoChecks, videoChecks),
  'youtube.brief_selection': list(Selection, (data) => ({
    name: data.name,
    actual: selectBriefs(
      data.briefs.map((brief, i) => ({ ...brief, matched: data.matched[i] ?? false })),
    ),
    expected: { selected: data.selected, placements: data.product_placement },
  })),
  'youtube.llm_parse': list(LlmParse, ({ text, parsed }) => {
    const { meetsBrief, reason } = parseAnswer(text);
    return { actual: { meets_brief: meetsBrief, reasoning: reason }, expected: parsed };
  }),
  'youtube.video_limits': list(Limits, limits),
  'youtube.emission_constraints': list(Emission, (data) => {
    const after = constrainWeights(data.raw_weights, data.caps);
    return {
      name: data.name,
      actual: { after, rewards: minerRewards(after) },
      expected: { after: data.after, rewards: data.rewards },
    };
  }),
  'youtube.treasury': list(Treasury, (data) => ({
    name: data.name,
    actual: divertToTreasury(data.rewards, data.uids, {
      treasury: data.treasury_uid,
      share: data.percentage,
    }),
    expected: data.out,
  })),
};
