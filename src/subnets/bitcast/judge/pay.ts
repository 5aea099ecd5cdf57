import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { type PayTerms, videoPay } from '../scoring/reward-curve.ts';
import { payDrawing, payFindings, payImprovements } from './pay-words.ts';

// A video's pay from its two means of cumulative revenue.

const Usd = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9));

/** What a brief and the market say; shared with the tool that begins with analytics. */
export const TERM_FIELDS = {
  format: v.pipe(v.string(), v.maxLength(40)),
  boost: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), 1),
  alpha_price_usd: v.optional(v.pipe(v.number(), v.minValue(1e-9), v.maxValue(1e6)), 0.5),
  daily_alpha: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e9)), 2000),
};
type Terms = v.InferOutput<v.ObjectSchema<typeof TERM_FIELDS, undefined>>;

const Input = v.object({ earlier_usd: Usd, later_usd: Usd, ...TERM_FIELDS });

export function termsOf(input: Terms): PayTerms {
  return {
    format: input.format,
    boost: input.boost,
    alphaPriceUsd: input.alpha_price_usd,
    dailyMinerAlpha: input.daily_alpha,
  };
}

/** @throws AppError `input.malformed` */
export function judgePay(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const terms = termsOf(input);
  const usd = [input.earlier_usd, input.later_usd] as const;
  const pay = videoPay(...usd, terms);
  return {
    score: { name: m.judge_bitcast_usd_today(), value: pay.usd, unit: 'USD', label: 'exact' },
    findings: payFindings(usd, terms, pay),
    improvements: payImprovements(usd, terms),
    drawing: payDrawing(usd, terms),
  };
}
