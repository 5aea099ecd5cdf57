import * as v from 'valibot';
import { toHex } from '../../src/shared/bytes.ts';
import {
  allowedReaction,
  isReactionAllowed,
} from '../../src/subnets/nova/scoring/allowed-reaction.ts';
import { entryId, nextContest } from '../../src/subnets/nova/scoring/blueprint-contest.ts';
import { checkFilters } from '../../src/subnets/nova/scoring/blueprint-filters.ts';
import { aggregateScores, boltzScore } from '../../src/subnets/nova/scoring/boltz-score.ts';
import {
  identicalMolecules,
  isNovel,
  maccsEntropy,
  PAIR_BELOW,
  tanimoto,
} from '../../src/subnets/nova/scoring/fingerprints.ts';
import { denseRankSums, worstWeightedRanks } from '../../src/subnets/nova/scoring/metric-ranks.ts';
import {
  containsBanned,
  isBoltzSafe,
  MOLECULE_RULES,
  moleculeFault,
} from '../../src/subnets/nova/scoring/molecule-checks.ts';
import {
  checkSequence,
  longestPairs,
  longestRun,
  vhhClass,
} from '../../src/subnets/nova/scoring/nanobody-strings.ts';
import {
  blueprintScore2025,
  entropyWeight,
  moleculeScores,
  roundScore,
  score2025,
} from '../../src/subnets/nova/scoring/psichic-score.ts';
import {
  atomFeatures,
  atomType,
  wrappedEdges,
} from '../../src/subnets/nova/scoring/psichic-atom.ts';
import { residueFeatures } from '../../src/subnets/nova/scoring/psichic-residue.ts';
import { parseTimelocked } from '../../src/subnets/nova/scoring/python-literal.ts';
import { rankMolecules, rankNanobodies } from '../../src/subnets/nova/scoring/ranking.ts';
import { productOf } from '../../src/subnets/nova/scoring/reactions.ts';
import { parseEntry } from '../../src/subnets/nova/scoring/submission.ts';
import { openChemistry } from '../support/rdkit.ts';
import { Real } from './pairs.ts';
import type { Contestant } from '../../src/subnets/nova/scoring/blueprint-contest.ts';
import type { ConformanceAdapter, ConformanceCase, PairFile } from './contract.ts';

const chemistry = await openChemistry();

const Numbers = v.array(v.number());
const Scores = v.array(v.array(v.nullable(Real)));

/** A group that is a list of cases of one shape, or `{cases}`; the rest of a case is expected. */
function list<Schema extends v.GenericSchema>(
  schema: Schema,
  run: (data: v.InferOutput<Schema>, file: PairFile) => ConformanceCase,
) {
  const List = v.union([v.array(schema), v.object({ cases: v.array(schema) })]);
  return (data: unknown, file: PairFile): ConformanceCase[] => {
    const parsed = v.parse(List, data);
    return (Array.isArray(parsed) ? parsed : parsed.cases).map((item) => run(item, file));
  };
}

/** JSON has no infinities: the pairs write them as text. */
function real(value: number): number | string {
  return Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf');
}

const Check = v.looseObject({ name: v.string(), smiles: v.string() });

function moleculeCase({ name, smiles, ...expected }: v.InferOutput<typeof Check>): ConformanceCase {
  const molecule = chemistry.molecule(smiles);
  const numbers = chemistry.descriptors(smiles);
  if (!molecule || !numbers) return { name, actual: { parse: false }, expected };
  const passes = (rule: 'today' | 'psichic2025') =>
    moleculeFault(smiles, chemistry, MOLECULE_RULES[rule]) === null;
  const actual = {
    parse: true,
    canonical: molecule.smiles,
    inchikey: chemistry.inchiKey(smiles),
    heavy_atoms: numbers.heavyAtoms,
    rotatable_bonds: numbers.rotatableBonds,
    contains_banned_atom: containsBanned(molecule),
    boltz_safe: isBoltzSafe(molecule),
    passes_today_min10_rot1_10: passes('today'),
    passes_blueprint2025_min20_rot1_10: passes('psichic2025'),
  };
  return { name, actual, expected };
}

const Tanimoto = v.looseObject({ a: v.string(), b: v.string() });

function tanimotoCase({ a, b, ...expected }: v.InferOutput<typeof Tanimoto>): ConformanceCase {
  const [left, right] = [chemistry.morgan(a) ?? [], chemistry.morgan(b) ?? []];
  const likeness = tanimoto(left, right);
  const actual = {
    bits_a: left.length,
    bits_b: right.length,
    tanimoto_morgan2_2048: likeness,
    'novel_lt_0.6': isNovel(left, [right]),
    'pair_ok_lt_0.9': likeness < PAIR_BELOW,
  };
  return { name: `${a} ${b}`, actual, expected };
}

