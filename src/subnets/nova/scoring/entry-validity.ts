import { identicalMolecules, isNovel } from './fingerprints.ts';
import { isReactionAllowed } from './allowed-reaction.ts';
import { moleculeFault } from './molecule-checks.ts';
import { productOf } from './reactions.ts';
import type { Chemistry } from '../../../shared/chemistry/chemistry.ts';
import type { MoleculeFault } from './molecule-checks.ts';
import type { ReactionSpace } from './reactions.ts';

// Which molecules of an entry count today, with the code's own quirks. Section e.

/** Molecules of earlier entries. */
export interface Archive {
  readonly inchiKeys: ReadonlySet<string>;
  /** Morgan fingerprints of the target's history, as on-bits. */
  readonly morgan: readonly (readonly number[])[];
}

export interface EntryContext {
  readonly space: ReactionSpace;
  readonly chemistry: Chemistry;
  /** Allowed reaction of the epoch; null: all. */
  readonly allowed: string | null;
  readonly archive: Archive;
}

export type EntryFault =
  | MoleculeFault
  | 'given twice'
  | 'reaction not allowed'
  | 'no product'
  | 'already in the archive'
  | 'too like a known molecule'
  | 'identical molecules';

export interface ValidMolecule {
  readonly id: string;
  readonly smiles: string;
}

export interface EntryValidity {
  /** Molecules that are scored, in order. */
  readonly valid: readonly ValidMolecule[];
  /** What was found wrong, in order; an id that is not here and not valid was never looked at. */
  readonly faults: readonly { readonly id: string; readonly fault: EntryFault }[];
}

/**
 * Checks an entry's molecules in order. The first invalid one ends the look at the rest but keeps
 * those before it; one that is too like a known molecule is only skipped. An id given twice, or two
 * valid molecules of one InChIKey, void the entry.
 *
 * From the specification; its single checks are proven by pairs.
 */
export function checkEntry(ids: readonly string[], context: EntryContext): EntryValidity {
  const twice = repeatedId(ids);
  if (twice !== undefined) return { valid: [], faults: [{ id: twice, fault: 'given twice' }] };
  const valid: ValidMolecule[] = [];
  const faults: { id: string; fault: EntryFault }[] = [];
  for (const id of ids) {
    const found = checkOne(id, context);
    if (typeof found !== 'string') {
      valid.push(found);
      continue;
    }
    faults.push({ id, fault: found });
    if (found !== 'too like a known molecule') break;
  }
  const texts = valid.map(({ smiles }) => smiles);
  const [same] = identicalMolecules(texts, context.chemistry).values();
  const [first] = same ?? [];
  if (first === undefined) return { valid, faults };
  const id = valid[first]?.id ?? '';
  return { valid: [], faults: [...faults, { id, fault: 'identical molecules' }] };
}

/** The first id that was given before: it voids the entry. */
export function repeatedId(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) < index);
}

function checkOne(
  id: string,
  { space, chemistry, allowed, archive }: EntryContext,
): ValidMolecule | EntryFault {
  if (!isReactionAllowed(id, allowed)) return 'reaction not allowed';
  const smiles = productOf(id, space, chemistry);
  if (!smiles) return 'no product';
  const fault = moleculeFault(smiles, chemistry);
  if (fault) return fault;
  if (archive.inchiKeys.has(chemistry.inchiKey(smiles) ?? '')) return 'already in the archive';
  const morgan = chemistry.morgan(smiles) ?? [];
  return isNovel(morgan, archive.morgan) ? { id, smiles } : 'too like a known molecule';
}
