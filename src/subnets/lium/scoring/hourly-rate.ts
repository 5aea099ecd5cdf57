import { entryOf } from './market.ts';

// What an idle GPU is worth per hour. Section e.5; incentive/utils.py 220a000e.

/** A rate in USD, or the price table × a multiplier (`default` = × 1). */
export type RateRule = number | 'default' | { readonly multiplier: number };
/** Rules by exact driver name or `*`, inside by GPU count or `*`. */
export type RateTable = Readonly<Record<string, Readonly<Record<string, RateRule>>>>;

/** Nodes of 1 or 8 GPUs at the price table, all others unpaid. */
export const PACKAGED_RATES: RateTable = { '*': { '*': 0, '1': 'default', '8': 'default' } };

/**
 * Rate of one GPU of a node, USD per hour. An entry of the model hides the whole `*` entry, even
 * for counts it does not name; nothing found gives 0.
 */
export function hourlyRate(
  model: string,
  gpus: number,
  rates: RateTable,
  prices: Readonly<Record<string, number>>,
): number {
  const rules = entryOf(rates, model) ?? entryOf(rates, '*');
  const rule = rules && (entryOf(rules, String(gpus)) ?? entryOf(rules, '*'));
  if (rule === undefined) return 0;
  if (typeof rule === 'number') return rule;
  const multiplier = rule === 'default' ? 1 : rule.multiplier;
  return (entryOf(prices, model) ?? 0) * multiplier;
}
