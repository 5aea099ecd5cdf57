// Ranks of nanobodies by their metrics: dense ranks for the score, weighted average ranks for the
// list of the best fifty. Section e, "Nanobody score".

export type Direction = 'max' | 'min';
/** Metric by name; null where it could not be computed. */
export type Metrics = Readonly<Record<string, number | null>>;

/** What is scored, by kind, and which way is better. */
export const NANOBODY_METRICS = {
  confidence: {
    design_iiptm: 'max',
    design_ptm: 'max',
    design_to_target_iptm: 'max',
    min_design_to_target_pae: 'min',
    interaction_pae: 'min',
  },
  physical: {
    plip_hbonds_refolded: 'max',
    plip_saltbridge_refolded: 'max',
    delta_sasa_refolded: 'max',
  },
  developability: { liability_score: 'min', liability_num_violations: 'min' },
} as const satisfies Record<string, Record<string, Direction>>;

/** Metrics of the list of the best, in the order that decides which one is named on a tie. */
export const LIST_METRICS = [
  { name: 'design_iiptm', direction: 'max', weight: 1 },
  { name: 'design_ptm', direction: 'max', weight: 2 },
  { name: 'min_design_to_target_pae', direction: 'min', weight: 1 },
  { name: 'plip_hbonds_refolded', direction: 'max', weight: 2 },
  { name: 'plip_saltbridge_refolded', direction: 'max', weight: 2 },
  { name: 'delta_sasa_refolded', direction: 'max', weight: 2 },
] as const satisfies readonly WeightedMetric[];
export const LIST_SIZE = 50;

export interface WeightedMetric {
  readonly name: string;
  readonly direction: Direction;
  readonly weight: number;
}

/**
 * Sum over metrics of the dense rank of each row (1 = best, equals share a rank, no gaps).
 *
 * @returns sum per row, in the order of the rows; lower is better; Infinity where a metric is missing
 */
export function denseRankSums(
  rows: readonly Metrics[],
  metrics: readonly (readonly [name: string, direction: Direction])[],
): number[] {
  const ranks = metrics.map(([name, direction]) => {
    const values = rows.map((row) => row[name] ?? null);
    const levels = [...new Set(known(values))].sort(better(direction));
    return values.map((value) => (value === null ? Infinity : levels.indexOf(value) + 1));
  });
  return rows.map((_, row) => ranks.reduce((sum, column) => sum + (column[row] ?? 0), 0));
}

export type MetricKind = keyof typeof NANOBODY_METRICS;
/** In the order in which they break ties. */
export const METRIC_KINDS = ['confidence', 'physical', 'developability'] as const;

export interface NanobodyRanks extends Readonly<Record<MetricKind, number>> {
  /** Sum of the three kinds: the score, lowest wins. Infinity where a metric is missing. */
  readonly sum: number;
}

/** Rank sums of one sequence of each miner for one target, by kind and in all. */
export function nanobodyRanks(rows: readonly Metrics[]): NanobodyRanks[] {
  const sumsOf = (kind: MetricKind): number[] =>
    denseRankSums(rows, Object.entries(NANOBODY_METRICS[kind]));
  const kinds = {
    confidence: sumsOf('confidence'),
    physical: sumsOf('physical'),
    developability: sumsOf('developability'),
  };
  return rows.map((_, row) => {
    const confidence = kinds.confidence[row] ?? Infinity;
    const physical = kinds.physical[row] ?? Infinity;
    const developability = kinds.developability[row] ?? Infinity;
    const sum = confidence + physical + developability;
    return { confidence, physical, developability, sum };
  });
}

export interface ListEntry {
  /** Index of the row. */
  readonly row: number;
  /** Worst weighted rank. */
  readonly score: number;
  /** Metric of that rank. */
  readonly bottleneck: string;
}

/**
 * Rows by their worst weighted rank, smallest first: average rank (1 = best) divided by the
 * metric's weight, the largest over the metrics.
 *
 * @param size most rows that are kept
 *
 * Rows of equal score keep their order. A missing metric takes no part. Source: NOVA
 * `utils/minmax_weighted_rank.py` @ f947557.
 */
export function worstWeightedRanks(
  rows: readonly Metrics[],
  metrics: readonly WeightedMetric[] = LIST_METRICS,
  size: number = LIST_SIZE,
): ListEntry[] {
  const columns = metrics.map(({ name, direction, weight }) => ({
    name,
    ranks: averageRanks(
      rows.map((row) => row[name] ?? null),
      direction,
    ).map((rank) => rank / weight),
  }));
  return rows
    .map((_, row) => {
      let worst = { row, score: -Infinity, bottleneck: '' };
      for (const { name, ranks } of columns) {
        const score = ranks[row] ?? NaN;
        if (score > worst.score) worst = { row, score, bottleneck: name };
      }
      return worst;
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, size);
}

/** Average rank per value, 1 = best; NaN for a missing one. */
function averageRanks(values: readonly (number | null)[], direction: Direction): number[] {
  const sorted = known(values).sort(better(direction));
  return values.map((value) => {
    if (value === null) return NaN;
    return (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1;
  });
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function better(direction: Direction): (a: number, b: number) => number {
  return direction === 'max' ? (a, b) => b - a : (a, b) => a - b;
}
