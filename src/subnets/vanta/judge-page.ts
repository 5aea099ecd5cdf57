import { m } from '../../paraglide/messages.js';
import { written } from '../judge-example.ts';
import type { JudgeExample, JudgePage, JudgeTool } from '../judge-page.ts';
import { ALTERNATING, STEADY, TRADES } from './judge/examples.ts';
import {
  distanceFields,
  payoutFields,
  rankingFields,
  recordFields,
  signalFields,
  weightsFields,
} from './judge/fields.ts';

// The judge of Vanta: what its tools ask for, and examples with their documented numbers.

export function judgePage(): JudgePage {
  return {
    lead: m.judge_vanta_lead(),
    limits: m.judge_vanta_limits(),
    tools: [
      recordTool(),
      {
        id: 'distance',
        title: m.judge_vanta_tool_distance(),
        what: m.judge_vanta_tool_distance_what(),
        fields: distanceFields(),
        examples: distanceExamples(),
      },
      signalTool(),
      payoutTool(),
      weightsTool(),
      rankingTool(),
    ],
  };
}

const example = (
  id: string,
  name: string,
  input: JudgeExample['input'],
  documented: number | boolean | null,
  section = 'f',
): JudgeExample => ({
  id,
  name,
  input,
  documented: documented === null ? null : written(documented, section),
});

function recordTool(): JudgeTool {
  const plain = { account_usd: 200_000, asset_class: 'crypto', days: 'plain', bucket: 'MAINCOMP' };
  return {
    id: 'record',
    title: m.judge_vanta_tool_record(),
    what: m.judge_vanta_tool_record_what(),
    fields: recordFields(),
    examples: [
      example(
        'trades',
        m.judge_vanta_example_trades(),
        {
          history: TRADES,
          ...plain,
          account_usd: 100_000,
          days: 'weighted',
          measure: 'competition',
          what_if_day: '2026-07-02',
          what_if_return: -0.01,
        },
        null,
      ),
      example(
        'alternating',
        m.judge_vanta_example_alternating(),
        { ...plain, history: ALTERNATING, measure: 'sharpe' },
        5.6896,
      ),
      example(
        'omega',
        m.judge_vanta_example_omega(),
        { ...plain, history: ALTERNATING, measure: 'omega' },
        2,
      ),
      example(
        'steady',
        m.judge_vanta_example_steady(),
        { ...plain, history: STEADY, measure: 'sharpe' },
        32.61,
      ),
      example(
        'calmar',
        m.judge_vanta_example_calmar(),
        { ...plain, history: STEADY, measure: 'calmar' },
        7.3,
      ),
    ],
  };
}

function distanceExamples(): JudgeTool['examples'] {
  const account = {
    bucket: 'CHALLENGE',
    account_usd: 100_000,
    equity_usd: 100_000,
    day_open_usd: 100_000,
    registered: '2026-09-01',
    days_in_bucket: 30,
    rank: 12,
    is_forex: false,
    is_static: false,
  };
  return [
    example('challenge', m.judge_vanta_example_challenge(), account, 5_000, 'e5'),
    example(
      'oldest',
      m.judge_vanta_example_oldest(),
      { ...account, bucket: 'MAINCOMP', registered: '2026-01-10' },
      10_000,
      'e5',
    ),
    example(
      'near',
      m.judge_vanta_example_near(),
      {
        ...account,
        bucket: 'MAINCOMP',
        equity_usd: 104_000,
        day_open_usd: 108_500,
        best_usd: 112_000,
      },
      null,
    ),
  ];
}

function signalTool(): JudgeTool {
  const market = { category: 'hyperliquid', tier: '1', price: 64_000 };
  const signal = {
    execution_type: 'LIMIT',
    trade_pair: 'BTCUSDC',
    order_type: 'LONG',
    leverage: 0.5,
    limit_price: 63_500,
    stop_loss: 62_000,
    take_profit: 67_000,
    trailing_stop: { trailing_percent: 0.02 },
  };
  return {
    id: 'signal',
    title: m.judge_vanta_tool_signal(),
    what: m.judge_vanta_tool_signal_what(),
    fields: signalFields(),
    examples: [
      example('good', m.judge_vanta_example_good(), { signal, ...market }, true, 'c'),
      example(
        'stop',
        m.judge_vanta_example_stop(),
        { signal: { ...signal, stop_loss: 64_000 }, ...market },
        false,
        'c',
      ),
      example(
        'faulty',
        m.judge_vanta_example_faulty(),
        {
          signal: { execution_type: 'STOP_LIMIT', order_type: 'SHORT', leverage: 1, value: 5_000 },
          ...market,
        },
        false,
        'c',
      ),
    ],
  };
}

function payoutTool(): JudgeTool {
  const week = { paid_usd: 0, weekday: '2', forecast_usd: 20_000 };
  const realized = (...amounts: number[]) => amounts.map((usd) => ({ realized_usd: usd }));
  return {
    id: 'payout',
    title: m.judge_vanta_tool_payout(),
    what: m.judge_vanta_tool_payout_what(),
    fields: payoutFields(),
    examples: [
      example(
        'record',
        m.judge_vanta_example_high_water(),
        { checkpoints: realized(100, -60, 40, 50), ...week },
        130,
      ),
      example(
        'penalty',
        m.judge_vanta_example_half(),
        { checkpoints: [{ realized_usd: 100 }, { realized_usd: 100, penalty: 0.5 }], ...week },
        150,
      ),
      example(
        'open',
        m.judge_vanta_example_open(),
        { checkpoints: [{ realized_usd: 100 }, { realized_usd: 0, unrealized_usd: -30 }], ...week },
        70,
      ),
    ],
  };
}

function weightsTool(): JudgeTool {
  const challengers = Array.from({ length: 8 }, (_, i) => ({
    id: `trader ${i + 1}`,
    bucket: 'CHALLENGE',
    pnl_usd: i * 120 - 200,
    account_usd: 200_000,
  }));
  const owed = (id: string, usd: number) => ({ id, bucket: 'MAINCOMP', owed_usd: usd });
  return {
    id: 'weights',
    title: m.judge_vanta_tool_weights(),
    what: m.judge_vanta_tool_weights_what(),
    fields: weightsFields(),
    examples: [
      example(
        'wednesday',
        m.judge_vanta_example_wednesday(),
        { traders: [owed('a', 1_200)], trader: 'a', weekday: '2', forecast_usd: 20_000 },
        0.015,
      ),
      example(
        'over',
        m.judge_vanta_example_over(),
        {
          traders: [owed('a', 2), owed('b', 1), owed('c', 1)],
          trader: 'a',
          weekday: '5',
          forecast_usd: 1,
        },
        0.5,
      ),
      example(
        'challengers',
        m.judge_vanta_example_challengers(),
        { traders: challengers, trader: 'trader 2', weekday: '2', forecast_usd: 20_000 },
        0,
      ),
    ],
  };
}

function rankingTool(): JudgeTool {
  const traders = [
    { id: 'a', score: 10 },
    { id: 'b', score: -4 },
    { id: 'c', score: 3, penalty: 0.01 },
    { id: 'd', score: 3, penalty: 0.5 },
  ];
  return {
    id: 'ranking',
    title: m.judge_vanta_tool_ranking(),
    what: m.judge_vanta_tool_ranking_what(),
    fields: rankingFields(),
    examples: [
      example('first', m.judge_vanta_example_first(), { traders, trader: 'a' }, 0.9781),
      example('fourth', m.judge_vanta_example_penalty(), { traders, trader: 'd' }, 0.0152),
    ],
  };
}
