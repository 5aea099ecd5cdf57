import { type ChainSnapshot, emissionShare } from '../../protocol/chain-snapshot.ts';
import type { SubnetInfo } from '../../protocol/hello.ts';

// Where this device's work counts most, with the reasons as data. The page turns them into words.

/** What this device is known to do for one subnet. */
export interface Measured {
  /** Units per hour as measured, or as a probe predicts; null where neither was made. */
  readonly unitsPerHour: number | null;
  /** Mean quality of own decided units, 0..1; null before the first verdict. */
  readonly quality: number | null;
  /** Own units behind `quality`. */
  readonly judgedUnits: number;
}

export type MeasuredBySubnet = Readonly<Record<string, Measured>>;

export interface Reasons {
  /** Whether work can be claimed at all. */
  readonly isOpen: boolean;
  /** Jobs that somebody wants done, and practice units that fill gaps. */
  readonly openJobs: number;
  readonly practice: number;
  /** Share of everything the chain emits, 0..1; null without a chain or where it lists no such subnet. */
  readonly chainShare: number | null;
  /** Rao of TAO per alpha, decimal; null as above. */
  readonly price: string | null;
  readonly measured: Measured;
}

export interface RankedSubnet {
  readonly slug: string;
  readonly netuid: number;
  readonly title: string;
  readonly work: SubnetInfo['work'];
  readonly score: SubnetInfo['score'];
  /** ≥ 0, comparable within one ranking only; 0 where nothing can be claimed. */
  readonly usefulness: number;
  readonly reasons: Reasons;
}

export interface Ranking {
  /** `chain` when what the chain emits counts too; `jobs` when none is configured or it lists none of them. */
  readonly basis: 'chain' | 'jobs';
  /** The chain's figures are old. */
  readonly isStale: boolean;
  /** Most useful first. */
  readonly rows: readonly RankedSubnet[];
}

export interface RankInput {
  readonly subnets: readonly SubnetInfo[];
  readonly chain: ChainSnapshot | null;
  readonly measured: MeasuredBySubnet;
}

/** Quality taken for a subnet that this device never worked for, and how many units it weighs. */
const PRIOR_QUALITY = 0.5;
const PRIOR_UNITS = 4;
const UNKNOWN: Measured = { unitsPerHour: null, quality: null, judgedUnits: 0 };

/**
 * Ranks subnets by the use of this device's next hour.
 *
 * usefulness = demand × rate × quality, with a chain:
 * - demand: half its share of the waiting work, half its share of the emission, among the ranked
 *   subnets. A job counts 1; practice counts less than one job, however much of it waits
 *   (p / (1 + p)), since it only fills gaps. A subnet that is closed has none.
 * - rate: units per hour over the best known of them, 0..1. A unit is sized to a few seconds of the
 *   device's own speed, so a low rate means that even the smallest unit takes long here. Unknown:
 *   the mean of the known ones, 1 when none is known.
 * - quality: mean of own verdicts drawn towards 0.5 by four imagined units, so that one lucky unit
 *   decides nothing and a newcomer gets a fair try.
 *
 * Without a chain usefulness is demand by waiting work alone: open jobs, then practice. Ties go by
 * rate × quality, then netuid. What is unknown stays null in the reasons. O(n log n).
 */
export function rankSubnets({ subnets, chain, measured }: RankInput): Ranking {
  const facts = subnets.map((subnet) => ({
    subnet,
    reasons: reasonsOf(subnet, chain, measured[subnet.slug] ?? UNKNOWN),
  }));
  const open = facts.filter(({ reasons }) => reasons.isOpen);
  const emitted = sum(open.map(({ reasons }) => reasons.chainShare ?? 0));
  const waiting = sum(open.map(({ reasons }) => waitingWork(reasons)));
  const basis = emitted > 0 ? 'chain' : 'jobs';
  const rateOf = rates(facts.map(({ reasons }) => reasons.measured.unitsPerHour));

  const scored = facts.map(({ subnet, reasons }, index) => {
    const byWork = waiting > 0 ? waitingWork(reasons) / waiting : 0;
    const byChain = emitted > 0 ? (reasons.chainShare ?? 0) / emitted : 0;
    const ability = (rateOf[index] ?? 1) * expectedQuality(reasons.measured);
    const wanted = basis === 'chain' ? ((byWork + byChain) / 2) * ability : byWork;
    const { slug, netuid, title, work, score } = subnet;
    const usefulness = reasons.isOpen ? wanted : 0;
    return { row: { slug, netuid, title, work, score, usefulness, reasons }, ability };
  });
  scored.sort(
    (a, b) =>
      b.row.usefulness - a.row.usefulness ||
      Number(b.row.reasons.isOpen) - Number(a.row.reasons.isOpen) ||
      b.ability - a.ability ||
      a.row.netuid - b.row.netuid,
  );
  return {
    basis,
    isStale: basis === 'chain' && chain?.stale === true,
    rows: scored.map(({ row }) => row),
  };
}

function reasonsOf(
  { netuid, open, waiting }: SubnetInfo,
  chain: ChainSnapshot | null,
  measured: Measured,
): Reasons {
  return {
    isOpen: open,
    openJobs: waiting.job,
    practice: waiting.operator + waiting.rendered,
    chainShare: chain ? emissionShare(chain, netuid) : null,
    price: chain?.subnets.find((one) => one.netuid === netuid)?.price ?? null,
    measured,
  };
}

function waitingWork({ openJobs, practice }: Reasons): number {
  return openJobs + practice / (1 + practice);
}

/** Each rate over the best one; the mean of the known where one is unknown. */
function rates(perHour: readonly (number | null)[]): number[] {
  const known = perHour.filter((rate) => rate !== null);
  const best = Math.max(0, ...known);
  if (best === 0) return perHour.map(() => 1);
  const mean = sum(known) / known.length;
  return perHour.map((rate) => (rate ?? mean) / best);
}

function expectedQuality({ quality, judgedUnits }: Measured): number {
  if (quality === null) return PRIOR_QUALITY;
  return (quality * judgedUnits + PRIOR_QUALITY * PRIOR_UNITS) / (judgedUnits + PRIOR_UNITS);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
