/** Leagues of the kernel contest: target length from, name, multiplier. Section e-A. */
export const LEAGUES: readonly (readonly [from: number, name: string, multiplier: number])[] = [
  [1_000_000, '1M', 3],
  [900_000, '900k', 2.5],
  [800_000, '800k', 2.25],
  [700_000, '700k', 2],
  [600_000, '600k', 1.75],
  [500_000, '500k', 1.5],
  [400_000, '400k', 1.25],
  [300_000, '300k', 1],
  [200_000, '200k', 0.75],
];
const LOWEST = { name: '100k', multiplier: 0.5 } as const;

export interface League {
  readonly name: string;
  readonly multiplier: number;
}

/**
 * League of a target length: the largest threshold reached, below 200 000 the lowest.
 *
 * @param length tokens
 *
 * Source: QUASAR-SUBNET `validator_api/app.py` @ 8580c504.
 */
export function leagueOf(length: number): League {
  const found = LEAGUES.find(([from]) => length >= from);
  return found === undefined ? LOWEST : { name: found[1], multiplier: found[2] };
}
