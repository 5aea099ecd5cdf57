import * as v from 'valibot';
import type { MainModule, Mol, MolList } from '@rdkit/rdkit';
import { bracketAtoms } from './bracket-atoms.ts';
import { HYBRIDIZATIONS } from './chemistry.ts';
import type { Atom, Bond, Chemistry, Descriptors, Graph, Molecule } from './chemistry.ts';

// The chemistry port over RDKit's wasm build (@rdkit/rdkit, BSD-3-Clause, 7.4 MB of wasm, 2.4 MB
// compressed). Loading the module is the caller's: this file is handed a ready one. Objects of the
// wasm heap live inside one call and are freed there.

const MORGAN = JSON.stringify({ radius: 2, nBits: 2048 });
const JSON_VERSION = { rdkitjson: { version: 12 } };
const DEFAULTS = {
  atom: { z: 6, impHs: 0, chg: 0, nRad: 0, isotope: 0, stereo: 'unspecified' },
  bond: { bo: 1, stereo: 'unspecified' },
};

const AtomJson = v.object({
  z: v.optional(v.number(), DEFAULTS.atom.z),
  impHs: v.optional(v.number(), 0),
  chg: v.optional(v.number(), 0),
  nRad: v.optional(v.number(), 0),
  isotope: v.optional(v.number(), 0),
  stereo: v.optional(v.string()),
});
const BondJson = v.object({
  bo: v.optional(v.number(), DEFAULTS.bond.bo),
  atoms: v.tuple([v.number(), v.number()]),
  stereo: v.optional(v.string()),
  stereoAtoms: v.optional(v.array(v.number()), []),
});
const Representation = v.object({
  name: v.literal('rdkitRepresentation'),
  aromaticAtoms: v.optional(v.array(v.number()), []),
  aromaticBonds: v.optional(v.array(v.number()), []),
  atomRings: v.optional(v.array(v.array(v.number())), []),
});
const MoleculeJson = v.object({
  molecules: v.tuple([
    v.object({
      atoms: v.optional(v.array(AtomJson), []),
      bonds: v.optional(v.array(BondJson), []),
      extensions: v.array(v.unknown()),
    }),
  ]),
});
const StereoTags = v.object({ CIP_atoms: v.array(v.tuple([v.number(), v.string()])) });
const Matches = v.union([
  v.array(v.object({ atoms: v.array(v.number()) })),
  v.pipe(
    v.strictObject({}),
    v.transform(() => []),
  ),
]);
const DescriptorJson = v.record(v.string(), v.number());

/**
 * The port on a loaded RDKit.
 *
 * Stereochemistry is perceived the old way, as Python's RDKit does unless told otherwise.
 */
export function rdkitChemistry(rdkit: MainModule): Chemistry {
  rdkit.use_legacy_stereo_perception(true);
  const withMol = <T>(text: string, use: (mol: Mol) => T): T | null => {
    const mol = rdkit.get_mol(text);
    if (!mol) return null;
    try {
      return mol.is_valid() ? use(mol) : null;
    } finally {
      mol.delete();
    }
  };
  return {
    version: rdkit.version(),
    molecule: (smiles) => withMol(smiles, (mol) => readMolecule(rdkit, mol, smiles)),
    inchiKey: (smiles) =>
      withMol(smiles, (mol) => rdkit.get_inchikey_for_inchi(mol.get_inchi()) || null),
    descriptors: (smiles) => withMol(smiles, readDescriptors),
    maccs: (smiles) => withMol(smiles, (mol) => onBits(mol.get_maccs_fp())),
    morgan: (smiles) => withMol(smiles, (mol) => onBits(mol.get_morgan_fp(MORGAN))),
    countMatches: (smiles, smarts) =>
      withMol(smiles, (mol) => matches(rdkit, mol, smarts)?.length ?? null),
    react: (smarts, reactants) => react(rdkit, smarts, reactants),
    assemble: (graph) => {
      // The older perception forgets sides of double bonds that a graph states: read it with the
      // newer one, then its text with the older.
      rdkit.use_legacy_stereo_perception(false);
      const text = withMol(writeGraph(graph), (mol) => mol.get_smiles());
      rdkit.use_legacy_stereo_perception(true);
      return text === null ? null : withMol(text, (mol) => mol.get_smiles());
    },
  };
}

