import { ELEMENT, symbolLength } from './elements.ts';
import type { MoleculeReader, Molecule } from '../../../shared/chemistry/chemistry.ts';

// Whether one molecule may enter, by itself. Section e, "Molecule validity".

const BANNED: ReadonlySet<number> = new Set([
  ELEMENT.Se,
  ELEMENT.Na,
  ELEMENT.Fe,
  ELEMENT.Zn,
  ELEMENT.S,
]);
/** Longest atom name that Boltz's input files can hold: symbol and number. */
const MAX_NAME = 4;

export interface MoleculeRule {
  readonly minHeavyAtoms: number;
  readonly minRotatable: number;
  readonly maxRotatable: number;
  /** Whether Se, Na, Fe, Zn and S are refused. */
  readonly banElements: boolean;
}

/** Today's rule, and the one of 2025 (also of the blueprint's first generation). */
export const MOLECULE_RULES = {
  today: { minHeavyAtoms: 10, minRotatable: 1, maxRotatable: 10, banElements: true },
  psichic2025: { minHeavyAtoms: 20, minRotatable: 1, maxRotatable: 10, banElements: false },
} as const satisfies Record<string, MoleculeRule>;

export type MoleculeFault =
  'not a molecule' | 'too few heavy atoms' | 'banned element' | 'rotatable bonds';

/** Whether an atom is of a refused element. */
export function containsBanned({ atoms }: Molecule): boolean {
  return atoms.some(({ element }) => BANNED.has(element));
}

/** The first rule that a molecule breaks, or null. */
export function moleculeFault(
  smiles: string,
  chemistry: MoleculeReader,
  rule: MoleculeRule = MOLECULE_RULES.today,
): MoleculeFault | null {
  return moleculeFaults(smiles, chemistry, rule)[0] ?? null;
}

/** Every rule that a molecule breaks, in the order in which they are looked at. */
export function moleculeFaults(
  smiles: string,
  chemistry: MoleculeReader,
  rule: MoleculeRule = MOLECULE_RULES.today,
): MoleculeFault[] {
  const molecule = chemistry.molecule(smiles);
  const found = chemistry.descriptors(smiles);
  if (!molecule || !found) return ['not a molecule'];
  const { heavyAtoms, rotatableBonds } = found;
  const bends = rotatableBonds >= rule.minRotatable && rotatableBonds <= rule.maxRotatable;
  return [
    ...(heavyAtoms < rule.minHeavyAtoms ? (['too few heavy atoms'] as const) : []),
    ...(rule.banElements && containsBanned(molecule) ? (['banned element'] as const) : []),
    ...(bends ? [] : (['rotatable bonds'] as const)),
  ];
}

/**
 * Whether Boltz can name every atom: symbol and canonical rank + 1, hydrogens included, in at most
 * four characters.
 *
 * RDKit ranks atoms by number of neighbours, then by element, before anything else, so the largest
 * rank of an element is known without ranking: all atoms up to its class. Source:
 * rdkit/Code/GraphMol/new_canon.h; NOVA `boltz_wrapper.py` @ f947557.
 */
export function isBoltzSafe(molecule: Molecule): boolean {
  const classes = atomClasses(molecule).sort(
    (a, b) => a.neighbours - b.neighbours || a.element - b.element,
  );
  return classes.every((atom, index) => {
    const next = classes[index + 1];
    const last = next?.neighbours !== atom.neighbours || next.element !== atom.element;
    return !last || symbolLength(atom.element) + String(index + 1).length <= MAX_NAME;
  });
}

/** Neighbours and element of every atom once hydrogens are atoms too. */
function atomClasses({ atoms, bonds }: Molecule): { neighbours: number; element: number }[] {
  const degrees = atoms.map(({ hydrogens }) => hydrogens);
  for (const { from, to } of bonds) {
    degrees[from] = (degrees[from] ?? 0) + 1;
    degrees[to] = (degrees[to] ?? 0) + 1;
  }
  const hydrogens = atoms.reduce((sum, atom) => sum + atom.hydrogens, 0);
  return [
    ...atoms.map(({ element }, index) => ({ neighbours: degrees[index] ?? 0, element })),
    ...Array.from({ length: hydrogens }, () => ({ neighbours: 1, element: ELEMENT.H })),
  ];
}
