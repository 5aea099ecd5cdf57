import type {
  Atom,
  Chemistry,
  Descriptors,
  Molecule,
} from '../../../../src/shared/chemistry/chemistry.ts';

export const plainAtom: Atom = {
  element: 6,
  isotope: 0,
  charge: 0,
  radicals: 0,
  hydrogens: 0,
  implicitHydrogens: 0,
  aromatic: false,
  hybridization: 'SP3',
  cip: null,
  stereocentre: false,
  turn: null,
};

/** 0, 1, … n − 1. */
export const lines = (n: number): number[] => [...Array(n).keys()];

/** Atoms of the given elements. */
export function atomsOf(...elements: number[]): Atom[] {
  return elements.map((element) => ({ ...plainAtom, element }));
}

/** Numbers that pass every limit of the blueprint. */
export const plausible: Descriptors = {
  heavyAtoms: 20,
  rotatableBonds: 1,
  weight: 300,
  logP: 1,
  rings: 1,
  aromaticRings: 0,
  aliphaticRings: 0,
  spiroAtoms: 0,
  fractionSp3: 0.5,
  amideBonds: 0,
  kappa1: 1,
  kappa2: 1,
  kappa3: 1,
};

export interface FakeMolecule {
  readonly numbers?: Partial<Descriptors>;
  readonly molecule?: Partial<Molecule>;
  /** Matches of any pattern that holds the text. */
  readonly matches?: Readonly<Record<string, number>>;
}

/** One molecule made to measure, whatever the text. */
export function fakeChemistry({ numbers, molecule, matches = {} }: FakeMolecule): Chemistry {
  const whole: Molecule = {
    smiles: 'fake',
    // 16 carbons and 4 nitrogens: every fifth heavy atom is no carbon.
    atoms: atomsOf(...Array<number>(16).fill(6), 7, 7, 7, 7),
    bonds: [],
    rings: [[0, 1, 2]],
    ...molecule,
  };
  return {
    version: 'fake',
    molecule: () => whole,
    inchiKey: (smiles) => smiles,
    descriptors: () => ({ ...plausible, ...numbers }),
    maccs: () => [],
    morgan: () => [],
    countMatches: (_, smarts) =>
      Object.entries(matches).find(([part]) => smarts.includes(part))?.[1] ?? 0,
    react: () => null,
    assemble: () => null,
  };
}
