import { formatFixed } from '../../../shared/python-text.ts';
import type { Bond, Molecule } from '../../../shared/chemistry/chemistry.ts';

// Bertz's complexity index as RDKit's Python code computes it (`GraphDescriptors.BertzCT`): it is
// not in the wasm build. Written anew from the published index and RDKit's conventions.

/** Distances of an atom that tell its symmetry class, nearest first. */
const CUTOFF = 100;
/** RDKit's stand-in for "no path". */
const UNREACHABLE = 100_000_000;
const AROMATIC_ORDER = 1.5;
const DECIMALS = 4;

/**
 * Information content of bonds and of elements, bits.
 *
 * @returns ≥ 0; 0 below two atoms and for identical atoms without bonds
 *
 * Cost O(n³) for n heavy atoms. Source: Bertz 1981; RDKit 2022.09.3 `GraphDescriptors.py`.
 */
export function bertzComplexity(molecule: Molecule): number {
  const { atoms } = molecule;
  if (atoms.length < 2) return 0;
  const connections = connectionCounts(molecule);
  const elements = counts(atoms.map(({ element }) => String(element)));
  const weights = connections.size > 0 ? [...connections.values()] : [1];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (
    atoms.length * entropy([...elements.values()]) + total * (entropy(weights) + Math.log2(total))
  );
}

/** Weight of every kind of neighbouring bonds and of multiple bonds, by their atoms' classes. */
function connectionCounts({ atoms, bonds }: Molecule): Map<string, number> {
  const classes = symmetryClasses(atoms.length, bonds);
  const found = new Map<string, number>();
  const add = (key: string, weight: number): void =>
    void found.set(key, (found.get(key) ?? 0) + weight);
  const kind = (atom: number): number => classes[atom] ?? 0;
  for (const bond of bonds) {
    const order = bondOrder(bond);
    const ends = ordered(kind(bond.from), kind(bond.to));
    if (order > 1) add(ends.join('-'), (order * (order - 1)) / 2);
  }
  for (const [atom] of atoms.entries()) {
    const around = bonds.flatMap((bond) =>
      bond.from === atom || bond.to === atom
        ? [{ kind: kind(bond.from === atom ? bond.to : bond.from), order: bondOrder(bond) }]
        : [],
    );
    for (const [index, a] of around.entries()) {
      for (const b of around.slice(index + 1)) {
        const [low, high] = ordered(a.kind, b.kind);
        add(`${low}-${kind(atom)}-${high}`, a.order * b.order);
      }
    }
  }
  return found;
}

/** Atoms whose sorted distances to all others agree to four decimals are of one class. */
function symmetryClasses(atoms: number, bonds: readonly Bond[]): number[] {
  const seen = new Map<string, number>();
  // A molecule has few different distances, and writing one out is dear.
  const texts = new Map<number, string>();
  const textOf = (distance: number): string => {
    const text = texts.get(distance) ?? formatFixed(distance, DECIMALS);
    texts.set(distance, text);
    return text;
  };
  return distances(atoms, bonds).map((row) => {
    const nearest = row.toSorted((a, b) => a - b).slice(0, CUTOFF);
    const key = nearest.map(textOf).join(' ');
    const known = seen.get(key) ?? seen.size + 1;
    seen.set(key, known);
    return known;
  });
}

/** Shortest paths where a bond of order o is 1/o long (Floyd and Warshall). */
function distances(atoms: number, bonds: readonly Bond[]): number[][] {
  const matrix = Array.from({ length: atoms }, (_, a) =>
    Array.from({ length: atoms }, (_row, b): number => (a === b ? 0 : UNREACHABLE)),
  );
  const set = (a: number, b: number, length: number): void => {
    const row = matrix[a];
    if (row) row[b] = length;
  };
  for (const bond of bonds) {
    set(bond.from, bond.to, 1 / bondOrder(bond));
    set(bond.to, bond.from, 1 / bondOrder(bond));
  }
  for (const via of matrix.keys()) {
    const through = matrix[via] ?? [];
    for (const row of matrix) {
      const first = row[via] ?? 0;
      for (const [b, length] of through.entries()) {
        if (first + length < (row[b] ?? 0)) row[b] = first + length;
      }
    }
  }
  return matrix;
}

function bondOrder({ order, aromatic }: Bond): number {
  return aromatic ? AROMATIC_ORDER : order;
}

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function counts(values: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** Shannon entropy of weights, bits. */
function entropy(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((sum, weight) => {
    const share = weight / total;
    return sum - share * Math.log2(share);
  }, 0);
}
