import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import {
  SKILL_WEIGHTS,
  type SkillAnswer,
  type SkillPenalties,
  scoreSkill,
} from '../scoring/skill-coverage.ts';

const Vector = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));
const MAX_TESTS = 512;

const Input = v.object({
  section_vectors: v.record(v.string(), Vector),
  test_vectors: v.record(
    v.string(),
    v.pipe(
      v.array(v.object({ vector: v.nullish(Vector), judged_correct: v.boolean() })),
      v.maxLength(MAX_TESTS),
    ),
  ),
  skill_vector: v.nullish(Vector),
});

/** A skill and its tests against the sections of a seed. @throws AppError `input.malformed` */
export function judgeSkill(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const sections = new Map(Object.entries(input.section_vectors));
  const answer: SkillAnswer = {
    skill: input.skill_vector ?? null,
    tests: new Map(
      Object.entries(input.test_vectors).map(([id, tests]) => [
        id,
        tests.map((test) => ({ vector: test.vector ?? null, correct: test.judged_correct })),
      ]),
    ),
  };
  const score = scoreSkill(sections, answer);
  const missed = [...score.sections].filter(([, one]) => one <= 0).map(([id]) => id);
  return {
    score: {
      name: m.judge_readyai_score(),
      value: score.final,
      label: 'from the specification',
      ...(score.penalties ? {} : { note: m.judge_readyai_tests_few() }),
    },
    findings: [
      {
        name: m.judge_readyai_adjusted(),
        value: score.adjusted,
        children: [
          {
            name: m.judge_readyai_sections(),
            value: score.sectionCoverage,
            rule: `${SKILL_WEIGHTS.sections} × ${score.sectionCoverage.toFixed(4)}`,
            children: [...score.sections].map(([id, one]): Finding => ({
              name: id,
              value: one,
              state: one > 0 ? 'pass' : 'fail',
              rule: m.judge_readyai_section_rule(),
            })),
          },
          {
            name: m.judge_readyai_skill(),
            value: score.skillCoverage,
            rule: `${SKILL_WEIGHTS.skill} × ${score.skillCoverage.toFixed(4)}`,
          },
        ],
      },
      ...(score.penalties ? [penaltyFinding(score.penalties)] : []),
    ],
    improvements: missed.map((id) => ({ text: m.judge_readyai_cover({ id }), gain: null })),
  };
}

function penaltyFinding({ few, duplicates, inaccurate, flooded }: SkillPenalties): Finding {
  const factor = (name: string, value: number, rule: string): Finding => ({
    name,
    value,
    rule,
    state: value === 1 ? 'pass' : 'fail',
  });
  return {
    name: m.judge_readyai_penalties(),
    value: few * duplicates * inaccurate * flooded,
    rule: m.judge_readyai_penalties_rule(),
    children: [
      factor(m.judge_readyai_few(), few, m.judge_readyai_few_rule()),
      factor(m.judge_readyai_duplicates(), duplicates, m.judge_readyai_duplicates_rule()),
      factor(m.judge_readyai_inaccurate(), inaccurate, m.judge_readyai_inaccurate_rule()),
      factor(m.judge_readyai_flooded(), flooded, m.judge_readyai_flooded_rule()),
    ],
  };
}
