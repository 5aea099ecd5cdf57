import { splitWords } from '../../../shared/python-parse.ts';
import { scoreNamePart } from './name-part.ts';
import { ruleCompliance } from './rule-compliance.ts';
import type { PartOutcome, PartQuery, PartScore, PartVariation, Ungraded } from './name-part.ts';
import type { RuleCompliance } from './rule-compliance.ts';

// Variations of one whole name. Section 7.3; MIID/validator/reward.py 659496b1.

/** What rules weigh in the final score. */
export const RULE_WEIGHT = 0.2;

/** Weights of the first and the last token; drawn per name like the phonetic ones. */
export interface PartWeights {
  readonly first: number;
  readonly last: number;
}

export interface RuleBlock {
  readonly rules: readonly string[];
  /** Share of variations that should follow a rule, percent. */
  readonly percentage: number;
}

export interface NameQuery extends PartQuery {
  readonly partWeights: PartWeights;
  /** Null when the query has no rule block: rules then count 0. */
  readonly ruleBlock: RuleBlock | null;
}

export interface NameScore {
  /** 0..1, like all that follow. */
  readonly final: number;
  readonly base: number;
  readonly first: number;
  /** Null for a name of one token. */
  readonly last: number | null;
  /** Null without a rule block. */
  readonly compliance: RuleCompliance | null;
  /** What the rules weigh in the final score: 0.2 or 0. */
  readonly ruleWeight: number;
  readonly firstPart: PartScore;
  /** Before the variations without a last token take their share. */
  readonly lastPart: PartScore | null;
  /** Share of the variations without a last token, 0..1. */
  readonly missing: number;
  /** Variations that the parts expect. */
  readonly expected: number;
  /** Those that no rule took out, in order. */
  readonly tokens: readonly ReadVariation[];
}

/** A variation and what its tokens count as; null for a token that it lacks. */
export interface ReadVariation {
  readonly variation: string;
  readonly first: PartVariation | null;
  readonly last: PartVariation | null;
}

export type NameOutcome = { readonly graded: NameScore } | { readonly ungraded: Ungraded };

/**
 * Scores the variations of a name: those that follow a rule by the rules, the rest by their first
 * and last tokens. final = 0.8 base + 0.2 rules.
 *
 * @param name       lower case
 * @param variations lower case, in order of the answer
 */
export function scoreName(
  name: string,
  variations: readonly string[],
  query: NameQuery,
): NameOutcome {
  const { ruleBlock } = query;
  if (query.orthographic === null) return scoreParts(name, variations, query, query.expected);
  const asked = ruleBlock !== null && ruleBlock.rules.length > 0;
  const fraction = asked ? ruleBlock.percentage / 100 : 0;
  const compliance = asked ? ruleCompliance(name, variations, ruleBlock.rules, fraction) : null;
  const compliant = compliance?.byVariation ?? new Map<string, unknown>();
  const rest = variations.filter((variation) => !compliant.has(variation));
  const expected = query.expected * (1 - fraction);
  const parts = scoreParts(name, rest, query, expected);
  if ('ungraded' in parts) return parts;
  const base = expected === 0 ? 1 : parts.graded.base;
  const ruleScore = compliance?.score ?? 0;
  // A rule block with an empty list leaves the base alone; no block at all costs its fifth.
  const weight = ruleBlock !== null && !asked ? 0 : RULE_WEIGHT;
  const final = (1 - weight) * base + weight * ruleScore;
  return { graded: { ...parts.graded, base, final, compliance, ruleWeight: weight } };
}

function scoreParts(
  name: string,
  variations: readonly string[],
  query: NameQuery,
  expected: number,
): NameOutcome {
  const tokens = splitWords(name);
  const isSingle = tokens.length < 2;
  const read = variations.map((variation) => ({ variation, words: splitWords(variation) }));
  const filled = read.filter(({ words }) => words.length > 0);
  const doubled = isSingle ? [] : filled.filter(({ words }) => words.length > 1);
  const partQuery = { ...query, expected };
  const firsts = filled.map(({ words }) => words[0] ?? '');
  const outcome = scoreNamePart(isSingle ? name : (tokens[0] ?? ''), firsts, partQuery);
  if ('ungraded' in outcome) return outcome;
  const firstPart = outcome.graded;
  const lasts = doubled.map(({ words }) => words.at(-1) ?? '');
  const last: PartOutcome | null = isSingle
    ? null
    : scoreNamePart(tokens.at(-1) ?? '', lasts, partQuery);
  if (last && 'ungraded' in last) return last;
  const lastPart = last && last.graded;
  const missing =
    !isSingle && variations.length > 0 ? (variations.length - lasts.length) / variations.length : 0;
  const lastScore = lastPart && lastPart.score * (1 - missing);
  const { partWeights } = query;
  const base =
    lastScore === null
      ? firstPart.score
      : partWeights.first * firstPart.score + partWeights.last * lastScore;
  const counted = read.map((one) => ({
    variation: one.variation,
    first: firstPart.variations[filled.indexOf(one)] ?? null,
    last: lastPart?.variations[doubled.indexOf(one)] ?? null,
  }));
  const scores = { final: base, base, first: firstPart.score, last: lastScore };
  const rest = { compliance: null, ruleWeight: 0, missing, expected, tokens: counted };
  return { graded: { ...scores, ...rest, firstPart, lastPart } };
}
