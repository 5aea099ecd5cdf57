import { checkFilters } from './blueprint-filters.ts';
import { identicalMolecules, maccsEntropy, PAIR_BELOW, tanimoto } from './fingerprints.ts';
import { MOLECULE_RULES, moleculeFault } from './molecule-checks.ts';
import { productOf } from './reactions.ts';
import type { Chemistry } from '../../../shared/chemistry/chemistry.ts';
import type { ReactionSpace } from './reactions.ts';

// Whether a blueprint entry counts: all or nothing. Section e, "Blueprint".

export interface BlueprintRule {
  readonly molecules: number;
  /** The MACCS entropy must be above it. */
  readonly entropyAbove: number;
  /** Whether plausibility filters and pairwise likeness are asked (2026), or size and bends (2025). */
  readonly filters: boolean;
}

export const BLUEPRINT_RULES = {
  october2025: { molecules: 100, entropyAbove: 0.1, filters: false },
  june2026: { molecules: 100, entropyAbove: 0.25, filters: true },
} as const satisfies Record<string, BlueprintRule>;

export type BlueprintFault =
  | 'wrong number of molecules'
  | 'given twice'
  | 'invalid molecule'
  | 'identical molecules'
  | 'too little variety'
  | 'two molecules too like';

/**
 * The first rule that an entry breaks, or null.
 *
 * @param ids molecule ids. From the specification; its single checks are proven by pairs.
 */
export function blueprintFault(
  ids: readonly string[],
  space: ReactionSpace,
  chemistry: Chemistry,
  rule: BlueprintRule = BLUEPRINT_RULES.june2026,
): BlueprintFault | null {
  if (ids.length !== rule.molecules) return 'wrong number of molecules';
  if (new Set(ids).size < ids.length) return 'given twice';
  const smiles = ids.map((id) => productOf(id, space, chemistry));
  const valid = smiles.filter((text) => text !== null && isValid(text, chemistry, rule));
  if (valid.length < ids.length) return 'invalid molecule';
  const texts = valid.filter((text) => text !== null);
  if (identicalMolecules(texts, chemistry).size > 0) return 'identical molecules';
  if (!((maccsEntropy(texts, chemistry) ?? 0) > rule.entropyAbove)) return 'too little variety';
  return rule.filters && hasLikePair(texts, chemistry) ? 'two molecules too like' : null;
}

function isValid(smiles: string, chemistry: Chemistry, rule: BlueprintRule): boolean {
  return rule.filters
    ? (checkFilters(smiles, chemistry)?.passes ?? false)
    : moleculeFault(smiles, chemistry, MOLECULE_RULES.psichic2025) === null;
}

function hasLikePair(smiles: readonly string[], chemistry: Chemistry): boolean {
  const prints = smiles.map((text) => chemistry.morgan(text) ?? []);
  return prints.some((a, index) =>
    prints.slice(index + 1).some((b) => tanimoto(a, b) >= PAIR_BELOW),
  );
}
