import type { MoleculeReader } from '../../../shared/chemistry/chemistry.ts';

// Likeness and variety of molecules by their fingerprints.

const MACCS_BITS = 167;
/** A molecule as like a known one as this is not new. */
export const NOVEL_BELOW = 0.6;
/** Blueprint 2026: two molecules of one entry as like as this void it. */
export const PAIR_BELOW = 0.9;

/**
 * Mean over 167 MACCS keys of the binary entropy (log₂) of the share of molecules that have the
 * key; molecules that do not parse are left out.
 *
 * @returns 0..1 bits, null without a molecule that parses. Source: NOVA `utils/molecules.py` @ f947557.
 */
export function maccsEntropy(smiles: readonly string[], chemistry: MoleculeReader): number | null {
  const prints = smiles.map((text) => chemistry.maccs(text)).filter((bits) => bits !== null);
  if (prints.length === 0) return null;
  const counts = new Map<number, number>();
  for (const bit of prints.flat()) counts.set(bit, (counts.get(bit) ?? 0) + 1);
  const entropies = [...counts.values()].map((count) => binaryEntropy(count / prints.length));
  return entropies.reduce((sum, entropy) => sum + entropy, 0) / MACCS_BITS;
}

function binaryEntropy(share: number): number {
  if (share === 1) return 0;
  return -(share * Math.log2(share)) - (1 - share) * Math.log2(1 - share);
}

/**
 * Tanimoto likeness of two fingerprints given as their on-bits.
 *
 * @returns 0..1; 0 for two empty ones, as RDKit says
 */
export function tanimoto(a: readonly number[], b: readonly number[]): number {
  const others = new Set(b);
  const shared = a.filter((bit) => others.has(bit)).length;
  const either = a.length + b.length - shared;
  return either === 0 ? 0 : shared / either;
}

/** Whether a molecule is new beside every known one: Tanimoto below 0.6 to each. */
export function isNovel(morgan: readonly number[], known: readonly (readonly number[])[]): boolean {
  return known.every((other) => tanimoto(morgan, other) < NOVEL_BELOW);
}

/**
 * Molecules that are the same by InChIKey: indices by key, for keys that occur more than once.
 * Texts that do not parse are left out.
 */
export function identicalMolecules(
  smiles: readonly string[],
  chemistry: MoleculeReader,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, text] of smiles.entries()) {
    const key = chemistry.inchiKey(text);
    if (key === null) continue;
    places.set(key, [...(places.get(key) ?? []), index]);
  }
  return new Map([...places].filter(([, indices]) => indices.length > 1));
}
