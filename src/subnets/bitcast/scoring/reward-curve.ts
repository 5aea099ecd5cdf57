// Diminishing returns of one YouTube video: revenue → score → USD a day. Section e3.

/** Pay of a brief's format. */
export interface FormatPay {
  /** USD per unit of score. */
  readonly scale: number;
  /** USD taken off over a video's life. */
  readonly deductionUsd: number;
}

/** Scale and lifetime deduction of each format; an unknown format is paid as `dedicated`. */
export const FORMAT_PAY = {
  dedicated: { scale: 1800, deductionUsd: 100 },
  'ad-read': { scale: 400, deductionUsd: 25 },
  integration: { scale: 400, deductionUsd: 25 },
  productPlacement: { scale: 200, deductionUsd: 6.25 },
} as const satisfies Readonly<Record<string, FormatPay>>;

const DAMPING = 0.1;

export function payOfFormat(format: string): FormatPay {
  const table: Readonly<Record<string, FormatPay>> = FORMAT_PAY;
  return (Object.hasOwn(table, format) ? table[format] : undefined) ?? FORMAT_PAY.dedicated;
}

/**
 * curve(x) = √x / (1 + 0.1 √x).
 *
 * @param usd mean cumulative revenue, USD; 0 or less, or not finite, counts as 0
 * @returns 0..10. Section e3.
 */
export function rewardCurve(usd: number): number {
  if (!Number.isFinite(usd) || usd <= 0) return 0;
  const root = Math.sqrt(usd);
  return root / (1 + DAMPING * root);
}

/** curve(later) − curve(earlier): the score of a day; negative when the later mean is smaller. */
export function curveDifference(earlierUsd: number, laterUsd: number): number {
  return rewardCurve(laterUsd) - rewardCurve(earlierUsd);
}

/**
 * The same after the lifetime deduction: max(curve(later) − L/s, 0) − max(curve(earlier) − L/s, 0),
 * so that a video's pay over its life is max(curve(final) s − L, 0). Without a deduction or a
 * scale it is the plain difference. Section e3.
 */
export function deductedDifference(
  earlierUsd: number,
  laterUsd: number,
  { scale, deductionUsd }: FormatPay,
): number {
  if (scale <= 0 || deductionUsd <= 0) return curveDifference(earlierUsd, laterUsd);
  return (
    aboveDeduction(laterUsd, { scale, deductionUsd }) -
    aboveDeduction(earlierUsd, { scale, deductionUsd })
  );
}

/** max(curve(usd) − L/s, 0): times s, what a video has earned over its life. */
export function aboveDeduction(usd: number, { scale, deductionUsd }: FormatPay): number {
  return Math.max(rewardCurve(usd) - deductionUsd / scale, 0);
}

export interface VideoPay {
  /** Before the deduction. */
  readonly baseScore: number;
  readonly scale: number;
  readonly boost: number;
  /** USD for this day. */
  readonly usd: number;
  /** Alpha for this day. */
  readonly alpha: number;
  /** Share of the miners' alpha of a day. */
  readonly weight: number;
  /** `limited_fifo` when an older video of the account used up the brief's count. */
  readonly status: 'active' | 'limited_fifo';
}

export interface PayTerms {
  readonly format: string;
  readonly boost: number;
  readonly alphaPriceUsd: number;
  /** Alpha that miners earn in a day. */
  readonly dailyMinerAlpha: number;
}

/**
 * What a video earns from one brief today: usd = deducted difference × scale × boost,
 * alpha = usd / price, weight = alpha / daily alpha. Without a price or alpha there is no weight.
 *
 * @param earlierUsd A1, mean cumulative USD of days T−10..T−4
 * @param laterUsd   A2, the same of T−9..T−3
 * Sections e3, e4.
 */
export function videoPay(earlierUsd: number, laterUsd: number, terms: PayTerms): VideoPay {
  const pay = payOfFormat(terms.format);
  const usd = deductedDifference(earlierUsd, laterUsd, pay) * pay.scale * terms.boost;
  const alpha = terms.alphaPriceUsd > 0 ? usd / terms.alphaPriceUsd : 0;
  return {
    baseScore: curveDifference(earlierUsd, laterUsd),
    scale: pay.scale,
    boost: terms.boost,
    usd,
    alpha,
    weight: terms.dailyMinerAlpha > 0 ? alpha / terms.dailyMinerAlpha : 0,
    status: 'active',
  };
}
