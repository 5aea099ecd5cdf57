import * as v from 'valibot';
import { parseAs } from '../../../protocol/parse.ts';
import { type TraderMeasurement, measureTrader } from '../score.ts';
import { OLDER_BEFORE_MS } from '../scoring/buckets.ts';
import { DAY_MS, type LedgerDay } from '../scoring/ledger.ts';
import { DAYS_IN_YEAR } from '../scoring/volatility.ts';
import { type CurveDay, equityCurve } from './curve.ts';
import type { History } from './history.ts';
import { MEASURES } from './measures.ts';

// A history as it is measured: what is asked, and what comes out.

const RecordInput = v.object({
  history: v.string(),
  account_usd: v.pipe(v.number(), v.minValue(1), v.maxValue(1e9)),
  asset_class: v.picklist(['crypto', 'forex', 'equities']),
  days: v.picklist(['weighted', 'plain']),
  measure: v.picklist(MEASURES),
  bucket: v.picklist(['CHALLENGE', 'MAINCOMP', 'PROBATION']),
  min_days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366))),
  risk_score: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), 0),
  what_if_day: v.optional(v.string()),
  what_if_return: v.optional(v.pipe(v.number(), v.minValue(-5), v.maxValue(5)), 0),
});
export type RecordInput = v.InferOutput<typeof RecordInput>;

/** @throws AppError `input.malformed` */
export function parseRecordInput(value: unknown): RecordInput {
  return parseAs(RecordInput, value, 'input.malformed');
}

/** A history that was measured. */
export interface MeasuredRecord {
  readonly history: History;
  readonly measured: TraderMeasurement;
  readonly curve: readonly CurveDay[];
}

/** Measures a history as the input asks for it. */
export function measure(history: History, input: RecordInput): MeasuredRecord {
  const measured = measureTrader({
    checkpoints: history.checkpoints,
    accountUsd: input.account_usd,
    riskScore: input.risk_score,
    daysInYear: DAYS_IN_YEAR[input.asset_class],
    minDays: input.min_days ?? null,
    weighted: input.days === 'weighted',
  });
  // An account of today: the wider limits of older ones are a matter of the other tool.
  const account = { bucket: input.bucket, registeredMs: OLDER_BEFORE_MS, isStatic: false };
  return { history, measured, curve: equityCurve(measured.days, account) };
}

/** `YYYY-MM-DD`, or the place in an order without dates, from 1. */
export function dayLabel({ day }: Pick<LedgerDay, 'day'>, { isDated }: History): string {
  return isDated ? new Date(day * DAY_MS).toISOString().slice(0, 10) : String(day + 1);
}
