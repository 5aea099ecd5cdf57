import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { measureVideo } from '../score.ts';
import {
  CHANNEL_LIMITS,
  type ChannelFacts,
  channelAgeDays,
  channelChecks,
} from '../scoring/channel-gate.ts';
import {
  MINUTES,
  REVENUE,
  type ScoreMethod,
  type VideoFacts,
  type VideoScore,
  scoreVideo,
} from '../scoring/daily-score.ts';
import { dayStartMs, parseDay, parseTime } from '../scoring/days.ts';
import { videoPay } from '../scoring/reward-curve.ts';
import {
  type VideoDetails,
  carriesIdentifier,
  hasNoManualCaptions,
  isPublic,
  isWithinBrief,
  isYoungEnough,
} from '../scoring/video-gate.ts';
import { TERM_FIELDS, termsOf } from './pay.ts';
import { payDrawing, payFindings, payImprovements } from './pay-words.ts';

// A video from its analytics: the gates, the daily score, the pay.

const MAX_DAYS = 1000;
/** No video is older than the platform; it also bounds how many days are walked through. */
const FIRST_DAY = parseDay('2005-01-01');
const LAST_DAY = parseDay('2100-01-01');

const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD'),
  v.check(
    (day) => parseDay(day) >= FIRST_DAY && parseDay(day) <= LAST_DAY,
    'must be a day since 2005',
  ),
);
const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9));

const Input = v.object({
  today: Day,
  days: v.pipe(
    v.array(v.object({ day: Day, [REVENUE]: v.optional(Amount), [MINUTES]: v.optional(Amount) })),
    v.maxLength(MAX_DAYS),
  ),
  channel_days: v.optional(v.record(v.string(), Amount)),
  partner: v.optional(v.boolean(), false),
  has_stake: v.optional(v.boolean(), false),
  opened: Day,
  subscribers: Amount,
  retention_percent: v.pipe(Amount, v.maxValue(1000)),
  minutes_90d: Amount,
  published: v.pipe(
    v.string(),
    v.maxLength(40),
    v.check(
      (text) => !Number.isNaN(parseTime(text)),
      'must be a time such as 2026-08-05T10:00:00Z',
    ),
  ),
  description: v.optional(v.pipe(v.string(), v.maxLength(10_000)), ''),
  has_captions: v.optional(v.boolean(), false),
  brief_start: Day,
  brief_end: Day,
  identifier: v.optional(v.pipe(v.string(), v.maxLength(200))),
  ...TERM_FIELDS,
});
type Input = v.InferOutput<typeof Input>;

const METHODS: Readonly<Record<ScoreMethod, () => string>> = {
  partner: m.judge_bitcast_method_partner,
  minutes: m.judge_bitcast_method_minutes,
  'partner without revenue': m.judge_bitcast_method_stake,
  'partner without revenue or stake': m.judge_bitcast_method_none,
};

/** @throws AppError `input.malformed` */
export function judgeVideo(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { channel, video, analytics, dates } = factsOf(input);
  const terms = termsOf(input);
  const isWanted = isWithinBrief(video, dates) && carriesIdentifier(video, input.identifier);
  const briefs = isWanted ? [{ id: 'brief', ...terms }] : [];
  const measured = measureVideo({ channel, video, analytics, briefs });
  const score = scoreVideo(analytics);
  const usd = measured.pay[0]?.usd ?? 0;
  return {
    score: {
      name: m.judge_bitcast_usd_today(),
      value: usd,
      unit: 'USD',
      label: 'exact',
      ...(measured.pay.length === 0 ? { note: m.judge_bitcast_gated() } : {}),
    },
    findings: [
      channelFinding(channel),
      videoFinding(input, video, analytics.nowMs),
      scoreFinding(score),
      ...payFindings(score.usd, terms, videoPay(...score.usd, terms)),
    ],
    improvements: measured.pay.length === 0 ? [] : payImprovements(score.usd, terms),
    drawing: payDrawing(score.usd, terms),
  };
}

