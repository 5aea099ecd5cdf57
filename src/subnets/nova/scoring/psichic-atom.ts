import { AppError } from '../../../shared/errors.ts';
import { ELEMENT } from './elements.ts';
import { HYBRIDIZATIONS } from '../../../shared/chemistry/chemistry.ts';
import type { Atom, Bond, Molecule } from '../../../shared/chemistry/chemistry.ts';

// What PSICHIC sees of a molecule: a type and 43 flags per atom, and bonds.

/** Type by element; metals 9, halogens 8, anything else 0. */
const TYPES: ReadonlyMap<number, number> = new Map([
  [ELEMENT.B, 1],
  [ELEMENT.C, 2],
  [ELEMENT.N, 3],
  [ELEMENT.O, 4],
  [ELEMENT.P, 5],
  [ELEMENT.S, 6],
  [ELEMENT.Se, 7],
  [ELEMENT.F, 8],
  [ELEMENT.Cl, 8],
  [ELEMENT.Br, 8],
  [ELEMENT.I, 8],
]);
const METAL = 9;
const OTHER = 0;
/** Atomic numbers of metals, both ends included. */
const METALS = [
  [3, 4],
  [11, 13],
  [19, 31],
  [37, 50],
  [55, 83],
  [87, 103],
] as const;
/** Counts 0 to 10 get a flag each. */
const MOST = 10;
const AROMATIC_BOND = 4;

/** Type of an element, 0..9. */
export function atomType(element: number): number {
  const metal = METALS.some(([first, last]) => element >= first && element <= last);
  return TYPES.get(element) ?? (metal ? METAL : OTHER);
}

/**
 * The 43 flags of every atom: neighbours 0–10, hydrogens 0–10, implicit hydrogens 0–10 (more count
 * as 10), hybridisation (6), aromatic, R, S, stereocentre.
 *
 * @returns shape (atoms, 43), 0 or 1
 * @throws AppError `input.malformed` for an atom with more than 10 neighbours
 *
 * Source: PSICHIC (Apache-2.0) `ligand_init.py`, as in nova-blueprint @ 5e023273.
 */
export function atomFeatures({ atoms, bonds }: Molecule): number[][] {
  return atoms.map((atom, index) => {
    const neighbours = bonds.filter(({ from, to }) => from === index || to === index).length;
    if (neighbours > MOST) {
      throw new AppError(
        'input.malformed',
        `atom ${index} has ${neighbours} neighbours, most ${MOST}`,
      );
    }
    return [
      ...countFlags(neighbours),
      ...countFlags(atom.hydrogens),
      ...countFlags(atom.implicitHydrogens),
      ...[...HYBRIDIZATIONS, 'other' as const].map((kind) => Number(kind === atom.hybridization)),
      ...tail(atom),
    ];
  });
}

function tail({ aromatic, cip, stereocentre }: Atom): number[] {
  return [Number(aromatic), Number(cip === 'R'), Number(cip === 'S'), Number(stereocentre)];
}

function countFlags(count: number): number[] {
  return Array.from({ length: MOST + 1 }, (_, value) => Number(Math.min(count, MOST) === value));
}

export interface Edges {
  /** Pairs of atoms, both directions, by (from, to). */
  readonly index: readonly (readonly [number, number])[];
  /** 1 single, 2 double, 3 triple, 4 aromatic; same order. */
  readonly type: readonly number[];
}

/**
 * The bonds as the network was trained on them: a fault writes each at the atoms *before* its ends,
 * and atom 0 wraps around to the last one.
 */
export function wrappedEdges({ atoms, bonds }: Molecule): Edges {
  const before = (atom: number): number => (atom === 0 ? atoms.length : atom) - 1;
  const edges = new Map<number, { pair: readonly [number, number]; type: number }>();
  const add = (from: number, to: number, type: number): void =>
    void edges.set(from * atoms.length + to, { pair: [from, to], type });
  for (const bond of bonds) {
    add(before(bond.from), before(bond.to), bondType(bond));
    add(before(bond.to), before(bond.from), bondType(bond));
  }
  const sorted = [...edges].sort(([a], [b]) => a - b).map(([, edge]) => edge);
  return { index: sorted.map(({ pair }) => pair), type: sorted.map(({ type }) => type) };
}

function bondType({ order, aromatic }: Bond): number {
  return aromatic ? AROMATIC_BOND : order;
}
