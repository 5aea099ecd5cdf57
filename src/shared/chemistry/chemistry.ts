// Chemistry as plain data. Whoever runs it (a worker in the page, a test in Node) hands an
// implementation in; scorers never know which.

export const HYBRIDIZATIONS = ['SP', 'SP2', 'SP3', 'SP3D', 'SP3D2'] as const;

export interface Atom {
  /** Atomic number; 0 for a dummy atom `*`. */
  readonly element: number;
  /** Mass number where the text names one, else 0. */
  readonly isotope: number;
  readonly charge: number;
  readonly radicals: number;
  /** All hydrogens on it that are no atoms of the graph. */
  readonly hydrogens: number;
  /** Of them, those that RDKit works out itself: none on an atom in brackets. */
  readonly implicitHydrogens: number;
  readonly aromatic: boolean;
  readonly hybridization: (typeof HYBRIDIZATIONS)[number] | 'other';
  readonly cip: 'R' | 'S' | null;
  /** Whether it is a stereocentre, assigned or not. */
  readonly stereocentre: boolean;
  /** Turn of its neighbours in the order of its bonds, as RDKit's JSON has it: `cw`, `ccw`. */
  readonly turn: string | null;
}

/** Side of a double bond: two neighbour atoms and how they lie to each other. */
export interface BondStereo {
  readonly kind: string;
  readonly atoms: readonly number[];
}

export interface Bond {
  readonly from: number;
  readonly to: number;
  /** Order in a Kekulé structure: 1, 2, 3. */
  readonly order: number;
  readonly aromatic: boolean;
  readonly stereo: BondStereo | null;
}

export interface Molecule {
  /** RDKit's canonical SMILES with stereochemistry. */
  readonly smiles: string;
  readonly atoms: readonly Atom[];
  readonly bonds: readonly Bond[];
  /** Atoms of every ring of the smallest set of smallest rings. */
  readonly rings: readonly (readonly number[])[];
}

/** Numbers of RDKit's own descriptors, computed in double precision. */
export interface Descriptors {
  readonly heavyAtoms: number;
  readonly rotatableBonds: number;
  /** Average weight, g/mol. */
  readonly weight: number;
  readonly logP: number;
  readonly rings: number;
  readonly aromaticRings: number;
  readonly aliphaticRings: number;
  readonly spiroAtoms: number;
  /** Share of sp³ carbons, 0..1. */
  readonly fractionSp3: number;
  readonly amideBonds: number;
  readonly kappa1: number;
  readonly kappa2: number;
  readonly kappa3: number;
}

/** What to build a molecule from: atoms and bonds without perceived properties. */
export interface Graph {
  readonly atoms: readonly Pick<
    Atom,
    'element' | 'isotope' | 'charge' | 'radicals' | 'hydrogens' | 'turn'
  >[];
  readonly bonds: readonly Omit<Bond, 'aromatic'>[];
}

/** What can be read off a molecule's text. Every method gives null for one that is no molecule. */
export interface MoleculeReader {
  molecule(smiles: string): Molecule | null;
  inchiKey(smiles: string): string | null;
  descriptors(smiles: string): Descriptors | null;
  /** Bits that are on, of 167 MACCS keys, ascending. */
  maccs(smiles: string): readonly number[] | null;
  /** Bits that are on in a Morgan fingerprint of radius 2 and 2048 bits, ascending. */
  morgan(smiles: string): readonly number[] | null;
  /** Number of unique matches of a SMARTS pattern; null also for a broken pattern. */
  countMatches(smiles: string, smarts: string): number | null;
}

export interface Chemistry extends MoleculeReader {
  /** RDKit's version. */
  readonly version: string;
  /** First product of a reaction SMARTS as canonical SMILES; null when nothing reacts. */
  react(smarts: string, reactants: readonly string[]): string | null;
  /** Canonical SMILES of a graph; null when its valences do not add up. */
  assemble(graph: Graph): string | null;
}
