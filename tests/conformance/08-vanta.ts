import * as v from 'valibot';
import { average, decayWeights } from '../../src/subnets/vanta/scoring/average.ts';
import { burnNormalize } from '../../src/subnets/vanta/scoring/burn.ts';
import {
  drawdownPenalty,
  drawdownPercent,
  riskNormalization,
} from '../../src/subnets/vanta/scoring/drawdown.ts';
import { dustRange, dustWeights, zeroWeighted } from '../../src/subnets/vanta/scoring/dust.ts';
import { dailyPnl, rawPnl } from '../../src/subnets/vanta/scoring/ledger.ts';
import {
  calmar,
  omega,
  pnlScore,
  sharpe,
  sortino,
  tStatistic,
} from '../../src/subnets/vanta/scoring/metrics.ts';
import { daysUntilTarget, payoutSteps } from '../../src/subnets/vanta/scoring/payout.ts';
import { performancePenalty, sigmoid } from '../../src/subnets/vanta/scoring/penalties.ts';
import {
  combineScores,
  normalizeScores,
  percentiles,
  softmaxShares,
} from '../../src/subnets/vanta/scoring/ranking.ts';
import {
  annualExcess,
  annualVolatility,
  baseReturnPercent,
  dailyMaxDrawdown,
  downsideVolatility,
} from '../../src/subnets/vanta/scoring/volatility.ts';
import { list } from './list.ts';
import type { ConformanceAdapter } from './contract.ts';

const Numbers = v.record(v.string(), v.number());
const Series = v.array(v.number());
const Pairs = v.array(v.tuple([v.string(), v.number()]));
const Out = v.record(v.string(), v.unknown());

const Metrics = v.object({
  name: v.string(),
  weighting: v.boolean(),
  min_days: v.nullable(v.number()),
  bypass_confidence: v.boolean(),
  log_returns: Series,
  days_in_year: v.number(),
  ledger_mdds: v.nullable(Series),
  out: Out,
});

const Aux = v.looseObject({ name: v.string(), days_in_year: v.number() });

const Pnl = v.object({
  name: v.string(),
  daily_realized_pnl: Series,
  last_unrealized: v.number(),
  pnl_score_plain: v.number(),
  pnl_score_weighted: v.number(),
  raw_pnl: v.number(),
  daily_pnl: Series,
});

const Drawdown = v.object({
  checkpoint_mdd: v.number(),
  drawdown_pct: v.number(),
  risk_normalization: v.number(),
  max_drawdown_threshold_penalty: v.number(),
});

const Performance = v.object({
  name: v.string(),
  asset_class: v.picklist(['crypto', 'forex']),
  log_returns: Series,
  ledger_mdds: v.nullable(Series),
  days_in_year: v.number(),
  penalty: v.number(),
});

const Combine = v.object({
  in: v.record(
    v.string(),
    v.object({
      metrics: v.record(v.string(), v.object({ scores: Pairs, weight: v.number() })),
      penalties: Numbers,
    }),
  ),
  combine_scores: v.record(v.string(), Numbers),
  softmax_by_asset: v.record(v.string(), Numbers),
});

const ZeroWeight = v.object({
  name: v.string(),
  pnl: Numbers,
  account_usd: v.record(v.string(), v.nullable(v.number())),
  min_collateral_value: v.number(),
  zero_weight: v.array(v.string()),
});

const Dust = v.object({
  bucket: v.picklist(['CHALLENGE', 'PLAGIARISM', 'PROBATION', 'MAINCOMP', 'ENTITY', 'UNKNOWN']),
  floor: v.number(),
  ceiling: v.number(),
  pnl: Numbers,
  zero_weight: v.array(v.string()),
  weights: Numbers,
});

/** Infinity as the file writes it. */
function written(value: number): number | string {
  return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
}

function record(scores: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(scores);
}

function metricsCase(data: v.InferOutput<typeof Metrics>) {
  const options = {
    weighted: data.weighting,
    daysInYear: data.days_in_year,
    minDays: data.min_days,
    bypass: data.bypass_confidence,
  };
  const returns = data.log_returns;
  return {
    name: `${data.name} weighted ${data.weighting} bypass ${data.bypass_confidence}`,
    actual: {
      sharpe: sharpe(returns, options),
      sortino: sortino(returns, options),
      omega: omega(returns, options),
      statistical_confidence: tStatistic(returns, options),
      calmar: calmar(returns, data.ledger_mdds ?? [], options),
    },
    expected: data.out,
  };
}

/** Returns of a series that another group spells out under the same name. */
function seriesNamed(content: unknown, name: string): readonly number[] {
  const { metrics } = v.parse(v.object({ metrics: v.array(Metrics) }), content);
  return metrics.find((entry) => entry.name === name)?.log_returns ?? [];
}

function pnlCase(data: v.InferOutput<typeof Pnl>) {
  const pnl = dailyPnl(data.daily_realized_pnl, data.last_unrealized);
  const options = { minDays: 0, bypass: true };
  return {
    name: data.name,
    actual: {
      plain: pnlScore(pnl, { ...options, weighted: false }),
      weighted: pnlScore(pnl, { ...options, weighted: true }),
      raw: rawPnl(data.daily_realized_pnl, data.last_unrealized),
      daily: pnl,
    },
    expected: {
      plain: data.pnl_score_plain,
      weighted: data.pnl_score_weighted,
      raw: data.raw_pnl,
      daily: data.daily_pnl,
    },
  };
}