const Tables = v.object({
  reaction_table: v.array(
    v.object({
      rxn_id: v.number(),
      smarts: v.string(),
      roleA: v.number(),
      roleB: v.number(),
      roleC: v.number(),
    }),
  ),
  building_blocks: v.array(
    v.object({ mol_id: v.number(), smiles: v.string(), role_mask: v.number() }),
  ),
});

function spaceOf(file: PairFile) {
  const { reaction_table, building_blocks } = v.parse(Tables, file.content);
  return {
    reactions: new Map(reaction_table.map(({ rxn_id, ...row }) => [rxn_id, row])),
    blocks: new Map(
      building_blocks.map(({ mol_id, smiles, role_mask }) => [
        mol_id,
        { smiles, roles: role_mask },
      ]),
    ),
  };
}

const Sequence = v.looseObject({ name: v.string(), raw: v.string() });

function sequenceCase({ name, raw, ...expected }: v.InferOutput<typeof Sequence>): ConformanceCase {
  const found = checkSequence(raw);
  const actual = {
    normalized: found.sequence,
    sha256: found.sha256,
    length: found.length,
    max_run: found.longestRun,
    max_di_repeat_pairs: found.longestPairs,
    cys: found.cysteines,
    plausible_cys_pair: found.plausibleCysteinePair,
    signal_peptide: found.signalPeptide,
    aa_entropy: found.entropy,
    bad_aas: found.strangers,
    passes_string_checks: found.passes,
  };
  return { name, actual, expected };
}

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

const AtomGroup = v.looseObject({ name: v.string(), smiles: v.string(), symbols: v.unknown() });

function atomCase(data: v.InferOutput<typeof AtomGroup>): ConformanceCase {
  const { name, smiles, symbols: _symbols, ...expected } = data;
  const molecule = chemistry.molecule(smiles);
  if (!molecule) return { name, actual: null, expected };
  const { index, type } = wrappedEdges(molecule);
  const actual = {
    atom_type_index: molecule.atoms.map(({ element }) => atomType(element)),
    atom_features43: atomFeatures(molecule),
    edge_index_as_built: index,
    edge_type: type,
  };
  return { name, actual, expected };
}

const Psichic = v.object({
  name: v.optional(v.string(), ''),
  target: Scores,
  antitarget: Scores,
  antitarget_weight: v.optional(v.number()),
  per_molecule: v.unknown(),
  final: v.unknown(),
});

