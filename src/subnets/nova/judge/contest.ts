import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import { METRIC_KINDS, worstWeightedRanks } from '../scoring/metric-ranks.ts';
import { type KindRanks, REWARD_SHARES } from '../scoring/ranking.ts';
import { kindName, molecularImprovements, nanobodyImprovements } from './contest-words.ts';
import { type Contest, Molecule, Nanobody, type Standing, Uid, standingOf } from './standing.ts';

// One epoch of today's contest with several miners: ranks, winners and shares.

const MAX_MINERS = 256;
const Input = v.object({
  molecules: v.pipe(v.array(Molecule), v.maxLength(MAX_MINERS)),
  nanobodies: v.pipe(v.array(Nanobody), v.maxLength(MAX_MINERS)),
  uid: Uid,
});

/** @throws AppError `input.malformed` */
export function judgeContest(value: unknown): Judgement {
  const contest = parseAs(Input, value, 'input.malformed');
  onlyOnce('molecules', contest.molecules);
  onlyOnce('nanobodies', contest.nanobodies);
  const standing = standingOf(contest);
  const { ranks, share } = standing;
  return {
    score: {
      name: m.judge_nova_share({ uid: contest.uid }),
      value: share,
      format: 'percent',
      label: 'from the specification',
      rule: m.judge_nova_share_rule(),
    },
    findings: [moleculeFinding(contest, ranks), nanobodyFinding(contest, standing)],
    improvements: [
      ...molecularImprovements(contest, standing),
      ...nanobodyImprovements(contest, standing),
    ],
    tables: [moleculeTable(contest, ranks), nanobodyTable(contest, standing)],
  };
}

function onlyOnce(list: string, entries: readonly { readonly uid: number }[]): void {
  const seen = new Set<number>();
  for (const [index, { uid }] of entries.entries()) {
    if (seen.has(uid)) {
      throw new AppError('input.malformed', `${list}.${index}.uid: ${uid} is there already`);
    }
    seen.add(uid);
  }
}

function rankFinding(
  name: string,
  uid: number,
  ranks: ReadonlyMap<number, number>,
): Finding & { readonly value: number | null } {
  const rank = ranks.get(uid) ?? null;
  return {
    name,
    value: rank,
    format: 'count',
    label: 'exact',
    state: rank === 1 ? 'pass' : 'fail',
    ...(rank === null ? { note: m.judge_nova_no_rank() } : {}),
  };
}

function moleculeFinding({ molecules, uid }: Contest, { molecule }: KindRanks): Finding {
  const own = molecules.find((one) => one.uid === uid);
  return {
    ...rankFinding(m.judge_nova_molecule_rank(), uid, molecule),
    rule: m.judge_nova_molecule_rank_rule({ share: REWARD_SHARES.molecule }),
    children: [
      { name: m.judge_nova_affinity_score(), value: own?.score ?? null },
      { name: m.judge_nova_block(), value: own?.block ?? null, format: 'count' },
      { name: m.judge_nova_push_time(), value: own?.push_time ?? null },
    ],
  };
}

function nanobodyFinding({ nanobodies, uid }: Contest, { ranks, sums }: Standing): Finding {
  const own = sums[nanobodies.findIndex((one) => one.uid === uid)];
  return {
    ...rankFinding(m.judge_nova_nanobody_rank(), uid, ranks.nanobody),
    rule: m.judge_nova_nanobody_rank_rule({ share: REWARD_SHARES.nanobody }),
    children: [
      { name: m.judge_nova_rank_sum(), value: own?.sum ?? null, format: 'count' },
      ...METRIC_KINDS.map((kind) => ({
        name: kindName(kind),
        value: own?.[kind] ?? null,
        format: 'count' as const,
      })),
    ],
  };
}

/** By rank; those without one last. */
function byRank<Entry extends { readonly uid: number }>(
  entries: readonly Entry[],
  ranks: ReadonlyMap<number, number>,
): Entry[] {
  const place = ({ uid }: Entry): number => ranks.get(uid) ?? Number.MAX_SAFE_INTEGER;
  return [...entries].sort((a, b) => place(a) - place(b));
}

function moleculeTable({ molecules }: Contest, { molecule }: KindRanks): JudgementTable {
  return {
    caption: m.judge_nova_molecules(),
    columns: [
      { label: m.judge_nova_rank(), numeric: true },
      { label: 'UID', numeric: true },
      { label: m.judge_nova_affinity_score(), numeric: true },
      { label: m.judge_nova_block(), numeric: true },
    ],
    rows: byRank(molecules, molecule).map(({ uid, score, block }) => [
      molecule.get(uid) ?? null,
      uid,
      score ?? null,
      block ?? null,
    ]),
  };
}

function nanobodyTable({ nanobodies }: Contest, { ranks, sums }: Standing): JudgementTable {
  const sumOf = new Map(nanobodies.map(({ uid }, index) => [uid, sums[index]]));
  const list = worstWeightedRanks(nanobodies.map(({ metrics }) => metrics));
  const places = new Map(
    list.map(({ row, bottleneck }, index) => [
      nanobodies[row]?.uid,
      { place: index + 1, bottleneck },
    ]),
  );
  return {
    caption: m.judge_nova_nanobodies(),
    columns: [
      { label: m.judge_nova_rank(), numeric: true },
      { label: 'UID', numeric: true },
      { label: m.judge_nova_rank_sum(), numeric: true },
      ...METRIC_KINDS.map((kind) => ({ label: kindName(kind), numeric: true })),
      { label: m.judge_nova_list_place(), numeric: true },
      { label: m.judge_nova_bottleneck() },
    ],
    rows: byRank(nanobodies, ranks.nanobody).map(({ uid }) => [
      ranks.nanobody.get(uid) ?? null,
      uid,
      sumOf.get(uid)?.sum ?? null,
      ...METRIC_KINDS.map((kind) => sumOf.get(uid)?.[kind] ?? null),
      places.get(uid)?.place ?? null,
      places.get(uid)?.bottleneck ?? null,
    ]),
  };
}
