import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectBriefs } from '../../../../src/subnets/bitcast/scoring/brief-selection.ts';
import {
  CHANNEL_LIMITS,
  channelAgeDays,
  passesChannelGate,
} from '../../../../src/subnets/bitcast/scoring/channel-gate.ts';
import {
  MAX_TRANSCRIPT,
  NO_SUMMARY,
  parseAnswer,
  passesVotes,
} from '../../../../src/subnets/bitcast/scoring/checker-answer.ts';
import {
  REVENUE,
  periodAverages,
  scoreVideo,
  scoringPeriods,
} from '../../../../src/subnets/bitcast/scoring/daily-score.ts';
import { formatDay, parseDay, parseTime } from '../../../../src/subnets/bitcast/scoring/days.ts';
import {
  constrainWeights,
  dailyMinerAlpha,
  divertToTreasury,
  minerRewards,
  movingAverage,
} from '../../../../src/subnets/bitcast/scoring/emissions.ts';
import {
  MEDIAN_DAYS,
  channelMedian,
  medianOfPeriod,
  scalingFactor,
} from '../../../../src/subnets/bitcast/scoring/median-cap.ts';
import {
  FORMAT_PAY,
  curveDifference,
  deductedDifference,
  payOfFormat,
  rewardCurve,
  videoPay,
} from '../../../../src/subnets/bitcast/scoring/reward-curve.ts';
import {
  MAX_VIDEOS,
  carriesIdentifier,
  hasNoManualCaptions,
  isBriefActive,
  isPublic,
  isWithinBrief,
  isYoungEnough,
} from '../../../../src/subnets/bitcast/scoring/video-gate.ts';
import { limitPay, limitedVideos } from '../../../../src/subnets/bitcast/scoring/video-limits.ts';
import { measureVideo } from '../../../../src/subnets/bitcast/score.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-08-15T12:00:00Z');
const usd = fc.double({ min: 0, max: 1e9, noNaN: true });

