import { cosineOrZero, meanVector } from './cosine.ts';
import { finiteOrZero } from './finite.ts';
import type { Vector } from './cosine.ts';

// A skill text and its tests against the sections of its seed. Section e.4.

export const SKILL_WEIGHTS = { sections: 0.6, skill: 0.4 } as const;
/** Fewer tests than this are worth 0 at once. */
const MIN_TESTS = 3;
/** Best tests of a section that are averaged. */
const TOP = 2;
const FEW = { testsBelow: 5, factor: 0.5 } as const;
const DUPLICATES = { cosineFrom: 0.95, factor: 0.5 } as const;
const INACCURATE = { accuracyBelow: 0.5, factor: 0.7 } as const;
const FLOOD = { testsAbove: 6, factor: 0.6 } as const;

export interface SkillTest {
  /** Embedding of "description\nAssertion: assertion"; null when it was not embedded. */
  readonly vector: Vector | null;
  /** Whether the judge found its assertion right. */
  readonly correct: boolean;
}

export interface SkillAnswer {
  readonly skill: Vector | null;
  /** Tests by section; a section that nobody asked for scores nothing and counts in all else. */
  readonly tests: ReadonlyMap<string, readonly SkillTest[]>;
}

export interface SkillScore {
  /** Score per section of the validator; empty when there were too few tests to look. */
  readonly sections: ReadonlyMap<string, number>;
  /** Mean over the validator's sections, those without tests included. */
  readonly sectionCoverage: number;
  readonly skillCoverage: number;
  readonly adjusted: number;
  readonly final: number;
  /** Null when there were too few tests to look. */
  readonly penalties: SkillPenalties | null;
}

/** Factors that multiply the score; 1 where a rule is kept. */
export interface SkillPenalties {
  readonly few: number;
  readonly duplicates: number;
  readonly inaccurate: number;
  readonly flooded: number;
}

const NOTHING: SkillScore = {
  sections: new Map(),
  sectionCoverage: 0,
  skillCoverage: 0,
  adjusted: 0,
  final: 0,
  penalties: null,
};

/**
 * Scores a skill by the coverage of its tests.
 *
 * @param sections embedding of "title: description" by section id
 * @returns numbers in [−1, 1]; what would be NaN is 0
 *
 * Which tests are embedded (6 a section) and judged (20) is decided before: no list is cut here.
 * Source: ReadyAI `SkillCoverageScoringMechanism.py` @ b7433a5a.
 */
export function scoreSkill(
  sections: ReadonlyMap<string, Vector>,
  { skill, tests }: SkillAnswer,
): SkillScore {
  const lists = [...tests.values()];
  const all = lists.flat();
  if (all.length < MIN_TESTS) return NOTHING;
  const scores = new Map(
    [...sections].map(([id, vector]) => [id, sectionScore(vector, tests.get(id) ?? [])]),
  );
  const sectionCoverage = mean([...scores.values()]);
  const correct = vectorsOf(all.filter((test) => test.correct));
  const skillCoverage = cosineOrZero(meanVector(correct), skill);
  const adjusted = SKILL_WEIGHTS.sections * sectionCoverage + SKILL_WEIGHTS.skill * skillCoverage;
  const addressed = [...scores.values()].some((score) => score > 0);
  const penalties = penaltiesOf(lists);
  const { few, duplicates, inaccurate, flooded } = penalties;
  const final = addressed ? adjusted * (few * duplicates * inaccurate * flooded) : 0;
  return {
    sections: scores,
    sectionCoverage: finiteOrZero(sectionCoverage),
    skillCoverage: finiteOrZero(skillCoverage),
    adjusted: finiteOrZero(adjusted),
    final: finiteOrZero(final),
    penalties,
  };
}

function sectionScore(section: Vector, tests: readonly SkillTest[]): number {
  const cosines = vectorsOf(tests.filter((test) => test.correct)).map((vector) =>
    cosineOrZero(section, vector),
  );
  return mean(cosines.sort((a, b) => b - a).slice(0, TOP));
}

function penaltiesOf(lists: readonly (readonly SkillTest[])[]): SkillPenalties {
  const tests = lists.flat();
  const accuracy = tests.filter((test) => test.correct).length / tests.length;
  return {
    few: tests.length < FEW.testsBelow ? FEW.factor : 1,
    duplicates: hasDuplicates(vectorsOf(tests)) ? DUPLICATES.factor : 1,
    inaccurate: accuracy < INACCURATE.accuracyBelow ? INACCURATE.factor : 1,
    flooded: lists.some((list) => list.length > FLOOD.testsAbove) ? FLOOD.factor : 1,
  };
}

function hasDuplicates(vectors: readonly Vector[]): boolean {
  return vectors.some((vector, index) =>
    vectors.slice(index + 1).some((other) => cosineOrZero(vector, other) >= DUPLICATES.cosineFrom),
  );
}

/** Vectors of the tests that have one. */
function vectorsOf(tests: readonly SkillTest[]): Vector[] {
  return tests.flatMap(({ vector }) => (vector && vector.length > 0 ? [vector] : []));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
