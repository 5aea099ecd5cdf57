import { m } from '../../../paraglide/messages.js';
import type { JudgeField } from '../../judge-page.ts';
import { MEASURES, MEASURE_NAMES } from './measures.ts';

// What the tools ask for, in the present language.

/** A choice whose options are the validator's own words. */
function words(key: string, label: string, values: readonly string[], help?: string): JudgeField {
  return {
    key,
    label,
    kind: 'choice',
    options: values.map((value) => ({ value, label: value })),
    ...(help === undefined ? {} : { help }),
  };
}

function usd(key: string, label: string, more: Partial<JudgeField> = {}): JudgeField {
  return { key, label, kind: 'number', min: 0, ...more };
}

const bucketField = (): JudgeField =>
  words('bucket', m.judge_vanta_bucket(), ['CHALLENGE', 'MAINCOMP', 'PROBATION']);

const accountField = (): JudgeField =>
  usd('account_usd', m.judge_vanta_field_account(), { min: 1 });

export function recordFields(): JudgeField[] {
  return [
    {
      key: 'history',
      label: m.judge_vanta_field_history(),
      help: m.judge_vanta_field_history_help({ code: '{"cps": […]}' }),
      kind: 'text',
      rows: 12,
    },
    {
      key: 'measure',
      label: m.judge_vanta_field_measure(),
      kind: 'choice',
      options: MEASURES.map((value) => ({ value, label: MEASURE_NAMES[value]() })),
    },
    accountField(),
    words('asset_class', m.judge_vanta_field_class(), ['crypto', 'forex', 'equities']),
    {
      key: 'days',
      label: m.judge_vanta_field_days(),
      kind: 'choice',
      options: [
        { value: 'weighted', label: m.judge_vanta_days_weighted() },
        { value: 'plain', label: m.judge_vanta_days_plain() },
      ],
    },
    bucketField(),
    {
      key: 'min_days',
      label: m.judge_vanta_field_min_days(),
      help: m.judge_vanta_field_min_days_help(),
      kind: 'number',
      min: 0,
      max: 366,
      step: 1,
      optional: true,
    },
    {
      key: 'risk_score',
      label: m.judge_vanta_field_risk(),
      help: m.judge_vanta_field_risk_help(),
      kind: 'number',
      min: 0,
      optional: true,
    },
    {
      key: 'what_if_day',
      label: m.judge_vanta_field_what_if_day(),
      help: m.judge_vanta_field_what_if_day_help(),
      kind: 'line',
      optional: true,
    },
    {
      key: 'what_if_return',
      label: m.judge_vanta_field_what_if_return(),
      kind: 'number',
      min: -5,
      max: 5,
      optional: true,
    },
  ];
}

export function distanceFields(): JudgeField[] {
  return [
    bucketField(),
    accountField(),
    usd('equity_usd', m.judge_vanta_field_equity()),
    usd('day_open_usd', m.judge_vanta_field_day_open()),
    usd('best_usd', m.judge_vanta_field_best(), { optional: true }),
    usd('balance_usd', m.judge_vanta_field_balance(), { optional: true }),
    {
      key: 'registered',
      label: m.judge_vanta_field_registered(),
      help: m.judge_vanta_field_registered_help(),
      kind: 'line',
    },
    usd('days_in_bucket', m.judge_vanta_days_in_bucket()),
    usd('days_idle', m.judge_vanta_days_idle(), { optional: true }),
    usd('rank', m.judge_vanta_rank(), { min: 1, step: 1 }),
    { key: 'is_forex', label: m.judge_vanta_field_forex(), kind: 'flag' },
    { key: 'is_static', label: m.judge_vanta_field_static(), kind: 'flag' },
  ];
}

function weekdayField(): JudgeField {
  const days = [
    m.judge_vanta_monday(),
    m.judge_vanta_tuesday(),
    m.judge_vanta_wednesday(),
    m.judge_vanta_thursday(),
    m.judge_vanta_friday(),
    m.judge_vanta_saturday(),
    m.judge_vanta_sunday(),
  ];
  return {
    key: 'weekday',
    label: m.judge_vanta_field_weekday(),
    kind: 'choice',
    options: days.map((label, i) => ({ value: String(i), label })),
  };
}

export function payoutFields(): JudgeField[] {
  return [
    {
      key: 'checkpoints',
      label: m.judge_vanta_field_checkpoints(),
      help: m.judge_vanta_field_checkpoints_help(),
      kind: 'json',
      rows: 9,
    },
    usd('paid_usd', m.judge_vanta_field_paid()),
    weekdayField(),
    usd('forecast_usd', m.judge_vanta_field_forecast()),
  ];
}

export function weightsFields(): JudgeField[] {
  return [
    {
      key: 'traders',
      label: m.judge_vanta_field_traders(),
      help: m.judge_vanta_field_traders_help(),
      kind: 'json',
      rows: 10,
    },
    { key: 'trader', label: m.judge_vanta_field_trader(), kind: 'line' },
    weekdayField(),
    usd('forecast_usd', m.judge_vanta_field_forecast()),
  ];
}

export function rankingFields(): JudgeField[] {
  return [
    {
      key: 'traders',
      label: m.judge_vanta_field_ranked(),
      help: m.judge_vanta_field_ranked_help(),
      kind: 'json',
      rows: 8,
    },
    { key: 'trader', label: m.judge_vanta_field_trader(), kind: 'line' },
  ];
}

export function signalFields(): JudgeField[] {
  const categories = ['crypto', 'hyperliquid', 'forex', 'indices', 'equities', 'commodities'];
  return [
    { key: 'signal', label: m.judge_vanta_field_signal(), kind: 'json', rows: 10 },
    usd('price', m.judge_vanta_field_price(), {
      help: m.judge_vanta_field_price_help(),
      optional: true,
    }),
    words('category', m.judge_vanta_field_category(), categories),
    words(
      'tier',
      m.judge_vanta_field_tier(),
      ['1', '2', '3', '4'],
      m.judge_vanta_field_tier_help(),
    ),
    usd('account_usd', m.judge_vanta_field_account(), {
      help: m.judge_vanta_field_account_help(),
      min: 1,
      optional: true,
    }),
  ];
}
