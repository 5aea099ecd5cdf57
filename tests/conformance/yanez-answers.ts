import * as v from 'valibot';
import { detectCheating } from '../../src/subnets/yanez/scoring/cheating.ts';
import { scoreIdentity } from '../../src/subnets/yanez/scoring/identity.ts';
import { scoreName } from '../../src/subnets/yanez/scoring/name.ts';
import { scoreNamePart } from '../../src/subnets/yanez/scoring/name-part.ts';
import { blendRanks } from '../../src/subnets/yanez/scoring/rank.ts';
import {
  Bands,
  group,
  names,
  partWeightsOf,
  PartWeightsShape,
  Rules,
  rulesOf,
  sourceOf,
  toAnswer,
  Variations,
  WeightTable,
} from './yanez-shapes.ts';
import { toAscii } from './yanez-ascii.ts';
import type { Ungraded } from '../../src/subnets/yanez/scoring/name-part.ts';

// Groups of subnet 54 that score whole names and whole answers.

/** What the reference raises where it cannot grade. */
const RAISES: Readonly<Record<Ungraded, string>> = {
  'nothing expected': 'UnboundLocalError',
  'empty text': 'ZeroDivisionError',
};

const NameCase = {
  variations: names,
  phonetic: Bands,
  expected_count: v.number(),
  weights_by_first_argument: WeightTable,
};

const part = group(v.object({ original: v.string(), ...NameCase, orthographic: Bands }), (data) => {
  const outcome = scoreNamePart(data.original, data.variations, {
    phonetic: data.phonetic,
    orthographic: data.orthographic,
    expected: data.expected_count,
    weights: sourceOf(data.weights_by_first_argument),
  });
  if ('ungraded' in outcome) return { raises: RAISES[outcome.ungraded] };
  const { graded } = outcome;
  if (graded.total === 0) return { score: graded.score, metrics: {} };
  const { phonetic, orthographic, similarity, count, uniqueness, length } = graded;
  return {
    score: graded.score,
    metrics: {
      similarity: { phonetic, orthographic, combined: similarity },
      count: { actual: graded.total, expected: data.expected_count, score: count },
      uniqueness: { unique_count: graded.kept, total_count: graded.total, score: uniqueness },
      length: { score: length },
    },
  };
});

const bySound = group(
  v.object({ name: v.string(), ...NameCase, part_weights: v.optional(PartWeightsShape) }),
  (data) => {
    const outcome = scoreName(data.name, data.variations, {
      phonetic: data.phonetic,
      orthographic: null,
      expected: data.expected_count,
      weights: sourceOf(data.weights_by_first_argument),
      partWeights: partWeightsOf(data.part_weights),
      ruleBlock: null,
    });
    if ('ungraded' in outcome) return { raises: RAISES[outcome.ungraded] };
    const { final, first, last } = outcome.graded;
    return { final, first, last };
  },
);

const whole = group(
  v.object({
    name: v.string(),
    ...NameCase,
    orthographic: Bands,
    rule_based: Rules,
    part_weights: v.optional(PartWeightsShape),
  }),
  (data) => {
    const outcome = scoreName(data.name, data.variations, {
      phonetic: data.phonetic,
      orthographic: data.orthographic,
      expected: data.expected_count,
      weights: sourceOf(data.weights_by_first_argument),
      partWeights: partWeightsOf(data.part_weights),
      ruleBlock: rulesOf(data.rule_based),
    });
    if ('ungraded' in outcome) return { raises: RAISES[outcome.ungraded] };
    const { final, base, first, last, compliance } = outcome.graded;
    return {
      final,
      base,
      first,
      last,
      rule_compliance: compliance?.score ?? null,
      rule_compliant: compliance?.compliant ?? 0,
    };
  },
);

const cheating = group(
  v.object({
    responses: v.array(Variations),
    rewards: v.array(v.number()),
    seed_names: names,
  }),
  ({ responses, rewards, seed_names }) => {
    const found = detectCheating(responses.map(toAnswer), rewards, seed_names, toAscii);
    return {
      duplication_penalties: found.map(({ duplication }) => duplication),
      signature_penalties: found.map(({ signature }) => signature),
      collusion_penalties: found.map(({ collusion }) => collusion),
      special_char_penalties: found.map(({ specialCharacters }) => specialCharacters),
      address_duplication_penalties: found.map(({ addresses }) => addresses),
      special_char_counts: found.map(({ specialCount }) => specialCount),
      total_variations_counts: found.map(({ nameCount }) => nameCount),
      special_char_ratios: found.map(({ specialRatio }) => specialRatio),
    };
  },
);

const identity = group(
  v.object({
    seed_names: names,
    seed_dob: names,
    scripts: names,
    responses: v.array(Variations),
    variation_count: v.number(),
    phonetic: Bands,
    orthographic: Bands,
    rule_based: Rules,
    address_scores_given: v.array(v.number()),
    part_weights: v.record(v.string(), PartWeightsShape),
    weights_by_first_argument: WeightTable,
  }),
  (data) => {
    const scores = data.responses.map((response, i) =>
      scoreIdentity(toAnswer(response), data.address_scores_given[i] ?? 0, {
        seeds: data.seed_names.map((name, k) => ({
          name,
          dob: data.seed_dob[k] ?? '',
          latinForm: data.scripts[k] === 'latin' ? null : toAscii(name),
        })),
        count: data.variation_count,
        phonetic: data.phonetic,
        orthographic: data.orthographic,
        ruleBlock: rulesOf(data.rule_based),
        weights: sourceOf(data.weights_by_first_argument),
        partWeights: (name) => partWeightsOf(data.part_weights[name]),
      }),
    );
    const rewards = scores.map(({ reward }) => reward);
    const blended = blendRanks(rewards, rewards);
    return scores.map(({ reward, quality, dates, penalties }, i) => ({
      reward,
      quality,
      dob: dates,
      completeness: penalties.multiplier,
      penalties: {
        extra_names: penalties.extraNames,
        missing_names: penalties.missingNames,
        insufficient_addresses: penalties.insufficientAddresses,
        insufficient_dob: penalties.insufficientDates,
        non_letters_in_names: penalties.nonLetters,
        total_penalty: penalties.total,
      },
      final_blended: blended[i],
    }));
  },
);

export const answerGroups = {
  name_part_score: part,
  phonetic_only_quality: bySound,
  name_variation_quality: whole,
  cheat_detection: cheating,
  identity_reward_before_cheat_checks: identity,
};
