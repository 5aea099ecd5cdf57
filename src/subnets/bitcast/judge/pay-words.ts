import { m } from '../../../paraglide/messages.js';
import type { Finding, Improvement } from '../../judge-page.ts';
import {
  FORMAT_PAY,
  type PayTerms,
  type VideoPay,
  aboveDeduction,
  payOfFormat,
  rewardCurve,
  videoPay,
} from '../scoring/reward-curve.ts';

// What is said of a video's pay.

const WORTH_SAYING = 1e-9;
const CURVE_POINTS = 60;

export const FORMATS = Object.keys(FORMAT_PAY);

/** From two means of cumulative USD to the pay of a day. */
export function payFindings(
  [earlier, later]: readonly [number, number],
  terms: PayTerms,
  pay: VideoPay,
): Finding[] {
  const format = payOfFormat(terms.format);
  const threshold = format.deductionUsd / format.scale;
  const side = (name: string, usd: number): Finding => ({
    name,
    value: aboveDeduction(usd, format),
    rule: `max(${rewardCurve(usd).toFixed(5)} − ${threshold.toFixed(5)}, 0)`,
    state: rewardCurve(usd) > threshold ? 'pass' : 'warn',
    children: [{ name: m.judge_bitcast_mean_usd(), value: usd, unit: 'USD' }],
  });
  return [
    {
      name: m.judge_bitcast_usd_today(),
      value: pay.usd,
      unit: 'USD',
      rule: `(A2 − A1) × ${pay.scale} × ${pay.boost}`,
      children: [
        side(m.judge_bitcast_later(), later),
        side(m.judge_bitcast_earlier(), earlier),
        { name: m.judge_bitcast_base(), value: pay.baseScore, note: m.judge_bitcast_base_note() },
      ],
    },
    {
      name: m.judge_bitcast_life(),
      value: aboveDeduction(later, format) * format.scale * terms.boost,
      unit: 'USD',
      note: m.judge_bitcast_life_note(),
    },
    {
      name: m.judge_bitcast_weight(),
      value: pay.weight,
      rule: m.judge_bitcast_weight_rule(),
      children: [{ name: m.judge_bitcast_alpha(), value: pay.alpha }],
    },
  ];
}

/** More revenue in the later period, and other formats, each paid again. */
export function payImprovements(
  [earlier, later]: readonly [number, number],
  terms: PayTerms,
): Improvement[] {
  const usd = (usdLater: number, changed: Partial<PayTerms> = {}): number =>
    videoPay(earlier, usdLater, { ...terms, ...changed }).usd;
  const now = usd(later);
  const more = [
    { text: m.judge_bitcast_tenth_more_usd(), gain: usd(later * 1.1) - now },
    ...FORMATS.map((format) => ({
      text: m.judge_bitcast_as_format({ format }),
      gain: usd(later, { format }) - now,
    })),
  ];
  return more.filter(({ gain }) => gain > WORTH_SAYING);
}

/** Life pay over the mean cumulative USD, with today's two means. */
export function payDrawing([earlier, later]: readonly [number, number], terms: PayTerms) {
  const format = payOfFormat(terms.format);
  const most = Math.max(later, earlier, 0.01) * 2;
  const at = (usd: number) => ({
    x: usd,
    y: aboveDeduction(usd, format) * format.scale * terms.boost,
  });
  return {
    kind: 'curve',
    points: Array.from({ length: CURVE_POINTS + 1 }, (_, i) => at((most * i) / CURVE_POINTS)),
    marks: [
      { ...at(earlier), name: 'A1' },
      { ...at(later), name: 'A2' },
    ],
  };
}
