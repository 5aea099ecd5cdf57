import * as v from 'valibot';
import {
  allowedReaction,
  isReactionAllowed,
} from '../../src/subnets/nova/scoring/allowed-reaction.ts';
import { checkFilters } from '../../src/subnets/nova/scoring/blueprint-filters.ts';
import {
  identicalMolecules,
  isNovel,
  maccsEntropy,
  PAIR_BELOW,
  tanimoto,
} from '../../src/subnets/nova/scoring/fingerprints.ts';
import {
  containsBanned,
  isBoltzSafe,
  MOLECULE_RULES,
  moleculeFault,
} from '../../src/subnets/nova/scoring/molecule-checks.ts';
import {
  atomFeatures,
  atomType,
  wrappedEdges,
} from '../../src/subnets/nova/scoring/psichic-atom.ts';
import { residueFeatures } from '../../src/subnets/nova/scoring/psichic-residue.ts';
import { productOf } from '../../src/subnets/nova/scoring/reactions.ts';
import { openChemistry } from '../support/rdkit.ts';
import type { ConformanceAdapter, ConformanceCase, PairFile } from './contract.ts';
import { list } from './list.ts';

const chemistry = await openChemistry();

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

/** Groups that RDKit takes part in, and features of molecules and residues. */
export const novaMolecules: ConformanceAdapter['groups'] = {
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
  reactions: list(v.object({ id: v.string(), smiles: v.unknown() }), (data, _index, file) => ({
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
    v.object({ residue: v.string(), features33: v.array(v.number()) }),
    ({ residue, features33 }) => ({
      name: residue,
      actual: residueFeatures(residue),
      expected: features33,
    }),
  ),
  psichic_atom_features: list(AtomGroup, atomCase),
};

/** Version of RDKit that took part. */
export const rdkitVersion = chemistry.version;
