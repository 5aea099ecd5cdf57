import * as v from 'valibot';
import { entryId, nextContest } from '../../src/subnets/nova/scoring/blueprint-contest.ts';
import { denseRankSums, worstWeightedRanks } from '../../src/subnets/nova/scoring/metric-ranks.ts';
import { rankMolecules, rankNanobodies } from '../../src/subnets/nova/scoring/ranking.ts';
import { Real } from './pairs.ts';
import type { Contestant } from '../../src/subnets/nova/scoring/blueprint-contest.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';
import { list } from './list.ts';

const Sum = v.optional(v.nullable(Real));
const Ranking = v.object({
  name: v.string(),
  type: v.picklist(['molecule', 'nanobody']),
  score_dict: v.record(
    v.string(),
    v.object({
      final_molecule_score: Sum,
      final_nanobody_score: Sum,
      block_submitted: v.nullish(v.number()),
      push_time: v.nullish(v.string()),
    }),
  ),
  components: v.nullish(
    v.record(
      v.string(),
      v.record(
        v.string(),
        v.record(
          v.string(),
          v.object({
            confidence_rank_sum: Sum,
            physical_interaction_rank_sum: Sum,
            developability_rank_sum: Sum,
          }),
        ),
      ),
    ),
  ),
  ranks: v.record(v.string(), v.number()),
});

function rankingCase(data: v.InferOutput<typeof Ranking>): ConformanceCase {
  const entries = Object.entries(data.score_dict).map(([uid, entry]) => ({
    uid: Number(uid),
    score: data.type === 'molecule' ? entry.final_molecule_score : entry.final_nanobody_score,
    block: entry.block_submitted,
    pushTime: entry.push_time,
    kinds: Object.values(data.components?.[uid] ?? {})
      .flatMap((targets) => Object.values(targets))
      .map((sums) => ({
        confidence: sums.confidence_rank_sum,
        physical: sums.physical_interaction_rank_sum,
        developability: sums.developability_rank_sum,
      })),
  }));
  const ranks = data.type === 'molecule' ? rankMolecules(entries) : rankNanobodies(entries);
  return { name: data.name, actual: Object.fromEntries(ranks), expected: data.ranks };
}

const Rows = v.array(v.record(v.string(), v.nullable(v.number())));

const Member = v.object({
  hotkey: v.string(),
  uid: v.nullable(v.number()),
  snapshot_epoch: v.number(),
  coldkey: v.nullable(v.string()),
  submission_name: v.nullable(v.string()),
});
const Rival = v.object({ ...Member.entries, wins: v.number(), score_sum: v.number() });
const Contest = v.object({
  name: v.string(),
  scores: v.record(v.string(), v.nullable(Real)),
  entries: v.record(v.string(), v.picklist(['entrant', 'challenger', 'champion'])),
  before: v.object({ champion: v.nullable(Member), challengers: v.array(Rival) }),
  after: v.unknown(),
  champion_entry: v.nullable(v.string()),
  champion_score: v.nullable(v.number()),
});

function toContestant(data: v.InferOutput<typeof Member>): Contestant {
  const { hotkey, uid, coldkey } = data;
  return {
    hotkey,
    uid,
    snapshotEpoch: data.snapshot_epoch,
    coldkey,
    submissionName: data.submission_name,
  };
}

function fromContestant(data: Contestant): v.InferOutput<typeof Member> {
  const { hotkey, uid, coldkey } = data;
  return {
    hotkey,
    uid,
    snapshot_epoch: data.snapshotEpoch,
    coldkey,
    submission_name: data.submissionName,
  };
}

function contestCase(data: v.InferOutput<typeof Contest>): ConformanceCase {
  const entries = Object.entries(data.entries).map(([id, kind]) => {
    const [hotkey = '', epoch] = id.split('@');
    // The pairs give every key the uid of its letter, and the same two names to all.
    const uid = hotkey.charCodeAt(0);
    const names = { coldkey: 'c', submissionName: 's' };
    return { kind, contestant: { hotkey, uid, snapshotEpoch: Number(epoch), ...names } };
  });
  const { state, championEntry, championScore } = nextContest(
    {
      champion: data.before.champion && toContestant(data.before.champion),
      challengers: data.before.challengers.map((rival) => ({
        ...toContestant(rival),
        wins: rival.wins,
        scoreSum: rival.score_sum,
      })),
    },
    entries,
    new Map(
      entries.map(({ contestant }) => [
        entryId(contestant),
        data.scores[contestant.hotkey] ?? null,
      ]),
    ),
  );
  const after = {
    champion: state.champion && fromContestant(state.champion),
    challengers: state.challengers.map((rival) => ({
      ...fromContestant(rival),
      wins: rival.wins,
      score_sum: rival.scoreSum,
    })),
  };
  return {
    name: data.name,
    actual: { after, champion_entry: championEntry, champion_score: championScore },
    expected: {
      after: data.after,
      champion_entry: data.champion_entry,
      champion_score: data.champion_score,
    },
  };
}

/** Who is before whom. */
export const novaRanks: ConformanceAdapter['groups'] = {
  rank_uids: list(Ranking, rankingCase),
  minmax_weighted_rank: (data) => {
    const { rows, ranked } = v.parse(v.object({ rows: Rows, ranked: v.unknown() }), data);
    const actual = worstWeightedRanks(rows).map(({ row, score, bottleneck }) => ({
      id: rows[row]?.['id'],
      score,
      bottleneck,
    }));
    return [{ name: 'all', actual, expected: ranked }];
  },
  dense_rank_sum: (data) => {
    const { metrics, rows, rank_sum } = v.parse(
      v.object({
        metrics: v.array(v.tuple([v.string(), v.picklist(['max', 'min'])])),
        rows: Rows,
        rank_sum: v.unknown(),
      }),
      data,
    );
    return [{ name: 'all', actual: denseRankSums(rows, metrics), expected: rank_sum }];
  },
  blueprint_2026_contest: list(Contest, contestCase),
};
