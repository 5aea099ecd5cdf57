import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATEGORY_LEVERAGE,
  POSITION_LEVERAGE,
  accountSizeUsd,
  categoryLeverage,
} from '../../../../src/subnets/vanta/scoring/account.ts';
import {
  CHALLENGE,
  IDLE_DAYS,
  OLDER_BEFORE_MS,
  OLDEST_BEFORE_MS,
  PLAGIARISM_DAYS,
  PROBATION_DAYS,
  belowPercent,
  decide,
  drawdownLimits,
  passesChallenge,
} from '../../../../src/subnets/vanta/scoring/buckets.ts';
import { BURN_UID, burnNormalize } from '../../../../src/subnets/vanta/scoring/burn.ts';
import {
  dustRange,
  dustWeights,
  finalWeight,
  zeroWeighted,
} from '../../../../src/subnets/vanta/scoring/dust.ts';
import {
  daysUntilTarget,
  debtWeight,
  emissionForecast,
  payoutSteps,
  remainingPayout,
} from '../../../../src/subnets/vanta/scoring/payout.ts';
import {
  CLASS_SHARES,
  PNL_WEIGHT,
  aggregateClasses,
  combineScores,
  normalizeScores,
  percentiles,
  softmaxShares,
} from '../../../../src/subnets/vanta/scoring/ranking.ts';
import { parseInput, parseResult, stopFaults } from '../../../../src/subnets/vanta/task.ts';

const DAY = 86_400_000;
const score = fc.double({ min: -100, max: 100, noNaN: true });

describe('ranking', () => {
  it('gives the share of strictly lower scores', () => {
    const scores = new Map([
      ['a', 10],
      ['b', -4],
      ['c', 3],
      ['d', 3],
    ]);

    expect([...percentiles(scores).values()]).toEqual([0.75, 0, 0.25, 0.25]);
    const combined = combineScores(
      [{ weight: 1, scores }],
      new Map([
        ['c', 0.01],
        ['d', 0.5],
      ]),
    );
    expect([...combined.values()]).toEqual([0.75, 0, 0.0025, 0.125]);
    expect(softmaxShares(combined).get('a')).toBeCloseTo(0.9781, 4);
    expect(percentiles(new Map([['a', -5]])).get('a')).toBe(1);
    expect(softmaxShares(new Map([['a', 0]])).get('a')).toBe(1);
    expect(softmaxShares(new Map()).size).toBe(0);
    expect(
      softmaxShares(
        new Map([
          ['a', 0],
          ['b', 0],
        ]),
      ).get('a'),
    ).toBe(0);
  });

  it('shares out slightly less than 1, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 2, maxLength: 20 }), (values) => {
        const scores = new Map(values.map((value, i) => [String(i), value]));
        const shares = softmaxShares(scores);
        const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
        expect(total).toBeLessThanOrEqual(1);
        const reversed = softmaxShares(new Map([...scores].toReversed()));
        for (const [miner, share] of shares) {
          expect(reversed.get(miner)).toBeCloseTo(share, 12);
        }
      }),
    );
  });

  it('weighs classes and normalises', () => {
    expect(CLASS_SHARES).toEqual({ crypto: 0.334, forex: 0.333, equities: 0.333 });
    expect(PNL_WEIGHT).toBe(1);
    const classes = [
      { share: 3, scores: new Map([['a', 1]]) },
      { share: 1, scores: new Map([['b', 1]]) },
    ];
    expect([...aggregateClasses(classes)]).toEqual([
      ['a', 0.75],
      ['b', 0.25],
    ]);
    expect(normalizeScores(new Map([['a', 0]])).size).toBe(0);
  });
});

