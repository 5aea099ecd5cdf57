import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import {
  CHALLENGE,
  type Decision,
  type DrawdownMeter,
  IDLE_DAYS,
  PROBATION_DAYS,
  type TraderState,
  decide,
  drawdownMeters,
  passesChallenge,
} from '../scoring/buckets.ts';
import { DAY_MS } from '../scoring/ledger.ts';

// How far a trader is from the rules that end an account, in USD.

/** A meter with less room than this share of its limit is close to it. */
const NEAR_SHARE = 0.3;
/** Moves of the equity that are tried, per cent. */
const TRIED_MOVES = [2, 1, 0, -1, -2, -3, -4, -5, -6, -8, -10] as const;

const Usd = v.pipe(v.number(), v.minValue(0), v.maxValue(1e10));
const Days = v.pipe(v.number(), v.minValue(0), v.maxValue(10_000));

const Input = v.object({
  bucket: v.picklist(['CHALLENGE', 'MAINCOMP', 'PROBATION']),
  account_usd: v.pipe(Usd, v.minValue(1)),
  equity_usd: Usd,
  day_open_usd: Usd,
  best_usd: v.optional(Usd),
  balance_usd: v.optional(Usd),
  registered: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD')),
  is_static: v.optional(v.boolean(), false),
  is_forex: v.optional(v.boolean(), false),
  days_in_bucket: Days,
  days_idle: v.optional(Days, 0),
  rank: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e6)),
});
type Input = v.InferOutput<typeof Input>;

const DECISIONS: Readonly<Record<Decision, () => string>> = {
  'eliminate: time': m.judge_vanta_decision_time,
  'eliminate: intraday drawdown': m.judge_vanta_decision_intraday,
  'eliminate: end-of-day drawdown': m.judge_vanta_decision_end_of_day,
  'eliminate: idle': m.judge_vanta_decision_idle,
  demote: m.judge_vanta_decision_demote,
  promote: m.judge_vanta_decision_promote,
  keep: m.judge_vanta_decision_keep,
};

/** @throws AppError `input.malformed` */
export function judgeDistance(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const state = stateOf(input);
  const meters = drawdownMeters(state);
  const room = (meter: DrawdownMeter): number => (state.equity - meter.floor) * input.account_usd;
  const rooms = [room(meters.intraday), room(meters.endOfDay)] as const;
  return {
    score: {
      name: m.judge_vanta_room_usd(),
      value: Math.min(...rooms),
      unit: 'USD',
      label: 'from the specification',
      note: DECISIONS[decide(state)](),
    },
    findings: [
      meterFinding(m.judge_vanta_intraday(), meters.intraday, rooms[0], input),
      meterFinding(m.judge_vanta_end_of_day(), meters.endOfDay, rooms[1], input),
      ...timeFindings(input),
      ...promotionFindings(input, state),
    ],
    improvements: distanceImprovements(input, state),
    tables: [movesTable(input, state)],
  };
}

function stateOf(input: Input): TraderState {
  const registeredMs = Date.parse(input.registered);
  if (Number.isNaN(registeredMs)) {
    throw new AppError('input.malformed', `registered: ${input.registered} is no day`);
  }
  // Only differences of time count; the account may not be older than its registration says.
  const nowMs = registeredMs + Math.max(input.days_in_bucket, input.days_idle) * DAY_MS;
  return {
    bucket: input.bucket,
    registeredMs,
    isStatic: input.is_static,
    isForex: input.is_forex,
    nowMs,
    enteredMs: nowMs - input.days_in_bucket * DAY_MS,
    lastOrderMs: nowMs - input.days_idle * DAY_MS,
    equity: input.equity_usd / input.account_usd,
    dayOpenEquity: input.day_open_usd / input.account_usd,
    bestEndOfDayEquity: (input.best_usd ?? input.account_usd) / input.account_usd,
    balance: (input.balance_usd ?? input.equity_usd) / input.account_usd,
    rank: input.rank,
  };
}

