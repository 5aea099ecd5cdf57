import { pushTimeMs } from './push-time.ts';

// Order of the entries of one epoch. Section e, "Ranking" and "Nanobody score".

export interface RankedEntry {
  readonly uid: number;
  /** Final score; missing, infinite or NaN gives no rank. */
  readonly score?: number | null | undefined;
  /** Block of the commitment; missing counts as later than all. */
  readonly block?: number | null | undefined;
  /** When it was pushed, ISO 8601; unreadable counts as last. */
  readonly pushTime?: string | null | undefined;
  /** Rank sums of a nanobody's three kinds of metrics, which break ties. */
  readonly kinds?: readonly NanobodyKinds[] | undefined;
}

/** Per sequence and target; a missing sum counts as Infinity. */
export interface NanobodyKinds {
  readonly confidence?: number | null | undefined;
  readonly physical?: number | null | undefined;
  readonly developability?: number | null | undefined;
}

/** Shares of the two winners. */
export const REWARD_SHARES = { nanobody: 0.6, molecule: 0.4 } as const;

/**
 * Ranks of molecule entries by uid, 1 for the highest score; ties by earlier block, push time, uid.
 *
 * Source: NOVA `neurons/validator/ranking.py` @ f947557.
 */
export function rankMolecules(entries: readonly RankedEntry[]): ReadonlyMap<number, number> {
  return rank(entries, (entry) => [-(entry.score ?? NaN)]);
}

/**
 * Ranks of nanobody entries by uid, 1 for the lowest rank sum; ties by the sums of confidence,
 * physical and developability ranks, then as for molecules.
 */
export function rankNanobodies(entries: readonly RankedEntry[]): ReadonlyMap<number, number> {
  return rank(entries, (entry) => {
    const kinds = entry.kinds ?? [];
    return [
      entry.score ?? NaN,
      total(kinds.map(({ confidence }) => confidence)),
      total(kinds.map(({ physical }) => physical)),
      total(kinds.map(({ developability }) => developability)),
    ];
  });
}

/** Ranks by uid, of molecules and of nanobodies. */
export interface KindRanks {
  readonly molecule: ReadonlyMap<number, number>;
  readonly nanobody: ReadonlyMap<number, number>;
}

/** Share of the reward of one miner, 0..1: the first of each kind takes all that it is worth. */
export function rewardShare(uid: number, ranks: KindRanks): number {
  const kinds = ['molecule', 'nanobody'] as const;
  return kinds.reduce(
    (sum, kind) => (ranks[kind].get(uid) === 1 ? sum + REWARD_SHARES[kind] : sum),
    0,
  );
}

function rank(
  entries: readonly RankedEntry[],
  keys: (entry: RankedEntry) => readonly number[],
): ReadonlyMap<number, number> {
  const ordered = entries
    .filter(({ score }) => Number.isFinite(score))
    .map((entry) => ({
      uid: entry.uid,
      keys: [...keys(entry), entry.block ?? Infinity, pushTimeMs(entry.pushTime), entry.uid],
    }))
    .sort((a, b) => compareKeys(a.keys, b.keys));
  return new Map(ordered.map(({ uid }, index) => [uid, index + 1]));
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((key, i) => key !== b[i]);
  return index < 0 ? 0 : (a[index] ?? 0) < (b[index] ?? 0) ? -1 : 1;
}

/** Sum over sequences and targets; Infinity for none, and for a missing one. */
function total(values: readonly (number | null | undefined)[]): number {
  if (values.length === 0) return Infinity;
  return values.reduce<number>((sum, value) => sum + (value ?? Infinity), 0);
}