describe('payout', () => {
  const pay = (...rows: [number, number, number][]) =>
    payoutSteps(
      rows.map(([realizedUsd, unrealizedUsd, penalty]) => ({
        realizedUsd,
        unrealizedUsd,
        penalty,
      })),
    ).neededUsd;

  it('pays rises above the record, less what would be lost now', () => {
    expect(pay()).toBe(0);
    expect(pay([100, 0, 1], [-60, 0, 1], [40, 0, 1], [50, 0, 1])).toBe(130);
    expect(pay([100, 0, 1], [100, 0, 0.5])).toBe(150);
    expect(pay([100, 0, 1], [0, -30, 1])).toBe(70);
    expect(pay([100, 0, 1], [0, -30, 0.5])).toBe(85);
    expect(pay([100, 0, 1], [0, 30, 1])).toBe(100);
  });

  it('spreads a debt to the end of the week', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map(daysUntilTarget)).toEqual([6, 5, 4, 3, 2, 1, 7]);
    expect(remainingPayout(5, 7)).toBe(0);
    expect(remainingPayout(7, 5)).toBe(2);
    expect(debtWeight(1200, 2, 20_000)).toBeCloseTo(0.015, 12);
    expect(debtWeight(1200, 2, 0)).toBe(0);
    expect(
      emissionForecast({ alphaPerTempo: 360, taoReserve: 1, alphaReserve: 2, taoUsd: 10 }),
    ).toBe(36_000);
  });
});

describe('dust and burn', () => {
  it('has a range for each bucket', () => {
    const units = (['CHALLENGE', 'PLAGIARISM', 'PROBATION', 'MAINCOMP', 'ENTITY'] as const).map(
      (bucket) => dustRange(bucket),
    );

    expect(
      units.map(([floor]) => floor / 1.5e-5).map((unit) => Math.round(unit * 1e9) / 1e9),
    ).toEqual([1, 1, 2, 3, 4]);
    for (const [floor, ceiling] of units) expect(ceiling - floor).toBeCloseTo(1.5e-5, 15);
    expect(dustRange('UNKNOWN')).toEqual([0, 0]);
  });

  it('scales by PnL, losses as 0', () => {
    const weights = dustWeights('CHALLENGE', { a: -5, b: 1, c: 2, d: 2 }, new Set(['d']));

    expect(weights['a']).toBeCloseTo(1.5e-5, 15);
    expect(weights['b']).toBeCloseTo(2.25e-5, 15);
    expect(weights['c']).toBeCloseTo(3e-5, 15);
    expect(weights['d']).toBe(0);
    expect(finalWeight(1, 2)).toBe(2);
    expect(finalWeight(3, 2)).toBe(3);
  });

  const challengers = (count: number, accountUsd: number | null) =>
    Array.from({ length: count }, (_, i) => ({ id: String(i), pnlUsd: i, accountUsd }));

  it.each([
    [challengers(1, null), []],
    [challengers(2, null), ['0', '1']],
    [challengers(3, 2e5), []],
    [challengers(8, 2e5), ['0', '1']],
    [challengers(60, 2e5), Array.from({ length: 10 }, (_, i) => String(i))],
    [
      [...challengers(7, 2e5), { id: 'x', pnlUsd: 99, accountUsd: 149_999 }],
      ['x', '0'],
    ],
    [
      [...challengers(7, 2e5), { id: 'x', pnlUsd: 99, accountUsd: 150_000 }],
      ['0', '1'],
    ],
    [
      [...challengers(7, 2e5), { id: 'x', pnlUsd: 99, accountUsd: -1 }],
      ['x', '0'],
    ],
  ])('zeroes the worst challengers, case %#', (list, ids) => {
    expect([...zeroWeighted(list, 150_000)]).toEqual(ids);
  });

  it('sums to 1 with the burn key or without it', () => {
    expect(BURN_UID).toEqual({ mainnet: 229, testnet: 220 });
    expect(burnNormalize({ a: 0.2, b: 0.3 }, 'x')).toEqual([
      ['x', 0.5],
      ['b', 0.3],
      ['a', 0.2],
    ]);
    expect(burnNormalize({ a: 1, b: 1 }, 'x')).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ]);
    expect(burnNormalize({ a: 1 }, 'x')).toEqual([['a', 1]]);
    expect(burnNormalize({}, 'x')).toEqual([['x', 1]]);
  });
});

