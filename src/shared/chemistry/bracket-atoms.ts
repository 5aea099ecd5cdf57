// Which atoms of a SMILES text stand in brackets: RDKit never adds hydrogens to those by itself,
// and no call of its wasm build tells.

/** Atoms in the order of the text; ring numbers and bonds are passed over. */
const ATOM = /\[([^\]]*)\]|Cl|Br|[BCNOPSFI]|[bcnops]|\*/g;
/** A hydrogen that parsing merges into its neighbour. */
const PLAIN_HYDROGEN = 'H';

/**
 * Whether each atom stands in brackets.
 *
 * @param atoms number of atoms after parsing: written-out hydrogens `[H]` are left out when RDKit
 *   merged them
 */
export function bracketAtoms(smiles: string, atoms: number): boolean[] {
  const found = [...smiles.matchAll(ATOM)].map(([text, inside]) => ({
    bracket: text.startsWith('['),
    inside,
  }));
  const kept =
    found.length === atoms ? found : found.filter(({ inside }) => inside !== PLAIN_HYDROGEN);
  return kept.map(({ bracket }) => bracket);
}
