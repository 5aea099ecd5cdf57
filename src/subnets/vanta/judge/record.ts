import { m } from '../../../paraglide/messages.js';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement, JudgementTable } from '../../judge-page.ts';
import { DEFAULT_MIN_DAYS } from '../scoring/metrics.ts';
import { changeDay, readHistory } from './history.ts';
import {
  type MeasuredRecord,
  type RecordInput,
  dayLabel,
  measure,
  parseRecordInput,
} from './measured-record.ts';
import { MEASURES, MEASURE_NAMES, type Measure, labelOf, measureOf } from './measures.ts';
import { recordFindings } from './record-words.ts';
import { recordImprovements } from './record-improvements.ts';

// A track record under every formula of the validator: ratios, penalties, distance to elimination.

/** A smaller difference is what rounding leaves. */
const NOISE = 1e-9;
/** Days listed one by one. */
const LISTED_DAYS = 30;

/** @throws AppError `input.malformed` */
export function judgeRecord(value: unknown): Judgement {
  const input = parseRecordInput(value);
  const history = readHistory(input.history, input.account_usd);
  const record = measure(history, input);
  const changed = whatIf(record, input);
  const name = MEASURE_NAMES[input.measure]();
  const minDays = input.min_days ?? DEFAULT_MIN_DAYS;
  const count = record.measured.days.length;
  return {
    score: {
      name,
      value: measureOf(record.measured, input.measure),
      label: labelOf(input.measure, history),
      ...(input.measure === 'competition' ? { unit: 'USD' } : {}),
      ...(count < minDays ? { note: m.judge_vanta_too_few_days({ count, least: minDays }) } : {}),
    },
    findings: recordFindings(record, input),
    improvements: recordImprovements(record, input),
    tables: [
      ...(changed ? [whatIfTable(record, changed)] : []),
      daysTable(record, input.account_usd),
    ],
    drawing: drawingOf(record, changed, input.account_usd),
  };
}

function whatIf(record: MeasuredRecord, input: RecordInput): MeasuredRecord | null {
  if (input.what_if_day === undefined || input.what_if_day.trim() === '') return null;
  const wanted = input.what_if_day.trim();
  const { history, measured } = record;
  const day = measured.days.find((one) => dayLabel(one, history) === wanted);
  if (!day) {
    throw new AppError(
      'input.malformed',
      `what_if_day: ${wanted.slice(0, 40)} is not one of the ${measured.days.length} full days`,
    );
  }
  return measure(changeDay(history, day.day, input.what_if_return, input.account_usd), input);
}

function whatIfTable(before: MeasuredRecord, after: MeasuredRecord): JudgementTable {
  const row = (name: string, of: (record: MeasuredRecord) => number) => {
    const [old, fresh] = [of(before), of(after)];
    const difference = fresh - old;
    return [name, old, fresh, Math.abs(difference) < NOISE ? 0 : difference];
  };
  const room = ({ curve }: MeasuredRecord): number => {
    const last = curve.at(-1);
    return last ? last.endOfDay.limitPercent - last.endOfDay.belowPercent : 0;
  };
  return {
    caption: m.judge_vanta_what_if(),
    columns: [
      { label: m.judge_vanta_measure() },
      { label: m.judge_vanta_before(), numeric: true },
      { label: m.judge_vanta_after(), numeric: true },
      { label: m.judge_vanta_difference(), numeric: true },
    ],
    rows: [
      ...MEASURES.map((one: Measure) =>
        row(MEASURE_NAMES[one](), ({ measured }) => measureOf(measured, one)),
      ),
      row(m.judge_vanta_room_percent(), room),
    ],
  };
}

function daysTable({ history, measured, curve }: MeasuredRecord, accountUsd: number) {
  const rows = measured.days.map((day, i) => {
    const point = curve[i];
    return [
      dayLabel(day, history),
      day.logReturn * 100,
      measured.dailyPnlUsd[i] ?? 0,
      (point?.equity ?? 1) * accountUsd,
      point ? point.endOfDay.limitPercent - point.endOfDay.belowPercent : null,
    ];
  });
  return {
    caption: m.judge_vanta_last_days({ count: Math.min(LISTED_DAYS, rows.length) }),
    columns: [
      { label: m.judge_vanta_day() },
      { label: m.judge_vanta_log_return(), numeric: true },
      { label: m.judge_vanta_pnl_usd(), numeric: true },
      { label: m.judge_vanta_equity_usd(), numeric: true },
      { label: m.judge_vanta_room_percent(), numeric: true },
    ],
    rows: rows.slice(-LISTED_DAYS).toReversed(),
  } satisfies JudgementTable;
}

function drawingOf(record: MeasuredRecord, changed: MeasuredRecord | null, accountUsd: number) {
  const { history, measured, curve } = record;
  if (curve.length < 2) return undefined;
  const line = (name: string, tone: string, values: readonly number[]) => ({ name, tone, values });
  const equity = ({ curve: points }: MeasuredRecord) =>
    points.map((point) => point.equity * accountUsd);
  return {
    title: m.judge_vanta_curve(),
    labels: measured.days.map((day) => dayLabel(day, history)),
    lines: [
      line(
        m.judge_vanta_floor(),
        'limit',
        curve.map(({ endOfDay }) => endOfDay.floor * accountUsd),
      ),
      ...(changed ? [line(m.judge_vanta_what_if(), 'other', equity(changed))] : []),
      line(m.judge_vanta_equity(), 'main', equity(record)),
    ],
  };
}