describe('buckets', () => {
  const account = { registeredMs: OLDER_BEFORE_MS, isStatic: false };
  const state = {
    ...account,
    bucket: 'CHALLENGE',
    nowMs: 61 * DAY,
    enteredMs: 0,
    lastOrderMs: 61 * DAY,
    equity: 1.11,
    dayOpenEquity: 1.1,
    bestEndOfDayEquity: 1.1,
    balance: 1.11,
    rank: 25,
    isForex: false,
  } as const;

  it('knows the limits of old and new accounts', () => {
    expect([OLDEST_BEFORE_MS, OLDER_BEFORE_MS]).toEqual([1_773_532_799_000, 1_779_840_000_000]);
    const limits = (registeredMs: number, isStatic = false) =>
      Object.values(drawdownLimits('MAINCOMP', { registeredMs, isStatic }));
    expect(limits(OLDER_BEFORE_MS)).toEqual([5, 8]);
    expect(limits(OLDER_BEFORE_MS - 1)).toEqual([8, 8]);
    expect(limits(OLDEST_BEFORE_MS)).toEqual([8, 8]);
    expect(limits(OLDEST_BEFORE_MS - 1)).toEqual([10, 10]);
    expect(limits(0, true)).toEqual([10, 5]);
    expect(Object.values(drawdownLimits('CHALLENGE', account))).toEqual([5, 5]);
    expect([IDLE_DAYS, PROBATION_DAYS, PLAGIARISM_DAYS]).toEqual([60, 90, 14]);
    expect(CHALLENGE).toEqual({
      minDays: 61,
      maxDays: 90,
      returnPercent: { forex: 8, other: 10 },
      rank: 25,
    });
  });

  it.each([
    [{}, 'promote'],
    [{ nowMs: 61 * DAY - 1 }, 'keep'],
    [{ rank: 26 }, 'keep'],
    [{ balance: 1.1 - 1e-9 }, 'keep'],
    [{ nowMs: 90 * DAY, lastOrderMs: 90 * DAY }, 'promote'],
    [{ nowMs: 90 * DAY + 1, lastOrderMs: 90 * DAY }, 'eliminate: time'],
    [{ nowMs: 121 * DAY }, 'keep-none'],
    [{ equity: 1, dayOpenEquity: 1.0527, balance: 1 }, 'eliminate: intraday drawdown'],
    [
      { equity: 0.9499, dayOpenEquity: 0.96, bestEndOfDayEquity: 0.95 },
      'eliminate: end-of-day drawdown',
    ],
    [{ bucket: 'MAINCOMP', rank: 26 }, 'demote'],
    [{ bucket: 'MAINCOMP' }, 'keep'],
    [{ bucket: 'PROBATION' }, 'promote'],
    [{ bucket: 'PROBATION', rank: 26 }, 'keep'],
    [{ bucket: 'PROBATION', nowMs: 90 * DAY + 1, lastOrderMs: 90 * DAY }, 'eliminate: time'],
  ] as const)('decides %j: %s', (change, decision) => {
    const decided = decide({ ...state, ...change });

    expect(decided).toBe(decision === 'keep-none' ? 'eliminate: time' : decision);
  });

  it('eliminates who is idle for more than 60 days', () => {
    expect(decide({ ...state, bucket: 'MAINCOMP', lastOrderMs: DAY - 1 })).toBe('eliminate: idle');
    expect(decide({ ...state, bucket: 'MAINCOMP', lastOrderMs: DAY })).toBe('keep');
  });

  it('measures breaches strictly', () => {
    expect(belowPercent(95, 100)).toBeCloseTo(5, 9);
    expect(belowPercent(101, 100)).toBe(0);
    expect(belowPercent(1, 0)).toBe(0);
    expect(passesChallenge({ equity: 1.09, balance: 1.2, isForex: true })).toBe(true);
    expect(passesChallenge({ equity: 1.2, balance: 1.07, isForex: true })).toBe(false);
  });
});

