import { m } from '../../../paraglide/messages.js';
import type { Finding } from '../../judge-page.ts';
import { MAX_DRAWDOWN_PERCENT, riskNormalization } from '../scoring/drawdown.ts';
import { DEFAULT_MIN_DAYS } from '../scoring/metrics.ts';
import {
  MIN_ACCOUNT_USD,
  type PenaltyFactors,
  SMALL_ACCOUNT_PENALTY,
  performancePenalty,
  totalPenalty,
} from '../scoring/penalties.ts';
import { PNL_WEIGHT } from '../scoring/ranking.ts';
import {
  DAYS_IN_YEAR,
  annualExcess,
  annualVolatility,
  baseReturnPercent,
  downsideVolatility,
} from '../scoring/volatility.ts';
import { MEASURE_NAMES, type Measure, labelOf, measureOf } from './measures.ts';
import { type MeasuredRecord, type RecordInput, dayLabel } from './measured-record.ts';

// What is said of a measured history.

const NEAR_PERCENT = 1.5;

export function recordFindings(record: MeasuredRecord, input: RecordInput): Finding[] {
  const { history, measured } = record;
  const minDays = input.min_days ?? DEFAULT_MIN_DAYS;
  return [
    {
      name: m.judge_vanta_competition(),
      value: measured.score,
      unit: 'USD',
      label: labelOf('competition', history),
      rule: m.judge_vanta_competition_rule(),
      children: [
        {
          name: m.judge_vanta_pnl(),
          value: measureOf(measured, 'pnl'),
          unit: 'USD',
          label: labelOf('pnl', history),
          rule: m.judge_vanta_weight({ weight: PNL_WEIGHT }),
        },
        penaltyFinding(measured.penalties, input),
      ],
    },
    distanceFinding(record),
    ratiosFinding(record, input),
    {
      name: m.judge_vanta_days(),
      value: measured.days.length,
      format: 'count',
      state: measured.days.length >= minDays ? 'pass' : 'fail',
      rule: `≥ ${minDays}`,
      note: m.judge_vanta_days_note(),
    },
    ...(history.isDrawdownDerived
      ? [
          {
            name: m.judge_vanta_derived(),
            state: 'warn' as const,
            note:
              history.kind === 'trades' ? m.judge_vanta_from_trades() : m.judge_vanta_from_days(),
          },
        ]
      : []),
  ];
}

function penaltyFinding(factors: PenaltyFactors, input: RecordInput): Finding {
  const factor = (name: string, value: number, rule: string, bound = 1): Finding => ({
    name,
    value,
    rule,
    state: value >= bound ? 'pass' : 'fail',
  });
  return {
    name: m.judge_vanta_penalty(),
    value: totalPenalty(factors),
    label: 'from the specification',
    rule: m.judge_vanta_penalty_rule(),
    children: [
      factor(
        m.judge_vanta_penalty_drawdown(),
        factors.drawdown,
        m.judge_vanta_penalty_drawdown_rule({ most: MAX_DRAWDOWN_PERCENT }),
      ),
      factor(
        m.judge_vanta_penalty_risk(),
        factors.riskProfile,
        `1 / (1 + e^(4 (${input.risk_score} − 1.2)))`,
        0.5,
      ),
      factor(
        m.judge_vanta_penalty_collateral(),
        factors.collateral,
        m.judge_vanta_penalty_collateral_rule({
          factor: SMALL_ACCOUNT_PENALTY,
          least: MIN_ACCOUNT_USD,
        }),
      ),
    ],
  };
}

function distanceFinding({ curve, history }: MeasuredRecord): Finding {
  const last = curve.at(-1);
  if (!last) return { name: m.judge_vanta_distance(), value: null };
  const broken = curve.find(({ intraday, endOfDay }) => intraday.isBroken || endOfDay.isBroken);
  const meter = (name: string, { belowPercent, limitPercent, isBroken }: typeof last.intraday) => {
    const room = limitPercent - belowPercent;
    return {
      name,
      value: room,
      unit: '%',
      state: isBroken ? 'fail' : room < NEAR_PERCENT ? 'warn' : 'pass',
      rule: `${limitPercent} − ${belowPercent.toFixed(4)}`,
    } satisfies Finding;
  };
  return {
    name: m.judge_vanta_distance(),
    value: Math.min(
      last.intraday.limitPercent - last.intraday.belowPercent,
      last.endOfDay.limitPercent - last.endOfDay.belowPercent,
    ),
    unit: '%',
    label: 'from the specification',
    ...(broken
      ? { state: 'fail', note: m.judge_vanta_broken_on({ day: dayLabel(broken, history) }) }
      : { note: m.judge_vanta_closes_only() }),
    children: [
      meter(m.judge_vanta_end_of_day(), last.endOfDay),
      meter(m.judge_vanta_intraday(), last.intraday),
    ],
  };
}

function ratiosFinding({ history, measured }: MeasuredRecord, input: RecordInput): Finding {
  const returns = measured.days.map(({ logReturn }) => logReturn);
  const ratios = history.checkpoints.map(({ mdd }) => mdd);
  const daysInYear = DAYS_IN_YEAR[input.asset_class];
  const series = { weighted: input.days === 'weighted', daysInYear };
  const excess: Finding = { name: m.judge_vanta_excess(), value: annualExcess(returns, series) };
  const ratio = (measure: Measure, rule: string, children: readonly Finding[] = []): Finding => ({
    name: MEASURE_NAMES[measure](),
    value: measureOf(measured, measure),
    label: labelOf(measure, history),
    rule,
    children,
  });
  const drawdown = measured.components.find(({ name }) => name === 'drawdown_percent')?.value ?? 0;
  return {
    name: m.judge_vanta_ratios(),
    note: m.judge_vanta_ratios_note(),
    children: [
      ratio('sharpe', m.judge_vanta_sharpe_rule(), [
        excess,
        { name: m.judge_vanta_volatility(), value: annualVolatility(returns, series) },
      ]),
      ratio('sortino', m.judge_vanta_sortino_rule(), [
        excess,
        { name: m.judge_vanta_downside(), value: downsideVolatility(returns, series) },
      ]),
      ratio('omega', m.judge_vanta_omega_rule()),
      ratio('calmar', m.judge_vanta_calmar_rule(), [
        { name: m.judge_vanta_drawdown(), value: drawdown, unit: '%' },
        { name: 'g', value: riskNormalization(ratios) },
      ]),
      ratio('statistical_confidence', m.judge_vanta_t_rule()),
      { name: m.judge_vanta_yearly(), value: baseReturnPercent(returns, series), unit: '%' },
      ...(input.asset_class === 'equities'
        ? []
        : [
            {
              name: m.judge_vanta_performance(),
              value: performancePenalty(returns, ratios, {
                assetClass: input.asset_class,
                daysInYear,
              }),
              note: m.judge_vanta_performance_note(),
            },
          ]),
    ],
  };
}
