import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average, decayWeights } from '../../../../src/subnets/vanta/scoring/average.ts';
import {
  drawdownPenalty,
  drawdownPercent,
  riskNormalization,
} from '../../../../src/subnets/vanta/scoring/drawdown.ts';
import { dailyPnl, ledgerDays } from '../../../../src/subnets/vanta/scoring/ledger.ts';
import {
  calmar,
  minimumDays,
  omega,
  pnlScore,
  sharpe,
  sortino,
  tStatistic,
} from '../../../../src/subnets/vanta/scoring/metrics.ts';
import { numpySum } from '../../../../src/subnets/vanta/scoring/numpy-sum.ts';
import {
  MIN_ACCOUNT_USD,
  PERFORMANCE_THRESHOLDS,
  collateralPenalty,
  penaltyFactors,
  performancePenalty,
  riskProfilePenalty,
  sigmoid,
  totalPenalty,
} from '../../../../src/subnets/vanta/scoring/penalties.ts';
import {
  ANNUAL_RISK_FREE,
  DAYS_IN_YEAR,
  annualExcess,
  annualVolatility,
  baseReturnPercent,
  dailyMaxDrawdown,
  downsideVolatility,
} from '../../../../src/subnets/vanta/scoring/volatility.ts';
import { measureTrader } from '../../../../src/subnets/vanta/score.ts';
import { readPairs } from '../../../support/conformance.ts';

const plain = { weighted: false, daysInYear: 365, minDays: null, bypass: false };
const bypassed = { ...plain, bypass: true };
const series = (count: number, value: (day: number) => number) =>
  Array.from({ length: count }, (_, day) => value(day));
const alternating = series(60, (day) => (day % 2 === 0 ? 0.004 : -0.002));
const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { maxLength: 80 });

describe('sums and averages', () => {
  it('adds as numpy does: in eight lanes, in halves above 128', () => {
    expect(numpySum([])).toBe(0);
    expect(numpySum(series(7, () => 0.1))).toBe(0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1);
    expect(numpySum(series(8, () => 0.1))).toBe(0.8);
    expect(numpySum(series(10, () => 0.1))).toBe(0.8 + 0.1 + 0.1);
    expect(numpySum(series(1000, (i) => i))).toBe(499_500);
    expect(numpySum(series(128, () => 0.1))).toBeCloseTo(12.8, 12);
    const wide = series(200, (i) => Math.sin(i));
    expect(numpySum(wide)).toBe(numpySum(wide.slice(0, 96)) + numpySum(wide.slice(96)));
  });

  it('lets weights decay from 1 to 0.15', () => {
    expect(decayWeights(2)).toEqual([0.15 + 0.85 * Math.exp(-0.075), 1]);
    expect(decayWeights(400)[0]).toBeCloseTo(0.15, 9);
    expect(decayWeights(1, 0.045)).toEqual([1]);
    expect(decayWeights(0)).toEqual([]);
  });

  it('averages a part with the weights of its places', () => {
    const weights = decayWeights(3);
    const expected = (1 * (weights[0] ?? 0) + 3 * 1) / ((weights[0] ?? 0) + 1);

    expect(average([1, 2, 3], { weighted: true, indices: [0, 2] })).toBeCloseTo(expected, 12);
    expect(average([1, 2, 3], { weighted: false, indices: [] })).toBe(2);
    expect(average([], { weighted: true })).toBe(0);
  });
});

