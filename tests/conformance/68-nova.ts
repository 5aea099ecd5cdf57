import * as v from 'valibot';
import { toHex } from '../../src/shared/bytes.ts';
import { aggregateScores, boltzScore } from '../../src/subnets/nova/scoring/boltz-score.ts';
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
import { parseTimelocked } from '../../src/subnets/nova/scoring/python-literal.ts';
import { parseEntry } from '../../src/subnets/nova/scoring/submission.ts';
import { Real } from './pairs.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';
import { list } from './list.ts';
import { novaMolecules, rdkitVersion } from './nova-molecules.ts';
import { novaRanks } from './nova-ranks.ts';

const Scores = v.array(v.array(v.nullable(Real)));

/** JSON has no infinities: the pairs write them as text. */
function real(value: number): number | string {
  return Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf');
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
    molecule_checks: `RDKit ${rdkitVersion} here, 2022.09.3 there: no pair differs`,
    blueprint_2026_filters: `RDKit ${rdkitVersion} here, 2022.09.3 there: no pair differs`,
    boltz_combine: 'minus infinity is recorded as null',
    is_reaction_allowed: '"no value" is recorded as null and read as false',
  },
  groups: {
    ...novaMolecules,
    ...novaRanks,
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
