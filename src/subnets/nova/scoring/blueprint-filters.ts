import { bertzComplexity } from './bertz.ts';
import { ELEMENT } from './elements.ts';
import type { MoleculeReader, Descriptors, Molecule } from '../../../shared/chemistry/chemistry.ts';

// Plausibility of one molecule in the blueprint of 2026: 43 tests with 37 limits, all inclusive.

/** Patterns that are counted. */
export const SMARTS = {
  nitrile: '[CX2]#[NX1]',
  hydroxyl: '[OX2H]',
  azide: '[NX1]~[NX2]~[NX2,NX3]',
  isocyanide: '[CX1-]#[NX2+]',
  allene: '[CX3]=[CX2]=[CX3]',
  // RDKit's `Lipinski` module counts donors and acceptors by these patterns of its own.
  donor: '[$([N;!H0;v3]),$([N;!H0;+1;v4]),$([O,S;H1;+0]),$([n;H1;+0])]',
  acceptor:
    '[$([O,S;H1;v2]-[!$(*=[O,N,P,S])]),$([O,S;H0;v2]),$([O,S;-]),$([N;v3;!$(N-*=!@[O,N,P,S])]),$([nH0,o,s;+0])]',
} as const;
const HALOGENS: ReadonlySet<number> = new Set([ELEMENT.F, ELEMENT.Cl, ELEMENT.Br, ELEMENT.I]);
/** Li Na K Mg Ca Al V Cr Mn Fe Co Ni Cu Zn Mo Ru Pd Cd Sn Sb As W Pt Au Hg Pb Bi. */
const METALS: ReadonlySet<number> = new Set([
  3, 11, 19, 12, 20, 13, 23, 24, 25, 26, 27, 28, 29, 30, 42, 44, 46, 48, 50, 51, 33, 74, 78, 79, 80,
  82, 83,
]);
const TRIPLE = 3;

interface Facts {
  readonly molecule: Molecule;
  readonly numbers: Descriptors;
  /** Matches of a pattern. */
  readonly count: (pattern: keyof typeof SMARTS) => number;
}

interface Limit {
  readonly min?: number;
  readonly max?: number;
  /** The limit as the configuration writes it, where JavaScript would write it another way. */
  readonly text?: string;
}

interface Filter extends Limit {
  readonly name: string;
  readonly value: (facts: Facts) => number;
}

const zero: Limit = { max: 0, text: '0' };

/** In the order of the source, which only decides how fast a molecule is refused. */
const FILTERS: readonly Filter[] = [
  { name: 'kier kappa1', max: 25, value: ({ numbers }) => numbers.kappa1 },
  { name: 'molecular weight upper', max: 700, value: ({ numbers }) => numbers.weight },
  { name: 'heavy atom count', max: 50, value: ({ numbers }) => numbers.heavyAtoms },
  { name: 'minimum heavy atoms', min: 20, value: ({ numbers }) => numbers.heavyAtoms },
  { name: 'molecular weight lower', min: 100, value: ({ numbers }) => numbers.weight },
  { name: 'aromatic ring count', max: 5, value: ({ numbers }) => numbers.aromaticRings },
  { name: 'aliphatic ring count', max: 3, value: ({ numbers }) => numbers.aliphaticRings },
  { name: 'ring count minimum', min: 1, value: ({ numbers }) => numbers.rings },
  { name: 'fsp3', max: 0.8, value: ({ numbers }) => numbers.fractionSp3 },
  { name: 'spiro atoms', max: 2, value: ({ numbers }) => numbers.spiroAtoms },
  { name: 'macrocycle', max: 12, value: largestRing },
  { name: 'aromatic nitrogen', max: 4, value: aromaticOf(ELEMENT.N) },
  { name: 'aromatic atom fraction', max: 0.75, value: aromaticFraction },
  { name: 'aromatic carbon', max: 30, value: aromaticOf(ELEMENT.C) },
  { name: 'total halogens', max: 6, value: memberOf(HALOGENS) },
  { name: 'nitrogen count', max: 12, value: atomsOf(ELEMENT.N) },
  { name: 'oxygen count', max: 12, value: atomsOf(ELEMENT.O) },
  { name: 'sulfur count', max: 4, value: atomsOf(ELEMENT.S) },
  { name: 'phosphorus count', max: 2, value: atomsOf(ELEMENT.P) },
  { name: 'iodine count', max: 1, value: atomsOf(ELEMENT.I) },
  { name: 'bromine count', max: 2, value: atomsOf(ELEMENT.Br) },
  { name: 'fluorine count', max: 9, value: atomsOf(ELEMENT.F) },
  { name: 'metal atoms', ...zero, value: memberOf(METALS) },
  { name: 'boron', ...zero, value: atomsOf(ELEMENT.B) },
  { name: 'silicon', ...zero, value: atomsOf(ELEMENT.Si) },
  { name: 'selenium', ...zero, value: atomsOf(ELEMENT.Se) },
  { name: 'heteroatom fraction', min: 0.05, max: 0.65, value: heteroatomFraction },
  { name: 'h-bond donors', max: 5, value: ({ count }) => count('donor') },
  { name: 'amide bond count', max: 5, value: ({ numbers }) => numbers.amideBonds },
  { name: 'nitrile count', max: 2, value: ({ count }) => count('nitrile') },
  { name: 'hydroxyl count', max: 5, value: ({ count }) => count('hydroxyl') },
  { name: 'azide', ...zero, value: ({ count }) => count('azide') },
  { name: 'isocyanide', ...zero, value: ({ count }) => count('isocyanide') },
  { name: 'allene', ...zero, value: ({ count }) => count('allene') },
  { name: 'triple bond count', max: 1, value: tripleBonds },
  { name: 'rotatable bonds lower', min: 1, value: ({ numbers }) => numbers.rotatableBonds },
  { name: 'rotatable bonds upper', max: 10, value: ({ numbers }) => numbers.rotatableBonds },
  { name: 'bertzCT complexity', max: 600, value: ({ molecule }) => bertzComplexity(molecule) },
  { name: 'h-bond acceptors', max: 10, value: ({ count }) => count('acceptor') },
  { name: 'kier kappa2', max: 15, value: ({ numbers }) => numbers.kappa2 },
  { name: 'kier kappa3', max: 12, value: ({ numbers }) => numbers.kappa3 },
  { name: 'stereocenter count', max: 6, value: stereocentres },
  { name: 'logP (crippen)', max: 6, text: '<= 6.0', value: ({ numbers }) => numbers.logP },
];