export const adapter: ConformanceAdapter = {
  name: '68-nova',
  tables: [
    'reaction_table',
    'building_blocks',
    'nanobody_string_config',
    'blueprint_2026_filter_thresholds',
  ],
  whyNot: 'this group is not built yet',
  tolerance: {
    // Written with ten decimals.
    psichic_residue_features: { absolute: 1e-10 },
  },
  notes: {
    molecule_checks: `RDKit ${chemistry.version} here, 2022.09.3 there: no pair differs`,
    blueprint_2026_filters: `RDKit ${chemistry.version} here, 2022.09.3 there: no pair differs`,
    boltz_combine: 'minus infinity is recorded as null',
    is_reaction_allowed: '"no value" is recorded as null and read as false',
  },
  groups: {
    molecule_checks: list(Check, moleculeCase),
    maccs_entropy: list(
      v.object({ smiles: v.array(v.string()), maccs_entropy: v.unknown() }),
      (data) => ({
        name: data.smiles.join(' '),
        actual: maccsEntropy(data.smiles, chemistry),
        expected: data.maccs_entropy,
      }),
    ),
    identical: list(v.object({ smiles: v.array(v.string()), duplicates: v.unknown() }), (data) => ({
      name: data.smiles.join(' '),
      actual: Object.fromEntries(identicalMolecules(data.smiles, chemistry)),
      expected: data.duplicates,
    })),
    tanimoto: list(Tanimoto, tanimotoCase),
    maccs_bits: list(v.object({ smiles: v.string(), maccs_on_bits: v.unknown() }), (data) => ({
      name: data.smiles,
      actual: chemistry.maccs(data.smiles),
      expected: data.maccs_on_bits,
    })),
    reactions: list(v.object({ id: v.string(), smiles: v.unknown() }), (data, file) => ({
      name: data.id,
      actual: productOf(data.id, spaceOf(file), chemistry),
      expected: data.smiles,
    })),
    allowed_reaction_from_block_hash: list(
      v.object({
        block_hash: v.string(),
        total_reactions: v.nullish(v.number()),
        allowed: v.unknown(),
      }),
      (data) => ({
        name: data.block_hash,
        actual: allowedReaction(data.block_hash, data.total_reactions ?? undefined),
        expected: data.allowed,
      }),
    ),
    is_reaction_allowed: list(
      v.object({
        molecule: v.string(),
        allowed: v.nullable(v.string()),
        ok: v.nullable(v.boolean()),
      }),
      (data) => ({
        name: data.molecule,
        actual: isReactionAllowed(data.molecule, data.allowed),
        expected: data.ok ?? false,
      }),
    ),
    parse_submission: list(v.object({ text: v.string(), parsed: v.unknown() }), (data) => ({
      name: data.text,
      actual: parseEntry(data.text),
      expected: data.parsed,
    })),
    tuple_safe_eval: list(v.looseObject({ text: v.string() }), ({ text, ...expected }) => {
      const found = parseTimelocked(text);
      const round = found?.round ?? null;
      return {
        name: text,
        actual: {
          ok: found !== null,
          first: typeof round === 'bigint' ? Number(round) : round,
          bytes_hex: found && toHex(found.ciphertext),
        },
        expected,
      };
    }),
    nanobody_string_checks: list(Sequence, sequenceCase),
    repeat_micro: list(v.looseObject({ s: v.string() }), ({ s, ...expected }) => ({
      name: s,
      actual: { max_run: longestRun(s), max_di: longestPairs(s) },
      expected,
    })),
    vhh_class: list(
      v.object({ pos49: v.string(), pos50: v.string(), class: v.string() }),
      (data) => ({
        name: data.pos49 + data.pos50,
        actual: vhhClass(data.pos49, data.pos50),
        expected: data.class,
      }),
    ),
    boltz_combine: list(
      v.object({
        affinity_probability_binary: v.number(),
        affinity_pred_value: v.number(),
        heavy_atoms: v.number(),
        score: v.nullable(Real),
      }),
      (data) => ({
        name: String(data.heavy_atoms),
        actual: boltzScore(
          { probability: data.affinity_probability_binary, value: data.affinity_pred_value },
          data.heavy_atoms,
        ),
        expected: data.score ?? -Infinity,
      }),
    ),
    score_aggregate: list(
      v.object({
        name: v.string(),
        target_lists: Scores,
        num_molecules: v.number(),
        combined: v.unknown(),
        final: v.unknown(),
      }),
      ({ name, target_lists, num_molecules, combined, final }) => {
        const found = aggregateScores(target_lists, num_molecules);
        return {
          name,
          actual: { combined: found.combined.map(real), final: real(found.final) },
          expected: { combined, final },
        };
      },
    ),
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
    blueprint_2025_score: list(
      v.object({ ...Psichic.entries, final_rounded4: v.unknown() }),
      (data) => {
        const molecules = moleculeScores(data.target, data.antitarget, data.antitarget_weight);
        const final = blueprintScore2025(molecules);
        return {
          name: JSON.stringify(data.target),
          actual: [molecules.map(real), real(final), real(roundScore(final))],
          expected: [data.per_molecule, data.final, data.final_rounded4],
        };
      },
    ),
    blueprint_2026_contest: list(Contest, contestCase),
    blueprint_2026_filters: list(Check, ({ name, smiles, ...expected }) => {
      const report = checkFilters(smiles, chemistry);
      const actual = report && {
        values: report.values,
        failures: report.failures,
        passes: report.passes,
      };
      return { name, actual, expected };
    }),
    psichic_residue_features: list(
      v.object({ residue: v.string(), features33: Numbers }),
      ({ residue, features33 }) => ({
        name: residue,
        actual: residueFeatures(residue),
        expected: features33,
      }),
    ),
    psichic_atom_features: list(AtomGroup, atomCase),
    nova_2025_score: list(
      v.object({
        ...Psichic.entries,
        entropy: v.nullable(v.number()),
        epoch: v.number(),
        entropy_weight: v.unknown(),
        rounded4: v.unknown(),
      }),
      (data) => {
        const molecules = moleculeScores(data.target, data.antitarget);
        const final = score2025(molecules, data.entropy, data.epoch);
        return {
          name: data.name,
          actual: [
            entropyWeight(data.epoch),
            molecules.map(real),
            real(final),
            real(roundScore(final)),
          ],
          expected: [data.entropy_weight, data.per_molecule, data.final, data.rounded4],
        };
      },
    ),
  },
};
