import type { Chemistry, Descriptors, Molecule, MoleculeReader } from './chemistry.ts';

// All that is read off molecules, as plain data that crosses from one worker to another: rules
// then run where they are, without a library.

export interface MoleculeFacts {
  readonly molecule: Molecule;
  readonly descriptors: Descriptors;
  readonly inchiKey: string | null;
  readonly maccs: readonly number[] | null;
  readonly morgan: readonly number[] | null;
  /** Unique matches by SMARTS pattern. */
  readonly matches: ReadonlyMap<string, number | null>;
}

/**
 * Facts of molecules in the order of the texts; null for a text that is none.
 *
 * @param smarts patterns whose matches are counted
 */
export type AskChemistry = (
  smiles: readonly string[],
  smarts: readonly string[],
) => Promise<readonly (MoleculeFacts | null)[]>;

export function factsOf(
  chemistry: Chemistry,
  smiles: string,
  smarts: readonly string[],
): MoleculeFacts | null {
  const molecule = chemistry.molecule(smiles);
  const descriptors = chemistry.descriptors(smiles);
  if (!molecule || !descriptors) return null;
  return {
    molecule,
    descriptors,
    inchiKey: chemistry.inchiKey(smiles),
    maccs: chemistry.maccs(smiles),
    morgan: chemistry.morgan(smiles),
    matches: new Map(smarts.map((pattern) => [pattern, chemistry.countMatches(smiles, pattern)])),
  };
}

/** Reads molecules out of facts that were asked for; any other text is no molecule. */
export function factReader(
  smiles: readonly string[],
  facts: readonly (MoleculeFacts | null)[],
): MoleculeReader {
  const known = new Map(smiles.map((text, index) => [text, facts[index]]));
  return {
    molecule: (text) => known.get(text)?.molecule ?? null,
    descriptors: (text) => known.get(text)?.descriptors ?? null,
    inchiKey: (text) => known.get(text)?.inchiKey ?? null,
    maccs: (text) => known.get(text)?.maccs ?? null,
    morgan: (text) => known.get(text)?.morgan ?? null,
    countMatches: (text, pattern) => known.get(text)?.matches.get(pattern) ?? null,
  };
}
