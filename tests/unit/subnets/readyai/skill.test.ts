import { describe, expect, it } from 'vitest';
import { scoreSkill } from '../../../../src/subnets/readyai/scoring/skill-coverage.ts';
import { measureSkill, measureTags } from '../../../../src/subnets/readyai/score.ts';
import { parseInput, parseResult } from '../../../../src/subnets/readyai/task.ts';
import type { SkillTest } from '../../../../src/subnets/readyai/scoring/skill-coverage.ts';

const D = 16;
/** Axis-aligned vectors are no duplicates of each other. */
const axis = (i: number): number[] => Array.from({ length: D }, (_, j) => (i === j ? 1 : 0));
/** Leans towards axis 0 with its own second axis; cosine to axis 0 is 0.6, to each other 0.36. */
const lean = (i: number): number[] => axis(0).map((v, j) => 0.6 * v + (j === i ? 0.8 : 0));
const test = (vector: number[] | null, correct = true): SkillTest => ({ vector, correct });
const leans = (n: number, from = 1) => [...Array(n).keys()].map((i) => test(lean(i + from)));
const section = new Map([['s', axis(0)]]);

const run = (tests: Readonly<Record<string, SkillTest[]>>, skill: number[] | null = null) =>
  scoreSkill(section, { skill, tests: new Map(Object.entries(tests)) });

describe('scoreSkill', () => {
  it('averages the two best correct tests of a section', () => {
    const tests = [test(axis(0)), ...leans(4), test(axis(15), false)];

    expect(run({ s: tests }).sections.get('s')).toBeCloseTo(0.8, 12);
    expect(run({ s: [test(axis(0)), ...leans(4).map((t) => ({ ...t, correct: false }))] }).sections.get('s')).toBe(1); // prettier-ignore
  });

  it('weighs sections 0.6 and the skill text 0.4', () => {
    const { sectionCoverage, skillCoverage, adjusted, final } = run({ s: leans(5) }, axis(0));

    expect(sectionCoverage).toBeCloseTo(0.6, 12);
    expect(skillCoverage).toBeCloseTo(0.6 / Math.sqrt(0.36 + 0.64 / 5), 12);
    expect(adjusted).toBeCloseTo(0.36 + 0.4 * skillCoverage, 12);
    expect(final).toBe(adjusted);
  });

  it('is worth 0 below 3 tests and half below 5', () => {
    expect(run({ s: leans(2) }).final).toBe(0);
    expect(run({ s: leans(3) }).final).toBeCloseTo(0.36 * 0.5, 12);
    expect(run({ s: leans(4) }).final).toBeCloseTo(0.36 * 0.5, 12);
    expect(run({ s: leans(5) }).final).toBeCloseTo(0.36, 12);
  });

  it('halves once for any two tests of cosine 0.95 or more, judged or not', () => {
    const near = (cosine: number) => {
      const other = axis(14).map(
        (v, j) => cosine * v + (j === 15 ? Math.sqrt(1 - cosine ** 2) : 0),
      );
      return run({ s: leans(5), x: [test(axis(14), false), test(other, false)] }).final;
    };

    expect(near(0.951)).toBeCloseTo(0.18, 12);
    expect(near(0.949)).toBeCloseTo(0.36, 12);
    expect(run({ s: [...leans(5), ...leans(1), ...leans(1)].slice(0, 6) }).final).toBeCloseTo(0.18, 12); // prettier-ignore
  });

  it('costs 0.7 when fewer than half of all tests are right', () => {
    const wrong = (n: number) => [...Array(n).keys()].map((i) => test(axis(8 + i), false));

    expect(run({ s: leans(3), x: wrong(3) }).final).toBeCloseTo(0.36, 12);
    expect(run({ s: leans(3), x: wrong(4) }).final).toBeCloseTo(0.36 * 0.7, 12);
    expect(run({ s: leans(3), x: [test(null, false), test(null, false), test(null, false), test(null, false)] }).final).toBeCloseTo(0.36 * 0.7, 12); // prettier-ignore
  });

  it('costs 0.6 when a section has more than 6 tests, even an unknown one', () => {
    expect(run({ s: leans(6) }).final).toBeCloseTo(0.36, 12);
    expect(run({ s: leans(7) }).final).toBeCloseTo(0.36 * 0.6, 12);
    expect(run({ s: leans(2), x: leans(7, 3) }).final).toBeCloseTo(0.36 * 0.6, 12);
  });

  it('is 0 when no section of the validator has a positive score', () => {
    const answer = { skill: axis(0), tests: new Map([['x', leans(5)]]) };
    const { adjusted, final } = scoreSkill(section, answer);

    expect(adjusted).toBeGreaterThan(0);
    expect(final).toBe(0);
    expect(scoreSkill(new Map(), answer).sectionCoverage).toBe(0);
  });

  it('counts sections without tests in the mean', () => {
    const sections = new Map([['s', axis(0)], ['t', axis(9)]]); // prettier-ignore
    const { sectionCoverage } = scoreSkill(sections, {
      skill: null,
      tests: new Map([['s', leans(5)]]),
    });

    expect(sectionCoverage).toBeCloseTo(0.3, 12);
  });

  it('leaves tests without a vector out of all but number and accuracy', () => {
    const { final } = run({ s: [...leans(3), test(null), test([])] });

    expect(final).toBeCloseTo(0.36, 12);
  });

  it('gives 0 for what would be NaN', () => {
    const { adjusted, final } = run({ s: [test([NaN]), test([NaN]), test([NaN])] });

    expect([adjusted, final]).toEqual([0, 0]);
  });
});