function factsOf(input: Input) {
  const nowMs = dayStartMs(parseDay(input.today)) + dayStartMs(1) / 2;
  const isByRevenue = input.partner && input.days.some((day) => (day[REVENUE] ?? 0) > 0);
  const channel: ChannelFacts = {
    nowMs,
    openedMs: dayStartMs(parseDay(input.opened)),
    subscribers: input.subscribers,
    partner: input.partner,
    hasStake: input.has_stake,
    retentionPercent: input.retention_percent,
    minutes: [input.minutes_90d],
  };
  const analytics: VideoFacts = {
    nowMs,
    partner: input.partner,
    hasStake: input.has_stake,
    days: input.days,
    channel: input.channel_days ? { [isByRevenue ? REVENUE : MINUTES]: input.channel_days } : null,
  };
  const video: VideoDetails = {
    publishedMs: parseTime(input.published),
    privacy: 'public',
    caption: String(input.has_captions),
    description: input.description,
  };
  const dates = { start: input.brief_start, end: input.brief_end };
  return { channel, video, analytics, dates };
}

function rule(name: string, isKept: boolean, bound: string): Finding {
  return { name, state: isKept ? 'pass' : 'fail', rule: bound };
}

function channelFinding(channel: ChannelFacts): Finding {
  const checks = channelChecks(channel);
  const { minSubscribers, maxSubscribers, minRetentionPercent, minMinutes } = CHANNEL_LIMITS;
  return {
    name: m.judge_bitcast_channel(),
    children: [
      rule(
        m.judge_bitcast_membership(),
        checks.membership,
        m.judge_bitcast_membership_rule({ alpha: CHANNEL_LIMITS.minStakeAlpha }),
      ),
      rule(
        m.judge_bitcast_age(),
        checks.age,
        `${channelAgeDays(channel)} ≥ ${CHANNEL_LIMITS.minAgeDays}`,
      ),
      rule(
        m.judge_bitcast_subscribers(),
        checks.subscribers,
        `${minSubscribers} ≤ ${channel.subscribers} ≤ ${maxSubscribers}`,
      ),
      rule(
        m.judge_bitcast_retention(),
        checks.retention,
        `${channel.retentionPercent} ≥ ${minRetentionPercent}`,
      ),
      rule(m.judge_bitcast_minutes(), checks.minutes, `${channel.minutes[0] ?? 0} ≥ ${minMinutes}`),
    ],
  };
}

function videoFinding(input: Input, video: VideoDetails, nowMs: number): Finding {
  const dates = { start: input.brief_start, end: input.brief_end };
  return {
    name: m.judge_bitcast_video(),
    children: [
      rule(m.judge_bitcast_public(), isPublic(video), 'public'),
      rule(m.judge_bitcast_captions(), hasNoManualCaptions(video), 'caption = false'),
      rule(m.judge_bitcast_young(), isYoungEnough(video, nowMs), '≤ 17'),
      rule(
        m.judge_bitcast_within(),
        isWithinBrief(video, dates),
        `${dates.start} − 3 ≤ ${input.published} ≤ ${dates.end}`,
      ),
      rule(
        m.judge_bitcast_identifier(),
        carriesIdentifier(video, input.identifier),
        input.identifier ?? '–',
      ),
    ],
  };
}

function scoreFinding({ score, method, averages, factor }: VideoScore): Finding {
  return {
    name: m.judge_bitcast_daily(),
    value: score,
    note: METHODS[method](),
    children: [
      { name: m.judge_bitcast_earlier(), value: averages[0] },
      { name: m.judge_bitcast_later(), value: averages[1] },
      {
        name: m.judge_bitcast_median(),
        value: factor,
        state: factor === 1 ? 'pass' : 'fail',
        rule: m.judge_bitcast_median_rule(),
      },
    ],
  };
}