function readMolecule(rdkit: MainModule, mol: Mol, text: string): Molecule {
  const [json] = v.parse(MoleculeJson, JSON.parse(mol.get_json())).molecules;
  const about = json.extensions
    .map((extension) => v.safeParse(Representation, extension))
    .find(({ success }) => success)?.output as v.InferOutput<typeof Representation> | undefined; // only a success is found
  const aromaticAtoms = new Set(about?.aromaticAtoms);
  const aromaticBonds = new Set(about?.aromaticBonds);
  const tags = new Map(v.parse(StereoTags, JSON.parse(mol.get_stereo_tags())).CIP_atoms);
  const hybrids = HYBRIDIZATIONS.map(
    (_, index) => new Set(matches(rdkit, mol, `[^${index + 1}]`)?.flatMap(({ atoms }) => atoms)),
  );
  const brackets = bracketAtoms(text, json.atoms.length);
  const atoms = json.atoms.map((atom, index): Atom => {
    const tag = tags.get(index);
    const hybrid = hybrids.findIndex((members) => members.has(index));
    return {
      element: atom.z,
      isotope: atom.isotope,
      charge: atom.chg,
      radicals: atom.nRad,
      hydrogens: atom.impHs,
      implicitHydrogens: brackets[index] ? 0 : atom.impHs,
      aromatic: aromaticAtoms.has(index),
      hybridization: HYBRIDIZATIONS[hybrid] ?? 'other',
      cip: tag === '(R)' ? 'R' : tag === '(S)' ? 'S' : null,
      stereocentre: tag !== undefined,
      turn: atom.stereo ?? null,
    };
  });
  const bonds = json.bonds.map((bond, index): Bond => ({
    from: bond.atoms[0],
    to: bond.atoms[1],
    order: bond.bo,
    aromatic: aromaticBonds.has(index),
    stereo: bond.stereo === undefined ? null : { kind: bond.stereo, atoms: bond.stereoAtoms },
  }));
  return { smiles: mol.get_smiles(), atoms, bonds, rings: about?.atomRings ?? [] };
}

function readDescriptors(mol: Mol): Descriptors {
  const values = v.parse(DescriptorJson, JSON.parse(mol.get_descriptors()));
  const value = (name: string): number => values[name] ?? NaN;
  return {
    heavyAtoms: value('NumHeavyAtoms'),
    rotatableBonds: value('NumRotatableBonds'),
    weight: value('amw'),
    logP: value('CrippenClogP'),
    rings: value('NumRings'),
    aromaticRings: value('NumAromaticRings'),
    aliphaticRings: value('NumAliphaticRings'),
    spiroAtoms: value('NumSpiroAtoms'),
    fractionSp3: value('FractionCSP3'),
    amideBonds: value('NumAmideBonds'),
    kappa1: value('kappa1'),
    kappa2: value('kappa2'),
    kappa3: value('kappa3'),
  };
}

function onBits(text: string): number[] {
  return [...text].flatMap((bit, index) => (bit === '1' ? [index] : []));
}

function matches(rdkit: MainModule, mol: Mol, smarts: string) {
  const query = rdkit.get_qmol(smarts);
  if (!query) return null;
  try {
    return v.parse(Matches, JSON.parse(mol.get_substruct_matches(query)));
  } finally {
    query.delete();
  }
}

function react(rdkit: MainModule, smarts: string, reactants: readonly string[]): string | null {
  const mols = reactants.map((smiles) => rdkit.get_mol(smiles));
  const reaction = mols.every((mol) => mol !== null) && smarts ? rdkit.get_rxn(smarts) : null;
  const list: MolList = new rdkit.MolList();
  try {
    if (!reaction) return null;
    for (const mol of mols) if (mol) list.append(mol);
    const products = reaction.run_reactants(list, 1);
    const first = products.get(0);
    const product = first?.at(0);
    const smiles = product?.get_smiles() ?? null;
    product?.delete();
    first?.delete();
    products.delete();
    return smiles;
  } catch {
    // A reaction of another number of reactants, or one that cannot be set up: nothing reacts.
    return null;
  } finally {
    list.delete();
    reaction?.delete();
    for (const mol of mols) mol?.delete();
  }
}

function writeGraph({ atoms, bonds }: Graph): string {
  return JSON.stringify({
    ...JSON_VERSION,
    defaults: DEFAULTS,
    molecules: [
      {
        atoms: atoms.map((atom) => ({
          z: atom.element,
          impHs: atom.hydrogens,
          chg: atom.charge,
          nRad: atom.radicals,
          isotope: atom.isotope,
          ...(atom.turn === null ? {} : { stereo: atom.turn }),
        })),
        bonds: bonds.map(({ from, to, order, stereo }) => ({
          bo: order,
          atoms: [from, to],
          ...(stereo ? { stereo: stereo.kind, stereoAtoms: stereo.atoms } : {}),
        })),
      },
    ],
  });
}
