// Where a position is closed by itself. Section c.

export interface StopTerms {
  readonly isLong: boolean;
  /** Fixed price; null without one. */
  readonly fixed: number | null;
  /** Distance as a share of the best price, or as a price; null without a trailing stop. */
  readonly trailing: { readonly percent: number } | { readonly value: number } | null;
}

export interface EffectiveStop {
  readonly trailing: number | null;
  /** The nearer of both; null without any. */
  readonly effective: number | null;
}

/**
 * Trailing stop of a LONG: best × (1 − percent) or best − value, of a SHORT mirrored; the stop that
 * holds is the higher one for a LONG, the lower one for a SHORT.
 *
 * @param best highest price since the start of a LONG, lowest of a SHORT
 */
export function effectiveStop({ isLong, fixed, trailing }: StopTerms, best: number): EffectiveStop {
  const distance = trailing && ('percent' in trailing ? best * trailing.percent : trailing.value);
  const moving = distance === null ? null : isLong ? best - distance : best + distance;
  const stops = [fixed, moving].filter((stop) => stop !== null);
  if (stops.length === 0) return { trailing: moving, effective: null };
  return { trailing: moving, effective: isLong ? Math.max(...stops) : Math.min(...stops) };
}