export interface FilterFailure {
  readonly filter: string;
  readonly value: number;
  /** As the configuration writes it: `<= 600`. */
  readonly limit: string;
}

export interface FilterReport {
  /** Every quantity by its test's name. */
  readonly values: Readonly<Record<string, number>>;
  /** Every test's limit as the configuration writes it: `<= 600`. */
  readonly limits: Readonly<Record<string, string>>;
  /** Broken limits in the order of the tests. */
  readonly failures: readonly FilterFailure[];
  readonly passes: boolean;
}

/**
 * All plausibility tests of one molecule.
 *
 * @returns null for a text that is no molecule. Source: nova-blueprint
 *   `libs/nova_miner/utils/filters.py` and `config/config.yaml` @ a3ec1a61.
 */
export function checkFilters(smiles: string, chemistry: MoleculeReader): FilterReport | null {
  const molecule = chemistry.molecule(smiles);
  const numbers = chemistry.descriptors(smiles);
  if (!molecule || !numbers) return null;
  const count = (pattern: keyof typeof SMARTS): number =>
    chemistry.countMatches(smiles, SMARTS[pattern]) ?? NaN;
  const found = FILTERS.map((filter) => ({
    filter,
    value: filter.value({ molecule, numbers, count }),
  }));
  const failures = found
    // Written so that a NaN fails.
    .filter(
      ({ filter: { min = -Infinity, max = Infinity }, value }) => !(value >= min && value <= max),
    )
    .map(({ filter, value }) => ({ filter: filter.name, value, limit: limitText(filter) }));
  return {
    values: Object.fromEntries(found.map(({ filter, value }) => [filter.name, value])),
    limits: Object.fromEntries(FILTERS.map((filter) => [filter.name, limitText(filter)])),
    failures,
    passes: failures.length === 0,
  };
}

function limitText({ min, max, text }: Limit): string {
  const parts = [min === undefined ? '' : `>= ${min}`, max === undefined ? '' : `<= ${max}`];
  return text ?? parts.filter(Boolean).join(' ');
}

function atomsOf(element: number): (facts: Facts) => number {
  return memberOf(new Set([element]));
}

function memberOf(elements: ReadonlySet<number>): (facts: Facts) => number {
  return ({ molecule }) => molecule.atoms.filter((atom) => elements.has(atom.element)).length;
}

function aromaticOf(element: number): (facts: Facts) => number {
  return ({ molecule }) =>
    molecule.atoms.filter((atom) => atom.aromatic && atom.element === element).length;
}

function aromaticFraction({ molecule, numbers }: Facts): number {
  const aromatic = molecule.atoms.filter((atom) => atom.aromatic).length;
  return aromatic / Math.max(numbers.heavyAtoms, 1);
}

function heteroatomFraction(facts: Facts): number {
  const { heavyAtoms } = facts.numbers;
  return (heavyAtoms - atomsOf(ELEMENT.C)(facts)) / Math.max(heavyAtoms, 1);
}

function largestRing({ molecule }: Facts): number {
  return molecule.rings.reduce((largest, ring) => Math.max(largest, ring.length), 0);
}

function tripleBonds({ molecule }: Facts): number {
  return molecule.bonds.filter(({ order }) => order === TRIPLE).length;
}

function stereocentres({ molecule }: Facts): number {
  return molecule.atoms.filter(({ stereocentre }) => stereocentre).length;
}
