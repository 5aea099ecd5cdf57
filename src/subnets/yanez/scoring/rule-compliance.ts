import { followsRule, isApplicable } from './rules.ts';

// How well an answer follows the rules of a query. Section 7.4; MIID/validator/reward.py 659496b1.

/** Quantity above the target: 1.5 − half the ratio, at least a half. */
const OVER = { from: 1.5, slope: 0.5, least: 0.5 } as const;

export interface RuleCompliance {
  /** quantity × diversity, 0..1. */
  readonly score: number;
  readonly quantity: number;
  /** Rules met over applicable rules. */
  readonly diversity: number;
  /** Distinct variations that follow some rule. */
  readonly compliant: number;
  readonly expected: number;
  /** Rules asked for that this name can follow. */
  readonly applicable: readonly string[];
  /** Rules followed by each compliant variation. */
  readonly byVariation: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compliance of an answer. Without variations or rules all 0; with rules of which none can apply to
 * the name score, quantity and diversity 1 and both counts 0.
 *
 * @param fraction share of all variations, duplicates too, that should follow a rule, 0..1
 */
export function ruleCompliance(
  original: string,
  variations: readonly string[],
  rules: readonly string[],
  fraction: number,
): RuleCompliance {
  const none = { compliant: 0, expected: 0, byVariation: new Map<string, string[]>() };
  const applicable = [...new Set(rules)].filter((rule) => isApplicable(rule, original));
  if (variations.length === 0 || rules.length === 0) {
    return { ...none, applicable, score: 0, quantity: 0, diversity: 0 };
  }
  if (applicable.length === 0) return { ...none, applicable, score: 1, quantity: 1, diversity: 1 };
  const byVariation = new Map<string, string[]>();
  for (const variation of new Set(variations)) {
    const followed = applicable.filter((rule) => followsRule(rule, original, variation));
    if (followed.length > 0) byVariation.set(variation, followed);
  }
  const expected = Math.max(1, Math.floor(variations.length * fraction));
  const ratio = byVariation.size / expected;
  const quantity = ratio <= 1 ? ratio : Math.max(OVER.least, OVER.from - OVER.slope * ratio);
  const met = new Set([...byVariation.values()].flat()).size;
  const diversity = met / applicable.length;
  const score = quantity * diversity;
  const compliant = byVariation.size;
  return { score, quantity, diversity, compliant, expected, applicable, byVariation };
}