describe('ratios', () => {
  it('agree with the worked examples', () => {
    expect(sharpe(alternating, plain)).toBeCloseTo(5.6896, 4);
    expect(sortino(alternating, plain)).toBeCloseTo(32.61, 6);
    expect(omega(alternating, plain)).toBeCloseTo(2, 9);
    const up = series(60, () => 0.001);
    expect(sharpe(up, plain)).toBeCloseTo(32.61, 9);
    expect(sortino(up, plain)).toBe(0);
    expect(omega(up, plain)).toBeCloseTo(6, 9);
    expect(omega(up, { ...plain, weighted: true })).toBeCloseTo(0.0206, 4);
    expect(calmar(up, [0.95], plain)).toBeCloseTo(7.3, 9);
    expect(calmar(up, [0.9], plain)).toBeCloseTo(3.65, 9);
    expect(calmar(up, [0.8999], plain)).toBe(0);
  });

  it.each([
    [59, -100, 0],
    [60, undefined, undefined],
  ])('need 60 days where nobody says otherwise: %i days', (count, low, none) => {
    const days = series(count, (day) => Math.sin(day) / 100);

    for (const value of [sharpe(days, plain), sortino(days, plain), tStatistic(days, plain)]) {
      if (low === undefined) expect(value).not.toBe(-100);
      else expect(value).toBe(low);
    }
    if (low !== undefined) {
      expect(calmar(days, [0.95], plain)).toBe(low);
      expect(omega(days, plain)).toBe(none);
      expect(pnlScore(days, plain)).toBe(none);
    }
  });

  it('take any number of days when bypassed, but a t needs two and a variance', () => {
    expect(sharpe([], bypassed)).toBe(0);
    expect(tStatistic([0.01], bypassed)).toBe(-100);
    expect(tStatistic([0.01, 0.01], bypassed)).toBe(-100);
    expect(tStatistic([1e-4, -1e-4], bypassed)).toBe(-100); // variance exactly about 1e-8
    expect(tStatistic([1.1e-4, -0.9e-4, 3e-4], bypassed)).not.toBe(-100);
    expect(tStatistic([0.01, -0.005], bypassed)).toBeCloseTo(1 / 3, 12);
  });

  it('count a zero day as no gain', () => {
    expect(omega([0, 0.02, -0.01], { ...bypassed, weighted: true })).toBeCloseTo(
      (0.02 * (decayWeights(3)[1] ?? 0) * (1 + (decayWeights(3)[0] ?? 0))) / 0.01,
      6,
    );
    expect(omega([0.05, -0.02], bypassed)).toBeCloseTo(2.5, 12);
  });

  it('are finite whatever the returns', () => {
    fc.assert(
      fc.property(returns, fc.boolean(), (days, weighted) => {
        const options = { ...bypassed, weighted };
        const ratios = [0.93, 0.97];
        for (const value of [
          sharpe(days, options),
          sortino(days, options),
          omega(days, options),
          tStatistic(days, options),
          calmar(days, ratios, options),
        ]) {
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(dailyMaxDrawdown(days)).toBeGreaterThanOrEqual(0);
        expect(dailyMaxDrawdown(days)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('know yearly figures', () => {
    expect(ANNUAL_RISK_FREE).toBe(0.038900000000000004);
    expect(DAYS_IN_YEAR).toEqual({ crypto: 365, forex: 252, equities: 252 });
    expect(annualExcess([], plain)).toBe(0);
    expect(annualExcess([0.001], plain)).toBeCloseTo(0.3261, 12);
    expect(annualVolatility([1], plain)).toBe(Infinity);
    expect(annualVolatility([0, 2], { ...plain, daysInYear: 4 })).toBe(2);
    expect(downsideVolatility([1, -1], plain)).toBe(Infinity);
    expect(downsideVolatility([5, -1, -3], { ...plain, daysInYear: 4 })).toBe(2);
    expect(baseReturnPercent([0.001])).toBeCloseTo(100 * (Math.exp(0.365) - 1), 9);
    expect(dailyMaxDrawdown([-0.5, 0.1, -0.2])).toBeCloseTo(1 - Math.exp(-0.2), 12);
    expect(dailyMaxDrawdown([])).toBe(0);
  });

  it('average the PnL with weights down to 0.045', () => {
    const [old = 0] = decayWeights(2, 0.045);

    expect(pnlScore([10, 20], { ...bypassed, weighted: true })).toBeCloseTo(
      (10 * old + 20) / (old + 1),
      12,
    );
  });
});

describe('least days of a class', () => {
  it.each([
    [[], 60],
    [series(19, () => 90), 7],
    [series(20, () => 90), 60],
    [series(20, () => 30), 30],
    [series(20, () => 3), 7],
    [[...series(20, () => 50), ...series(40, () => 10)], 10],
    [[...series(19, () => 50), 20, 0, 0], 20],
    [series(21, (i) => 10 + i), 11],
    [[...series(30, () => 20), ...series(30, () => 21)], 20],
    [series(20, () => 0), 7],
  ])('case %#', (histories, days) => {
    expect(minimumDays(histories)).toBe(days);
  });
});

describe('drawdown and penalties', () => {
  it.each([
    [[], 0, 0, 1],
    [[1.2], 0, 0, 1],
    [[1, 0.95], 5.000000000000004, 0.19999999999999984, 1],
    [[0.9], 9.999999999999998, 0.10000000000000002, 1],
    [[0.8999], 10.009999999999998, 0, 0],
    [[0.5, 0.4], 60, 0, 0],
    [[0], 100, 0, 0],
    [[-1], 100, 0, 0],
  ])('of %j', (ratios, percent, normalization, penalty) => {
    expect(drawdownPercent(ratios)).toBeCloseTo(percent, 12);
    expect(riskNormalization(ratios)).toBeCloseTo(normalization, 12);
    expect(drawdownPenalty(ratios)).toBe(penalty);
  });

  it('follow the sigmoid, its exponent clipped', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(1e9)).toBe(1 / (1 + Math.exp(100)));
    expect(sigmoid(-1e9)).toBe(1 / (1 + Math.exp(-100)));
    expect(riskProfilePenalty(1.2)).toBe(0.5);
    expect(riskProfilePenalty(1.45)).toBeCloseTo(1 / (1 + Math.E), 12);
    expect(MIN_ACCOUNT_USD).toBe(150_000);
    expect(collateralPenalty(150_000)).toBe(1);
    expect(collateralPenalty(149_999.99)).toBe(0.01);
    const total = (ratios: number[], riskScore: number, accountUsd: number) =>
      totalPenalty(penaltyFactors({ ratios, riskScore, accountUsd }));

    expect(total([0.95], 1.2, 1)).toBeCloseTo(0.005, 12);
    expect(total([0.5], 0, 2e5)).toBe(0);
  });

  it('expect less of forex, and 60 days of everybody', () => {
    const crypto = { assetClass: 'crypto', daysInYear: 365 } as const;
    const forex = { assetClass: 'forex', daysInYear: 252 } as const;
    const weak = series(60, (day) => (day % 2 === 0 ? 0.0034 : -0.003));

    expect(performancePenalty(null, [], crypto)).toBe(1);
    expect(performancePenalty(alternating.slice(1), [0.95], crypto)).toBe(0.2);
    expect(performancePenalty(alternating, [0.95], crypto)).toBeCloseTo(1, 9);
    expect(performancePenalty(weak, [], forex)).toBeGreaterThan(
      performancePenalty(weak, [], { ...crypto, daysInYear: 252 }),
    );
  });

  it('weigh performance by a steep sigmoid around 0.6 of what is expected', () => {
    const crypto = { assetClass: 'crypto', daysInYear: 365 } as const;
    const days = series(60, (day) => (day % 2 === 0 ? 0.0033 : -0.003));
    const options = { ...plain, minDays: 60 };
    const score =
      [
        calmar(days, [0.95], options),
        sharpe(days, options),
        omega(days, options),
        sortino(days, options),
      ].reduce((sum, value) => sum + Math.min(value, 10), 0) / 4;
    const expected = 0.2 + 0.8 / (1 + Math.exp(-14 * (score / 1.35 - 0.6)));

    expect(expected).toBeGreaterThan(0.21);
    expect(expected).toBeLessThan(0.99);
    expect(performancePenalty(days, [0.95], crypto)).toBeCloseTo(expected, 9);
  });

  it('keeps the recorded constants', () => {
    const { content } = readPairs('08-vanta');

    expect(content).toMatchObject({
      constants: {
        CRYPTO_RAT: PERFORMANCE_THRESHOLDS.crypto,
        FOREX_RAT: PERFORMANCE_THRESHOLDS.forex,
        ANNUAL_RISK_FREE_DECIMAL: ANNUAL_RISK_FREE,
      },
    });
  });
});

describe('the ledger', () => {
  const half = 43_200_000;
  const checkpoint = (index: number, more = {}) => ({
    endMs: (index + 1) * half,
    durationMs: half,
    gain: 0.02,
    loss: -0.01,
    mdd: 0.98,
    realizedUsd: 5,
    unrealizedUsd: 0,
    ...more,
  });

  it('counts days of two full checkpoints', () => {
    const days = ledgerDays([
      checkpoint(0),
      checkpoint(1),
      checkpoint(2),
      checkpoint(3, { durationMs: half - 1 }),
      checkpoint(4),
      checkpoint(5),
    ]);

    expect(days.map(({ day }) => day)).toEqual([0, 2]);
    expect(days[0]?.logReturn).toBeCloseTo(0.02, 12);
    expect(days[0]?.realizedUsd).toBe(10);
  });

  it('takes open losses, not open gains, on the last day', () => {
    expect(dailyPnl([1, 2], -5)).toEqual([1, -3]);
    expect(dailyPnl([1, 2], 5)).toEqual([1, 2]);
    expect(dailyPnl([], -5)).toEqual([]);
  });

  it('is measured by every formula at once', () => {
    const checkpoints = series(140, (i) => i).map((i) =>
      checkpoint(i, { realizedUsd: i === 139 ? 6 : 5 }),
    );

    const { components, score } = measureTrader({
      checkpoints,
      accountUsd: 200_000,
      riskScore: 0,
      daysInYear: 365,
      minDays: null,
      weighted: true,
    });

    const value = (name: string) => components.find((part) => part.name === name)?.value ?? NaN;
    expect(value('pnl')).toBeGreaterThan(10);
    expect(value('pnl')).toBeLessThan(10.2);
    expect(value('drawdown_percent')).toBeCloseTo(2, 9);
    expect(score).toBe(value('pnl') * value('penalty'));
    expect(components).toHaveLength(8);
  });
});
