import { scoreSkill } from './scoring/skill-coverage.ts';
import { scoreTags, TAG_RULES } from './scoring/tag-score.ts';
import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import type { Vector } from './scoring/cosine.ts';
import type { SkillAnswer } from './scoring/skill-coverage.ts';

// An answer against the whole document's meaning. The formulas are the validator's; the vectors
// are whoever embedded them: a local model makes every number a proxy.

/** Who embedded the texts: the network's own model, or a stand-in. */
export type Embedder = 'network' | 'local';

export interface Measurement {
  readonly components: readonly ScoreComponent[];
  /** The final score within 0..1: a negative one is no quality. */
  readonly quality: number;
  /** The subnet's own score, −1..1. */
  readonly score: number;
}

export interface TagUnit {
  readonly type: keyof typeof TAG_RULES;
  /** Cleaned tags that passed the judge of keywords. */
  readonly tags: readonly string[];
  readonly vectors: ReadonlyMap<string, Vector>;
  readonly groundTruth: ReadonlyMap<string, Vector>;
  readonly embedder: Embedder;
}

/** Scores a list of tags; the named-entity variant has no recorded pairs. */
export function measureTags(unit: TagUnit): Measurement {
  const rule = TAG_RULES[unit.type];
  const { adjusted, final } = scoreTags(unit.tags, unit.vectors, unit.groundTruth, rule);
  const label = labelOf(unit.embedder, rule.penalties ? 'exact' : 'from the specification');
  return measured({ adjusted, final }, label);
}

export interface SkillUnit {
  /** Embedding by section id. */
  readonly sections: ReadonlyMap<string, Vector>;
  readonly answer: SkillAnswer;
  readonly embedder: Embedder;
}

/** Scores a skill and its tests; recorded pairs of this part are re-typed, not run. */
export function measureSkill({ sections, answer, embedder }: SkillUnit): Measurement {
  const { sectionCoverage, skillCoverage, adjusted, final } = scoreSkill(sections, answer);
  return measured(
    { section_coverage: sectionCoverage, skill_coverage: skillCoverage, adjusted, final },
    labelOf(embedder, 'from the specification'),
  );
}

function labelOf(embedder: Embedder, formula: ScoreLabel): ScoreLabel {
  return embedder === 'network' ? formula : 'proxy';
}

function measured(
  values: Readonly<Record<string, number>> & { readonly final: number },
  label: ScoreLabel,
): Measurement {
  return {
    components: Object.entries(values).map(([name, value]) => ({
      name,
      value,
      weight: name === 'final' ? 1 : 0,
      label,
    })),
    quality: Math.min(Math.max(values.final, 0), 1),
    score: values.final,
  };
}
