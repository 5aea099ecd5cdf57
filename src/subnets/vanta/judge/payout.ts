import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import {
  type PayCheckpoint,
  daysUntilTarget,
  debtWeight,
  payoutSteps,
  remainingPayout,
} from '../scoring/payout.ts';

// What is owed to a trader, and which weight pays it until Sunday.

const MAX_CHECKPOINTS = 5_000;
/** Checkpoints listed one by one. */
const LISTED = 60;
const WORTH_SAYING = 1e-9;

const Usd = v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12));

const Input = v.object({
  checkpoints: v.pipe(
    v.array(
      v.object({
        realized_usd: Usd,
        unrealized_usd: v.optional(Usd, 0),
        penalty: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_CHECKPOINTS),
  ),
  paid_usd: v.pipe(v.number(), v.minValue(0), v.maxValue(1e12)),
  weekday: v.pipe(
    v.picklist(['0', '1', '2', '3', '4', '5', '6']),
    v.transform((day) => Number(day)),
  ),
  forecast_usd: v.pipe(v.number(), v.minValue(0), v.maxValue(1e12)),
});

/** @throws AppError `input.malformed` */
export function judgePayout(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const checkpoints = input.checkpoints.map((row): PayCheckpoint => {
    return {
      realizedUsd: row.realized_usd,
      unrealizedUsd: row.unrealized_usd,
      penalty: row.penalty,
    };
  });
  const payout = payoutSteps(checkpoints);
  const remaining = remainingPayout(payout.neededUsd, input.paid_usd);
  const days = daysUntilTarget(input.weekday);
  const usd = (name: string, amount: number, rule?: string) => ({
    name,
    value: amount,
    unit: 'USD',
    ...(rule === undefined ? {} : { rule }),
  });
  const earned = payout.steps.reduce((sum, step) => sum + step.earnedUsd, 0);
  return {
    score: {
      ...usd(m.judge_vanta_remaining(), remaining, m.judge_vanta_remaining_rule()),
      label: 'exact',
    },
    findings: [
      {
        ...usd(m.judge_vanta_needed(), payout.neededUsd),
        children: [
          usd(m.judge_vanta_earned(), earned, m.judge_vanta_earned_rule()),
          usd(m.judge_vanta_open_loss(), payout.openLossUsd, m.judge_vanta_open_loss_rule()),
        ],
      },
      usd(m.judge_vanta_paid(), input.paid_usd),
      usd(m.judge_vanta_daily_target(), remaining / days, `${remaining.toFixed(2)} / ${days}`),
      {
        name: m.judge_vanta_debt_weight(),
        value: debtWeight(remaining, input.weekday, input.forecast_usd),
        rule: m.judge_vanta_debt_weight_rule(),
      },
    ],
    improvements: payoutImprovements(checkpoints, payout.neededUsd),
    tables: [
      {
        caption: m.judge_vanta_checkpoints(),
        columns: [
          { label: m.judge_vanta_place(), numeric: true },
          { label: m.judge_vanta_total_usd(), numeric: true },
          { label: m.judge_vanta_record_usd(), numeric: true },
          { label: m.judge_vanta_earned_usd(), numeric: true },
        ],
        rows: payout.steps
          .map((step, i) => [i + 1, step.totalUsd, step.recordUsd, step.earnedUsd])
          .slice(-LISTED),
      },
    ],
    ...(payout.steps.length < 2 ? {} : { drawing: drawingOf(payout.steps) }),
  };
}

function payoutImprovements(
  checkpoints: readonly PayCheckpoint[],
  now: number,
): Judgement['improvements'] {
  const last = checkpoints.at(-1);
  const needed = (changed: readonly PayCheckpoint[]): number => payoutSteps(changed).neededUsd;
  const tried = [
    {
      text: m.judge_vanta_hold_loss(),
      gain: last ? needed([...checkpoints.slice(0, -1), { ...last, unrealizedUsd: 0 }]) - now : 0,
    },
    {
      text: m.judge_vanta_no_penalty(),
      gain: needed(checkpoints.map((one) => ({ ...one, penalty: 1 }))) - now,
    },
  ];
  return tried.filter(({ gain }) => gain > WORTH_SAYING);
}

function drawingOf(steps: readonly { readonly totalUsd: number; readonly recordUsd: number }[]) {
  return {
    title: m.judge_vanta_payout_curve(),
    labels: steps.map((_, i) => String(i + 1)),
    lines: [
      {
        name: m.judge_vanta_record_usd(),
        tone: 'limit',
        values: steps.map(({ recordUsd }) => recordUsd),
      },
      {
        name: m.judge_vanta_total_usd(),
        tone: 'main',
        values: steps.map(({ totalUsd }) => totalUsd),
      },
    ],
  };
}