describe('measurements', () => {
  const vectors = new Map(['a', 'b', 'c'].map((tag) => [tag, axis(0)]));
  const unit = { tags: ['a', 'b', 'c'], vectors, groundTruth: new Map([['known', axis(0)]]) };

  it('calls a score exact only with the vectors of the network and recorded pairs', () => {
    const label = (type: 'survey_tagging' | 'named_entities_extraction', embedder: 'network' | 'local') =>
      measureTags({ ...unit, type, embedder }).components.map((component) => component.label); // prettier-ignore

    expect(label('survey_tagging', 'network')).toEqual(['exact', 'exact']);
    expect(label('survey_tagging', 'local')).toEqual(['proxy', 'proxy']);
    expect(label('named_entities_extraction', 'network')[1]).toBe('from the specification');
  });

  it('shows every part and keeps quality within 0 and 1', () => {
    const good = measureTags({ ...unit, type: 'conversation_tagging', embedder: 'network' });
    const bad = measureTags({
      ...unit,
      type: 'conversation_tagging',
      embedder: 'network',
      groundTruth: new Map([['known', axis(0).map((v) => -v)]]),
    });
    const skill = measureSkill({
      sections: section,
      answer: { skill: axis(0), tests: new Map([['s', leans(5)]]) },
      embedder: 'network',
    });

    expect(good.score).toBeCloseTo(0.9, 12);
    expect(good.quality).toBe(good.score);
    expect(good.components.map(({ name, weight }) => [name, weight])).toEqual([['adjusted', 0], ['final', 1]]); // prettier-ignore
    expect(bad.score).toBeLessThan(0);
    expect(bad.quality).toBe(0);
    expect(skill.components.map(({ name }) => name)).toEqual(['section_coverage', 'skill_coverage', 'adjusted', 'final']); // prettier-ignore
    expect(skill.components[3]?.label).toBe('from the specification');
  });
});

describe('task and answer', () => {
  const task = (type: string, data: unknown) => ({
    mode: 'local',
    api_version: 1.4,
    guid: 'HIDDEN',
    bundle_guid: 'HIDDEN',
    type,
    scoring_mechanism: 'ground_truth_tag_similarity_scoring',
    input: { guid: 'HIDDEN', input_type: 'x', data },
    prompt_chain: [{ prompt_template: 'tag {{ text }}' }],
    example_output: [{ tags: [], vectors: null }],
  });
  const survey = task('survey_tagging', { survey_question: 'why?', comment: 'because' });
  const skill = task('skill_coverage_evaluation', {
    seed: 's',
    section_map: [{ section_id: '1', title: 't', description: 'd' }],
  });

  it('waits 12 seconds unless the task says otherwise', () => {
    expect(parseInput(survey).timeout).toBe(12);
    expect(parseInput({ ...survey, timeout: 5 }).timeout).toBe(5);
  });

  it('names the field of a broken task', () => {
    const broken = task('conversation_tagging', {
      window_idx: -1,
      window: [['a', 1]],
      participants: [],
    });

    expect(() => parseInput(broken)).toThrow(expect.objectContaining({ code: 'input.malformed' }));
    expect(() => parseInput(broken)).toThrow(/input\.data\.window\.0\.0/);
    expect(() => parseInput({ ...survey, type: 'dance' })).toThrow(/type/);
  });

  it('reads tags and never the vectors that came with them', () => {
    expect(parseResult([{ tags: ['a'], vectors: { a: [1] } }], parseInput(survey))).toEqual({
      kind: 'tags',
      tags: ['a'],
    });
  });

  it('names the field of a broken answer', () => {
    const parse =
      (value: unknown, of: unknown = survey) =>
      () =>
        parseResult(value, parseInput(of));

    expect(parse([])).toThrow(expect.objectContaining({ code: 'submission.malformed' }));
    expect(parse([{ tags: [1] }])).toThrow(/tags\.0/);
    expect(parse([{ tags: [], more: 1 }])).toThrow(/more/);
    expect(parse([{ skill: '', section_tests: { a: [{ name: '' }] } }], skill)).toThrow(
      /section_tests\.a\.0/,
    );
  });

  it('reads a skill with its tests', () => {
    const tests = { other: [{ name: 'n', description: 'd', assertion: 'a' }] };

    expect(parseResult([{ skill: 'x', section_tests: tests }], parseInput(skill))).toEqual({
      kind: 'skill',
      skill: 'x',
      section_tests: tests,
    });
  });
});
