import * as v from 'valibot';
import { cleanTag, isKept } from '../../src/subnets/readyai/scoring/clean-tag.ts';
import { updateAverage } from '../../src/subnets/readyai/scoring/moving-average.ts';
import { penalise } from '../../src/subnets/readyai/scoring/penalties.ts';
import { cubicCurve, rankWeights } from '../../src/subnets/readyai/scoring/rank-weights.ts';
import { scoreSkill } from '../../src/subnets/readyai/scoring/skill-coverage.ts';
import { scoreStatistics } from '../../src/subnets/readyai/scoring/statistics.ts';
import { scoreTags } from '../../src/subnets/readyai/scoring/tag-score.ts';
import { splitOverlap } from '../../src/subnets/readyai/scoring/windows.ts';
import { seededRng } from '../../src/shared/rng.ts';
import { pairs } from './pairs.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';

const Numbers = v.array(v.number());
const Vectors = v.record(v.string(), Numbers);
/** Rewards and scores, where JSON writes NaN as text. */
const Rewards = v.array(
  v.union([
    v.number(),
    v.pipe(
      v.literal('NaN'),
      v.transform(() => NaN),
    ),
  ]),
);

const Tags = v.object({
  ground_truth: Vectors,
  tags: v.array(v.string()),
  vectors: Vectors,
  min_tags: v.number(),
});

const Skill = v.object({
  section_vectors: Vectors,
  test_vectors: v.record(
    v.string(),
    v.array(v.object({ vector: v.nullish(Numbers), judged_correct: v.boolean() })),
  ),
  skill_vector: v.nullish(Numbers),
});

function toMap<T>(record: Readonly<Record<string, T>>): Map<string, T> {
  return new Map(Object.entries(record));
}

function skillNumbers(input: v.InferOutput<typeof Skill>): Record<string, unknown> {
  const tests = Object.entries(input.test_vectors).map(([id, list]) => {
    const mapped = list.map((test) => ({
      vector: test.vector ?? null,
      correct: test.judged_correct,
    }));
    return [id, mapped] as const;
  });
  const score = scoreSkill(toMap(input.section_vectors), {
    skill: input.skill_vector ?? null,
    tests: new Map(tests),
  });
  return {
    section_scores: Object.fromEntries(score.sections),
    section_coverage: score.sectionCoverage,
    skill_coverage: score.skillCoverage,
    adjusted: score.adjusted,
    final: score.final,
  };
}

/** Where the source returns early it records some of the numbers only. */
function onlyRecorded({ name, actual, expected }: ConformanceCase): ConformanceCase {
  const Members = v.record(v.string(), v.unknown());
  const all = v.parse(Members, actual);
  const recorded = Object.keys(v.parse(Members, expected));
  return { name, actual: Object.fromEntries(recorded.map((key) => [key, all[key]])), expected };
}

export const adapter: ConformanceAdapter = {
  name: '33-readyai',
  tables: [],
  whyNot: 'this group is not built yet',
  tolerance: { ema_update: 1e-6 },
  notes: {
    ema_update:
      'float32: averages agree to the last bit, shares to one unit in the last place (the recording machine rounds x³ its own way)',
    skill_coverage_score: 're-typed pairs',
  },
  groups: {
    tag_score: pairs(Tags, (input) =>
      scoreTags(input.tags, toMap(input.vectors), toMap(input.ground_truth), {
        minTags: input.min_tags,
        penalties: true,
      }),
    ),
    score_statistics: pairs(v.object({ scores: Rewards, unique_scores: Numbers }), (input) => {
      const found = scoreStatistics(input.scores, input.unique_scores);
      return {
        top_3_mean: found.top3Mean,
        median_score: found.median,
        mean_score: found.mean,
        max_score: found.max,
        min_score: found.min,
        adjusted: found.adjusted,
      };
    }),
    penalties: pairs(
      v.object({
        score: v.number(),
        num_tags: v.number(),
        num_unique: v.number(),
        max: v.number(),
      }),
      (input) =>
        penalise(input.score, {
          tags: input.num_tags,
          unique: input.num_unique,
          max: input.max,
        }),
    ),
    clean_tag: pairs(v.string(), (input) => {
      const safe = cleanTag(input);
      return { safe, kept: isKept(safe) };
    }),
    windows: pairs(v.object({ n: v.number(), size: v.number(), overlap: v.number() }), (input) =>
      splitOverlap([...Array(input.n).keys()], input),
    ),
    ema_update: pairs(
      v.object({
        rewards: Rewards,
        uids: Numbers,
        ema: Numbers,
        alpha: v.number(),
        power: v.number(),
      }),
      ({ rewards, uids, ema, ...rule }) => {
        const graded = uids.map((uid, index) => ({ uid, reward: rewards[index] ?? NaN }));
        const { average, scores } = updateAverage(ema, graded, rule);
        return { ema: average, scores };
      },
    ),
    raw_weights: pairs(
      v.object({ scores: Rewards, burn_uid: v.nullable(v.number()), burn_rate: v.number() }),
      (input) =>
        rankWeights(
          input.scores,
          { uid: input.burn_uid, rate: input.burn_rate },
          seededRng('conformance'),
        ),
    ),
    cubic_curve: pairs(v.object({ i: v.number(), n: v.number() }), ({ i, n }) => cubicCurve(i, n)),
    skill_coverage_score: (data) => pairs(Skill, skillNumbers)(data).map(onlyRecorded),
  },
};
