import * as v from 'valibot';
import type { UnitInfo } from '../../protocol/submission.ts';
import type { KeyValue } from '../key-value.ts';
import type { Measured, MeasuredBySubnet } from './rank.ts';

// What this browser knows of its own work per subnet: speeds it keeps, verdicts it reads back.

const RATES = 'rates';

const StoredRates = v.record(v.string(), v.pipe(v.number(), v.finite(), v.minValue(0)));

/** Units per hour by subnet, as last measured or predicted on this device; empty before that. */
export async function storedRates(store: KeyValue): Promise<Readonly<Record<string, number>>> {
  const parsed = v.safeParse(StoredRates, await store.get('settings', RATES));
  return parsed.success ? parsed.output : {};
}

export async function keepRate(
  store: KeyValue,
  subnet: string,
  unitsPerHour: number,
): Promise<void> {
  await store.put('settings', RATES, { ...(await storedRates(store)), [subnet]: unitsPerHour });
}

/**
 * Speeds and own verdicts together.
 * @param units own units, any subnet; those without a verdict tell nothing
 * @returns an entry for each subnet of which anything is known; quality weighs units by their items
 */
export function measuredFrom(
  rates: Readonly<Record<string, number>>,
  units: readonly UnitInfo[],
): MeasuredBySubnet {
  const judged = new Map<string, { units: number; items: number; sum: number }>();
  for (const { subnet, items, verdict } of units) {
    if (!verdict) continue;
    const known = judged.get(subnet) ?? { units: 0, items: 0, sum: 0 };
    judged.set(subnet, {
      units: known.units + 1,
      items: known.items + items,
      sum: known.sum + verdict.quality * items,
    });
  }
  const slugs = new Set([...Object.keys(rates), ...judged.keys()]);
  return Object.fromEntries(
    [...slugs].map((slug): [string, Measured] => {
      const own = judged.get(slug);
      return [
        slug,
        {
          unitsPerHour: rates[slug] ?? null,
          quality: own && own.items > 0 ? own.sum / own.items : null,
          judgedUnits: own?.units ?? 0,
        },
      ];
    }),
  );
}
