import * as v from 'valibot';
import { type NanobodyRanks, nanobodyRanks } from '../scoring/metric-ranks.ts';
import { type KindRanks, rankMolecules, rankNanobodies, rewardShare } from '../scoring/ranking.ts';

// Where everybody stands in one epoch, and what one miner gets.

const Finite = v.pipe(v.number(), v.finite());
export const Uid = v.pipe(v.number(), v.integer(), v.minValue(0));
const Common = {
  uid: Uid,
  block: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  push_time: v.nullish(v.string()),
};

/** A miner's molecule as it was scored. */
export const Molecule = v.object({ ...Common, score: v.nullish(Finite) });
/** A miner's nanobody as it was measured; a missing metric gives no rank. */
export const Nanobody = v.object({ ...Common, metrics: v.record(v.string(), v.nullable(Finite)) });
type MoleculeEntry = v.InferOutput<typeof Molecule>;
type NanobodyEntry = v.InferOutput<typeof Nanobody>;

export interface Contest {
  readonly molecules: readonly MoleculeEntry[];
  readonly nanobodies: readonly NanobodyEntry[];
  readonly uid: number;
}

export interface Standing {
  readonly ranks: KindRanks;
  readonly share: number;
  /** In the order of the nanobody entries. */
  readonly sums: readonly NanobodyRanks[];
}

/** Ranks and share by the subnet's own rules. */
export function standingOf({ molecules, nanobodies, uid }: Contest): Standing {
  const sums = nanobodyRanks(nanobodies.map(({ metrics }) => metrics));
  const ranks = {
    molecule: rankMolecules(molecules.map((one) => ({ ...one, pushTime: one.push_time }))),
    nanobody: rankNanobodies(
      nanobodies.map(({ uid: miner, block, push_time: pushTime }, index) => {
        const kinds = sums[index];
        return { uid: miner, block, pushTime, score: kinds?.sum, kinds: kinds ? [kinds] : [] };
      }),
    ),
  };
  return { ranks, sums, share: rewardShare(uid, ranks) };
}