function meterFinding(
  name: string,
  { belowPercent, limitPercent, floor, isBroken }: DrawdownMeter,
  roomUsd: number,
  { account_usd }: Input,
): Finding {
  const isNear = limitPercent - belowPercent < limitPercent * NEAR_SHARE;
  return {
    name,
    value: roomUsd,
    unit: 'USD',
    state: isBroken ? 'fail' : isNear ? 'warn' : 'pass',
    rule: m.judge_vanta_below_rule({ below: belowPercent.toFixed(4), limit: limitPercent }),
    children: [{ name: m.judge_vanta_floor(), value: floor * account_usd, unit: 'USD' }],
  };
}

function timeFindings(input: Input): Finding[] {
  const limit =
    input.bucket === 'CHALLENGE'
      ? CHALLENGE.maxDays
      : input.bucket === 'PROBATION'
        ? PROBATION_DAYS
        : null;
  const days = (name: string, value: number, most: number): Finding => ({
    name,
    value,
    state: value > most ? 'fail' : 'pass',
    rule: `≤ ${most}`,
  });
  return [
    ...(limit === null ? [] : [days(m.judge_vanta_days_in_bucket(), input.days_in_bucket, limit)]),
    days(m.judge_vanta_days_idle(), input.days_idle, IDLE_DAYS),
  ];
}

function promotionFindings(input: Input, state: TraderState): Finding[] {
  const rank: Finding = {
    name: m.judge_vanta_rank(),
    value: input.rank,
    format: 'count',
    state: input.rank <= CHALLENGE.rank ? 'pass' : 'fail',
    rule: `≤ ${CHALLENGE.rank}`,
  };
  if (input.bucket !== 'CHALLENGE') return [rank];
  const wanted = CHALLENGE.returnPercent[input.is_forex ? 'forex' : 'other'];
  return [
    {
      name: m.judge_vanta_challenge(),
      children: [
        {
          name: m.judge_vanta_challenge_return(),
          value: (Math.min(state.equity, state.balance) - 1) * 100,
          unit: '%',
          state: passesChallenge(state) ? 'pass' : 'fail',
          rule: `> ${wanted}`,
        },
        {
          name: m.judge_vanta_challenge_days(),
          value: input.days_in_bucket,
          state: input.days_in_bucket >= CHALLENGE.minDays ? 'pass' : 'fail',
          rule: `≥ ${CHALLENGE.minDays}`,
        },
        rank,
      ],
    },
  ];
}

function distanceImprovements(input: Input, state: TraderState): Judgement['improvements'] {
  const roomAt = (changed: TraderState): number => {
    const { intraday, endOfDay } = drawdownMeters(changed);
    return (changed.equity - Math.max(intraday.floor, endOfDay.floor)) * input.account_usd;
  };
  const nextDay = { ...state, dayOpenEquity: state.equity };
  const gain = roomAt(nextDay) - roomAt(state);
  const waits = gain > 0 ? [{ text: m.judge_vanta_next_day(), gain }] : [];
  const missing =
    input.bucket === 'CHALLENGE' && !passesChallenge(state)
      ? [{ text: m.judge_vanta_earn_more(), gain: null }]
      : [];
  return [...waits, ...missing];
}

function movesTable(input: Input, state: TraderState): JudgementTable {
  return {
    caption: m.judge_vanta_moves(),
    columns: [
      { label: m.judge_vanta_move(), numeric: true },
      { label: m.judge_vanta_equity_usd(), numeric: true },
      { label: m.judge_vanta_decision() },
    ],
    rows: TRIED_MOVES.map((percent) => {
      const factor = 1 + percent / 100;
      const moved = { ...state, equity: state.equity * factor, balance: state.balance * factor };
      return [percent, moved.equity * input.account_usd, DECISIONS[decide(moved)]()];
    }),
  };
}