function combineCase(data: v.InferOutput<typeof Combine>) {
  const combined = Object.entries(data.in).map(([name, { metrics, penalties }]) => {
    const weighted = Object.values(metrics).map(({ scores, weight }) => ({
      weight,
      scores: new Map(scores),
    }));
    return [name, combineScores(weighted, new Map(Object.entries(penalties)))] as const;
  });
  return {
    actual: {
      combined: Object.fromEntries(combined.map(([name, scores]) => [name, record(scores)])),
      softmax: Object.fromEntries(
        combined.map(([name, scores]) => [name, record(softmaxShares(scores))]),
      ),
    },
    expected: { combined: data.combine_scores, softmax: data.softmax_by_asset },
  };
}

export const adapter: ConformanceAdapter = {
  name: '08-vanta',
  tables: ['constants'],
  whyNot: 'this group is not built yet',
  groups: {
    metrics: list(Metrics, metricsCase),
    aux: list(Aux, ({ name, days_in_year: daysInYear, ...expected }, _index, { content }) => {
      const returns = Array.isArray(expected['log_returns'])
        ? v.parse(Series, expected['log_returns'])
        : seriesNamed(content, name);
      const { log_returns: _returns, ...out } = expected;
      const options = { weighted: false, daysInYear };
      return {
        name,
        actual: {
          weighting_distribution: decayWeights(returns.length),
          average_weighted: average(returns, { weighted: true }),
          average_plain: average(returns, { weighted: false }),
          [`ann_excess_return_${daysInYear}`]: annualExcess(returns, options),
          [`ann_volatility_${daysInYear}`]: written(annualVolatility(returns, options)),
          [`ann_downside_volatility_${daysInYear}`]: written(downsideVolatility(returns, options)),
          base_return_pct: baseReturnPercent(returns),
          daily_max_drawdown: dailyMaxDrawdown(returns),
        },
        expected: out,
      };
    }),
    pnl_score: list(Pnl, pnlCase),
    drawdown: list(Drawdown, (data) => {
      const ratios = [data.checkpoint_mdd];
      return {
        name: String(data.checkpoint_mdd),
        actual: [drawdownPercent(ratios), riskNormalization(ratios), drawdownPenalty(ratios)],
        expected: [data.drawdown_pct, data.risk_normalization, data.max_drawdown_threshold_penalty],
      };
    }),
    risk_adjusted_penalty: list(Performance, (data) => ({
      name: data.name,
      actual: performancePenalty(
        data.ledger_mdds === null ? null : data.log_returns,
        data.ledger_mdds ?? [],
        { assetClass: data.asset_class, daysInYear: data.days_in_year },
      ),
      expected: data.penalty,
    })),
    sigmoid: list(
      v.object({ x: v.number(), shift: v.number(), spread: v.number(), y: v.number() }),
      ({ x, shift, spread, y }) => ({ actual: sigmoid(x, shift, spread), expected: y }),
    ),
    softmax_percentile: list(
      v.object({ scores: Pairs, softmax: Pairs, percentiles: Pairs }),
      (data) => {
        const scores = new Map(data.scores);
        return {
          actual: [record(softmaxShares(scores)), record(percentiles(scores))],
          expected: [Object.fromEntries(data.softmax), Object.fromEntries(data.percentiles)],
        };
      },
    ),
    combine: list(Combine, combineCase),
    normalize: list(v.object({ in: Numbers, out: Numbers }), (data) => ({
      actual: record(normalizeScores(new Map(Object.entries(data.in)))),
      expected: data.out,
    })),
    hwm_payout: list(
      v.object({
        name: v.string(),
        checkpoints_realized_unrealized_penalty: v.array(
          v.tuple([v.number(), v.number(), v.number()]),
        ),
        payout_usd: v.number(),
      }),
      ({ name, checkpoints_realized_unrealized_penalty: rows, payout_usd }) => ({
        name,
        actual: payoutSteps(
          rows.map(([realizedUsd, unrealizedUsd, penalty]) => {
            return { realizedUsd, unrealizedUsd, penalty };
          }),
        ).neededUsd,
        expected: payout_usd,
      }),
    ),
    challenge_zero_weight: list(ZeroWeight, (data) => {
      const challengers = Object.entries(data.pnl).map(([id, pnlUsd]) => ({
        id,
        pnlUsd,
        accountUsd: data.account_usd[id] ?? null,
      }));
      return {
        name: data.name,
        actual: [...zeroWeighted(challengers, data.min_collateral_value)].sort(),
        expected: [...data.zero_weight].sort(),
      };
    }),
    dust_scaling: list(Dust, (data) => ({
      name: data.bucket,
      actual: [
        dustRange(data.bucket),
        dustWeights(data.bucket, data.pnl, new Set(data.zero_weight)),
      ],
      expected: [[data.floor, data.ceiling], data.weights],
    })),
    burn_normalize: list(
      v.object({ name: v.string(), weights: Numbers, burn_hotkey: v.string(), out: Pairs }),
      (data) => ({
        name: data.name,
        actual: burnNormalize(data.weights, data.burn_hotkey),
        expected: data.out,
      }),
    ),
    weekly_days_until_target: list(
      v.object({ python_weekday_mon0: v.number(), days_until_target: v.number() }),
      (data) => ({
        actual: daysUntilTarget(data.python_weekday_mon0),
        expected: data.days_until_target,
      }),
    ),
  },
};
