import { m } from '../../../paraglide/messages.js';
import type { Improvement } from '../../judge-page.ts';
import { DEFAULT_MIN_DAYS } from '../scoring/metrics.ts';
import { MIN_ACCOUNT_USD } from '../scoring/penalties.ts';
import { appendDays, changeDay } from './history.ts';
import { measureOf } from './measures.ts';
import { type MeasuredRecord, type RecordInput, dayLabel, measure } from './measured-record.ts';

// What would raise the number at the top, each tried by measuring again.

const WORTH_SAYING = 1e-9;
/** Days that are flat on trial. */
const TRIED_DAYS = 1;

export function recordImprovements(record: MeasuredRecord, input: RecordInput): Improvement[] {
  const { history, measured } = record;
  const now = measureOf(measured, input.measure);
  const gain = (changed: Partial<RecordInput>, ledger = history): number =>
    measureOf(measure(ledger, { ...input, ...changed }).measured, input.measure) - now;
  const tried: Improvement[] = [];
  if (input.account_usd < MIN_ACCOUNT_USD) {
    const text = m.judge_vanta_more_collateral({ usd: MIN_ACCOUNT_USD });
    tried.push({ text, gain: gain({ account_usd: MIN_ACCOUNT_USD }) });
  }
  if (input.risk_score > 0) {
    tried.push({ text: m.judge_vanta_less_risk(), gain: gain({ risk_score: 0 }) });
  }
  const missing = (input.min_days ?? DEFAULT_MIN_DAYS) - measured.days.length;
  const count = Math.max(missing, TRIED_DAYS);
  const mean = meanOf(measured.days.map(({ logReturn }) => logReturn));
  tried.push({
    text: m.judge_vanta_more_days({ count, percent: (mean * 100).toFixed(3) }),
    gain: gain({}, appendDays(history, { count, logReturn: mean, accountUsd: input.account_usd })),
  });
  const worst = measured.days.toSorted((a, b) => a.logReturn - b.logReturn)[0];
  if (worst && worst.logReturn < 0) {
    tried.push({
      text: m.judge_vanta_worst_flat({ day: dayLabel(worst, history) }),
      gain: gain({}, changeDay(history, worst.day, 0, input.account_usd)),
    });
  }
  return tried.filter(({ gain: more }) => more !== null && more > WORTH_SAYING);
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