describe('accounts', () => {
  it('has $500 a theta, at most 1000 theta', () => {
    expect([accountSizeUsd(-1), accountSizeUsd(300), accountSizeUsd(2000)]).toEqual([
      0, 150_000, 500_000,
    ]);
    expect(categoryLeverage('forex', 3)).toBe(15);
    expect(CATEGORY_LEVERAGE).toEqual({
      crypto: [2, 2, 3, 4],
      forex: [5, 10, 15, 20],
      equities: [1, 1.5, 2, 2],
      commodities: [2, 2, 3, 4],
      indices: [3, 6, 8, 10],
      HL_ALL: [4, 7, 10, 12],
      ALL_MARKETS: [6, 12, 18, 24],
    });
    expect(POSITION_LEVERAGE).toEqual({
      crypto: [0.01, 2.5],
      hyperliquid: [0.01, 1],
      forex: [0.1, 10],
      equities: [0.01, 2],
      commodities: [0.05, 2],
    });
  });
});

describe('signals', () => {
  const market = { execution_type: 'MARKET', order_type: 'LONG', leverage: 1 };
  const limit = { ...market, execution_type: 'LIMIT', limit_price: 10 };

  it.each([
    market,
    { execution_type: 'MARKET', order_type: 'FLAT' },
    { ...limit, stop_loss: 9, take_profit: 11 },
    { ...limit, order_type: 'SHORT', stop_loss: 11, take_profit: 9 },
    { execution_type: 'BRACKET', order_type: 'LONG', bracket_orders: [{ stop_loss: 1 }] },
    { ...market, trailing_stop: { trailing_percent: 0.5 } },
    { execution_type: 'LIMIT_CANCEL', order_uuid: 'u' },
  ])('accepts %j', (signal) => {
    expect(parseResult(signal)).toEqual(signal);
  });

  it.each([
    [{ ...market, execution_type: 'GUESS' }, 'execution_type'],
    [{ ...market, value: 5 }, 'exactly one'],
    [{ execution_type: 'MARKET', order_type: 'LONG' }, 'exactly one'],
    [{ ...market, order_type: 'FLAT' }, 'leverage'],
    [{ ...market, leverage: 501 }, 'leverage'],
    [{ ...market, leverage: 9e-6 }, 'leverage'],
    [{ ...limit, limit_price: undefined }, 'limit_price'],
    [{ ...limit, execution_type: 'STOP_LIMIT' }, 'stop_price'],
    [{ ...limit, stop_loss: 10 }, 'stop_loss'],
    [{ ...limit, take_profit: 10 }, 'take_profit'],
    [{ ...limit, order_type: 'SHORT', stop_loss: 9 }, 'stop_loss'],
    [{ ...market, trailing_stop: { trailing_percent: 1 } }, 'trailing_stop'],
    [{ execution_type: 'BRACKET', bracket_orders: [{}] }, 'bracket_orders.0'],
    [{ execution_type: 'BRACKET', value: 5 }, 'value'],
    [null, 'Expected'],
    [{ ...market, order_uuid: 'x'.repeat(4040) }, '4096'],
  ])('refuses %j for %s', (signal, field) => {
    expect(() => parseResult(signal)).toThrow(field);
  });

  it('asks nothing of stops without a direction, and reads the market', () => {
    expect(stopFaults({ execution_type: 'FLAT_ALL' }, 5)).toEqual([]);
    const quote = {
      trade_pair: 'BTCUSDC',
      category: 'crypto',
      blocked: false,
      bid: 1,
      ask: 2,
      time_ms: 5,
    };
    expect(parseInput(quote)).toEqual(quote);
    expect(() => parseInput({ ...quote, bid: 0 })).toThrow('bid');
  });
});