describe('the reward curve', () => {
  it.each([
    [0, 0],
    [-1, 0],
    [NaN, 0],
    [Infinity, 0],
    [0.01, 0.1 / 1.01],
    [0.25, 0.5 / 1.05],
    [1, 1 / 1.1],
    [100, 5],
  ])('of %s is %s', (x, y) => {
    expect(rewardCurve(x)).toBeCloseTo(y, 12);
  });

  it('rises and stays below 10', () => {
    fc.assert(
      fc.property(usd, usd, (a, b) => {
        expect(rewardCurve(a)).toBeLessThan(10);
        expect(curveDifference(Math.min(a, b), Math.max(a, b))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('pays over a life what the last day is worth less the deduction', () => {
    fc.assert(
      fc.property(fc.array(usd, { minLength: 1, maxLength: 8 }), (days) => {
        const pay = FORMAT_PAY.dedicated;
        const rising = [0, ...days].sort((a, b) => a - b);
        const total = rising
          .slice(1)
          .reduce((sum, day, i) => sum + deductedDifference(rising[i] ?? 0, day, pay), 0);
        const worth = rewardCurve(rising.at(-1) ?? 0) - pay.deductionUsd / pay.scale;
        expect(total).toBeCloseTo(Math.max(worth, 0), 9);
      }),
    );
  });

  it('pays each format by its own scale and deduction', () => {
    expect(FORMAT_PAY).toEqual({
      dedicated: { scale: 1800, deductionUsd: 100 },
      'ad-read': { scale: 400, deductionUsd: 25 },
      integration: { scale: 400, deductionUsd: 25 },
      productPlacement: { scale: 200, deductionUsd: 6.25 },
    });
    expect(payOfFormat('constructor')).toBe(FORMAT_PAY.dedicated);
  });

  it.each([
    { scale: 0, deductionUsd: 5 },
    { scale: 5, deductionUsd: 0 },
  ])('is the plain difference with scale $scale and deduction $deductionUsd', (pay) => {
    expect(deductedDifference(1, 4, pay)).toBe(curveDifference(1, 4));
  });

  it('turns USD into alpha and weight, and gives no weight without a price', () => {
    const terms = { format: 'dedicated', boost: 1.25, alphaPriceUsd: 0.5, dailyMinerAlpha: 2000 };

    const pay = videoPay(0.4, 0.55, terms);

    expect(pay.usd).toBeCloseTo(215.0601, 3);
    expect(pay.alpha).toBeCloseTo(pay.usd * 2, 9);
    expect(pay.weight).toBeCloseTo(pay.alpha / 2000, 12);
    expect(videoPay(0.4, 0.55, { ...terms, alphaPriceUsd: 0 })).toMatchObject({
      alpha: 0,
      weight: 0,
    });
    expect(videoPay(0.4, 0.55, { ...terms, dailyMinerAlpha: 0 }).weight).toBe(0);
  });
});

describe('the daily score', () => {
  const flat = (value: number, first = '2026-07-26', count = 40) =>
    Array.from({ length: count }, (_, i) => ({
      day: formatDay(parseDay(first) + i),
      estimatedRedPartnerRevenue: value,
      estimatedMinutesWatched: value * 1000,
    }));

  it('looks at days T−10 to T−4 and T−9 to T−3', () => {
    const { earlier, later } = scoringPeriods(NOW);

    expect(earlier.map(formatDay)).toEqual(['2026-08-05', '2026-08-11']);
    expect(later.map(formatDay)).toEqual(['2026-08-06', '2026-08-12']);
  });

  it('sums from the first day with data and ignores days after T−3', () => {
    const averages = periodAverages({ nowMs: NOW, days: flat(1), channel: null }, REVENUE);

    expect(averages).toEqual([14, 15]);
  });

  it('starts at T−10 when data starts later', () => {
    const days = [{ day: '2026-08-12', estimatedRedPartnerRevenue: 7 }];

    expect(periodAverages({ nowMs: NOW, days, channel: null }, REVENUE)).toEqual([0, 1]);
  });

  it('halves the later week when its mean is twice the channel median', () => {
    const channel = Object.fromEntries(
      Array.from({ length: 31 }, (_, i) => [formatDay(parseDay('2026-06-16') + i), 0.5]),
    );
    const facts = {
      nowMs: NOW,
      days: flat(1, '2026-08-06', 7),
      channel: { estimatedRedPartnerRevenue: channel },
    };

    expect(periodAverages(facts, REVENUE)[1]).toBeCloseTo(2, 12);
    expect(periodAverages({ ...facts, channel: {} }, REVENUE)).toEqual([0, 0]);
  });

  it.each([
    [true, false, 1, 'partner'],
    [true, true, 0, 'partner without revenue'],
    [true, false, 0, 'partner without revenue or stake'],
    [false, true, 1, 'minutes'],
  ] as const)(
    'partner %s, stake %s, revenue %s: measured as %s',
    (partner, hasStake, value, method) => {
      const result = scoreVideo({
        nowMs: NOW,
        partner,
        hasStake,
        days: flat(value),
        channel: null,
      });

      expect(result.method).toBe(method);
      if (method === 'minutes') expect(result.usd[0]).toBeCloseTo(14_000 * 5e-5, 12);
    },
  );

  it('is a finite number for any analytics', () => {
    fc.assert(
      fc.property(fc.array(usd, { maxLength: 30 }), fc.boolean(), (values, partner) => {
        const days = values.map((value, i) => ({
          day: formatDay(parseDay('2026-07-20') + i),
          estimatedRedPartnerRevenue: value,
          estimatedMinutesWatched: value,
        }));
        const facts = { nowMs: NOW, partner, hasStake: true, days, channel: {} };
        expect(Math.abs(scoreVideo(facts).score)).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('the median of a channel', () => {
  it('is taken over 31 days, missing ones as 0', () => {
    const days = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [formatDay(parseDay('2026-07-16') - i), 10]),
      );

    expect(MEDIAN_DAYS).toEqual({ from: 60, to: 30 });
    expect(channelMedian(days(15), NOW)).toBe(0);
    expect(channelMedian(days(16), NOW)).toBe(10);
    expect(channelMedian({ ...days(15), '2026-06-15': 10, '2026-07-17': 10 }, NOW)).toBe(0);
    expect(medianOfPeriod({ '2026-01-01': 4, '2026-01-02': 1 }, '2026-01-01', '2026-01-02')).toBe(
      2.5,
    );
    expect(medianOfPeriod({}, '2026-01-02', '2026-01-01')).toBe(0);
  });

  it.each([
    [10, 5, 0.5],
    [5, 5, null],
    [5, 0, 0],
    [0, -1, 0],
    [4, 5, null],
  ])('scales an average of %s over a median of %s by %s', (average, median, factor) => {
    expect(scalingFactor(average, median)).toBe(factor);
  });
});

describe('the channel gate', () => {
  const channel = {
    nowMs: NOW,
    openedMs: NOW - 21 * DAY,
    subscribers: 100,
    partner: true,
    hasStake: false,
    retentionPercent: 10,
    minutes: [400, 600],
  };

  it('passes a channel on every lower limit, and by stake without membership', () => {
    expect(passesChannelGate(channel)).toBe(true);
    expect(passesChannelGate({ ...channel, partner: false, hasStake: true })).toBe(true);
    expect(passesChannelGate({ ...channel, subscribers: 500_000 })).toBe(true);
    expect(CHANNEL_LIMITS.minStakeAlpha).toBe(1000);
  });

  it.each([
    { partner: false },
    { openedMs: NOW - 21 * DAY + 1 },
    { subscribers: 99 },
    { subscribers: 500_001 },
    { retentionPercent: 9.99 },
    { retentionPercent: NaN },
    { minutes: [400, 599] },
    { openedMs: NaN },
  ])('refuses a channel with %o', (fault) => {
    expect(passesChannelGate({ ...channel, ...fault })).toBe(false);
  });

  it('counts whole days', () => {
    expect(channelAgeDays({ ...channel, openedMs: NOW - 2 * DAY + 1 })).toBe(1);
  });
});

describe('the video gate', () => {
  const video = (published: string, more = {}) => ({
    publishedMs: parseTime(published),
    privacy: 'public',
    caption: 'false',
    description: 'with #Tag',
    ...more,
  });
  const brief = { start: '2026-08-04', end: '2026-08-10' };

  it.each([
    ['2026-07-31T23:59:59.999Z', false],
    ['2026-08-01T00:00:00Z', true],
    ['2026-08-10T23:59:59.999Z', true],
    ['2026-08-11T00:00:00Z', false],
    ['never', false],
  ])('says of %s within the brief: %s', (published, within) => {
    expect(isWithinBrief(video(published), brief)).toBe(within);
  });

  it('lets videos of 17 days pass from the start of that day', () => {
    expect(isYoungEnough(video('2026-07-29T00:00:00Z'), NOW)).toBe(true);
    expect(isYoungEnough(video('2026-07-28T23:59:59Z'), NOW)).toBe(false);
  });

  it('wants public videos without captions by hand', () => {
    expect(isPublic(video('2026-08-05', { privacy: 'unlisted' }))).toBe(false);
    expect(hasNoManualCaptions(video('2026-08-05', { caption: 'true' }))).toBe(false);
    expect(MAX_VIDEOS).toBe(75);
  });

  it('finds the identifier whatever its case, and asks for none where there is none', () => {
    expect(carriesIdentifier(video('2026-08-05'), '#tAG')).toBe(true);
    expect(carriesIdentifier(video('2026-08-05', { description: null }), '#tag')).toBe(false);
    expect(carriesIdentifier(video('2026-08-05', { description: null }), null)).toBe(true);
  });

  it('keeps a brief active from 3 days after its start to 17 days after its end', () => {
    const at = (day: string) => isBriefActive(brief, Date.parse(day));

    expect([at('2026-08-06'), at('2026-08-07'), at('2026-08-27'), at('2026-08-28')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('the checker and the selection', () => {
  it.each([
    ['## Verdict\n\n  YESSIR', true],
    ['## verdict \r\nyes', true],
    ['## Verdict\nNO, yes', false],
    ['## Verdict YES', false],
    ['', false],
  ])('reads %j as %s', (text, verdict) => {
    expect(parseAnswer(text).meetsBrief).toBe(verdict);
    expect(parseAnswer(text).reason).toBe(NO_SUMMARY);
  });

  it('passes with one YES among the first three answers', () => {
    const [yes, no] = [parseAnswer('## Verdict\nYES'), parseAnswer('')];

    expect(passesVotes([no, no, yes])).toBe(true);
    expect(passesVotes([no, no, no, yes])).toBe(false);
    expect(MAX_TRANSCRIPT).toBe(250_000);
  });

  it('takes the highest weight × boost, the first on a tie, and every placement', () => {
    const brief = (id: string, weight: number, boost: number, format = 'dedicated') => ({
      id,
      weight,
      boost,
      format,
      matched: true,
    });

    const chosen = selectBriefs([
      brief('a', 10, 2),
      brief('b', 20, 1),
      brief('c', 100, 1, 'productPlacement'),
      { ...brief('d', 900, 1), matched: false },
      brief('e', 1, 1, 'productPlacement'),
    ]);

    expect(chosen).toEqual({ selected: 'a', placements: ['c', 'e'] });
    expect(selectBriefs([brief('a', 10, 2), brief('b', 7, 3)]).selected).toBe('b');
  });
});

describe('limits and emissions', () => {
  const video = (id: string, publishedMs: number, pay: number) => ({
    id,
    publishedMs,
    usd: { b: pay },
  });

  it('keeps the oldest paid videos of a brief', () => {
    const videos = [
      video('new', 3, 5),
      video('free', 0, 0),
      video('old', 1, 5),
      video('mid', 2, 5),
    ];

    expect([...(limitedVideos(videos, [{ id: 'b', maxCount: 2 }]).get('b') ?? [])]).toEqual([
      'new',
    ]);
    expect(limitedVideos(videos, [{ id: 'b', maxCount: 0 }]).size).toBe(0);
    expect(limitedVideos(videos, [{ id: 'b', maxCount: null }]).size).toBe(0);
    expect(limitedVideos(videos, [{ id: 'b', maxCount: 3 }]).size).toBe(0);
    expect(limitPay(videos, [{ id: 'b', maxCount: 1 }])).toEqual({
      totals: { b: 5 },
      videos: { new: { b: 0 }, free: { b: 0 }, old: { b: 5 }, mid: { b: 0 } },
    });
  });

  it('scales columns to their caps and the whole to 1', () => {
    const after = constrainWeights([[0], [0.4], [0.4]], [0.5]);

    expect(after.map(([value]) => value)).toEqual([0, 0.25, 0.25]);
    expect(minerRewards(after)).toEqual([0.5, 0.25, 0.25]);
    expect(constrainWeights([], [])).toEqual([]);
    expect(minerRewards([])).toEqual([]);
    expect(constrainWeights([[1], [1]], [])).toEqual([[0.5], [0.5]]);
  });

  it('never gives out more than 1', () => {
    const rows = fc.array(fc.tuple(usd, usd), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), usd),
        (weights, caps) => {
          const total = constrainWeights(weights, caps)
            .flat()
            .reduce((sum, value) => sum + value, 0);
          expect(total).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });

  it('moves the burn to the treasury, at most its share', () => {
    expect(divertToTreasury([0.4, 0.6], [0, 155])).toEqual([0, 1]);
    expect(divertToTreasury([0.5, 0.5], [0, 155], { share: 0.25 })).toEqual([0.25, 0.75]);
    expect(divertToTreasury([0.4, 0.6], [0, 154])).toEqual([0.4, 0.6]);
    expect(divertToTreasury([0.4, 0.6], [1, 155])).toEqual([0.4, 0.6]);
  });

  it('averages with the last weights and knows the miners’ alpha of a day', () => {
    expect(movingAverage([1, 1], [0.5])).toEqual([0.8, 0.6]);
    expect(dailyMinerAlpha(1)).toBeCloseTo(7200 * 0.41 * 0.85, 9);
    expect(dailyMinerAlpha(2, 1)).toBeCloseTo(5904, 9);
  });
});

describe('a measured video', () => {
  const unit = {
    channel: {
      nowMs: NOW,
      openedMs: 0,
      subscribers: 500,
      partner: true,
      hasStake: false,
      retentionPercent: 40,
      minutes: [5000],
    },
    video: {
      publishedMs: NOW - 5 * DAY,
      privacy: 'public',
      caption: 'false',
      description: '',
    },
    analytics: {
      nowMs: NOW,
      partner: true,
      hasStake: false,
      days: [{ day: '2026-08-10', estimatedRedPartnerRevenue: 70 }],
      channel: null,
    },
    briefs: [{ id: 'b', format: 'dedicated', boost: 1, alphaPriceUsd: 1, dailyMinerAlpha: 1e5 }],
  };

  it('earns the sum over its briefs', () => {
    const { score, pay, components } = measureVideo(unit);

    expect(score).toBeGreaterThan(0);
    expect(pay).toHaveLength(1);
    expect(components.map(({ value }) => value).slice(0, 2)).toEqual([1, 1]);
    expect(components.at(-1)).toMatchObject({ name: 'pay.b', value: score, weight: 1 });
  });

  it.each([
    { channel: { ...unit.channel, subscribers: 5 } },
    { video: { ...unit.video, privacy: 'private' } },
    { video: { ...unit.video, caption: 'true' } },
    { video: { ...unit.video, publishedMs: NOW - 40 * DAY } },
  ])('earns nothing behind a closed gate', (fault) => {
    expect(measureVideo({ ...unit, ...fault })).toMatchObject({ score: 0, pay: [] });
  });
});
