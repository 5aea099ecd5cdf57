import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { ScoreLabel } from '../../../protocol/primitives.ts';
import type { Judgement } from '../../judge-page.ts';
import { cleanTag, isKept } from '../scoring/clean-tag.ts';
import { cosine, meanVector, type Vector } from '../scoring/cosine.ts';
import { type TagCosine, TAG_RULES, rateTags } from '../scoring/tag-score.ts';
import { embedLocally } from './local-embedder.ts';
import { tagFindings, tagImprovements, tagTable } from './tag-words.ts';

// Tags against a document: its own tags (with vectors, or embedded here) are the neighbourhood.

/** The scorer itself looks at 21; more would only make the page slow. */
const MAX_TAGS = 512;

const Numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));
const Texts = v.pipe(v.array(v.string()), v.maxLength(MAX_TAGS));

const Input = v.object({
  type: v.picklist([
    'conversation_tagging',
    'webpage_metadata_generation',
    'survey_tagging',
    'named_entities_extraction',
  ]),
  tags: Texts,
  ground_truth: v.union(
    [v.record(v.string(), Numbers), Texts],
    'must be a list of tags, or an object with a vector for each tag',
  ),
  vectors: v.optional(v.record(v.string(), Numbers)),
});

/** @throws AppError `input.malformed` */
export function judgeTags(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const rule = TAG_RULES[input.type];
  const isLocal = Array.isArray(input.ground_truth);
  const truth = truthOf(input.ground_truth);
  const cleaned = input.tags.map((tag) => ({ raw: tag, tag: cleanTag(tag) }));
  const kept = cleaned.filter(({ tag }) => isKept(tag));
  const neighbourhood = meanVector([...truth.values()]);
  const cosines = [...new Set(kept.map(({ tag }) => tag))].map((tag): TagCosine => {
    const vector = isLocal ? embedLocally(tag) : input.vectors?.[tag];
    const near = neighbourhood && vector ? cosine(neighbourhood, vector) : 0;
    return { tag, cosine: Number.isNaN(near) && isLocal ? 0 : near, unique: !truth.has(tag) };
  });
  const isTooFew = kept.length < rule.minTags;
  const rated = rateTags(cosines, rule);
  const label: ScoreLabel = isLocal ? 'proxy' : rule.penalties ? 'exact' : 'from the specification';
  return {
    score: {
      name: m.judge_readyai_score(),
      value: isTooFew ? 0 : rated.final,
      label,
      ...(isTooFew ? { note: m.judge_readyai_too_few({ least: rule.minTags }) } : {}),
    },
    findings: [
      {
        name: m.judge_readyai_min_tags(),
        value: kept.length,
        format: 'count',
        state: isTooFew ? 'fail' : 'pass',
        rule: `≥ ${rule.minTags}`,
      },
      ...tagFindings(rated, label),
    ],
    improvements: isTooFew ? [] : tagImprovements(cosines, rule),
    tables: [tagTable(cleaned, rated, rule)],
  };
}

function truthOf(truth: v.InferOutput<typeof Input>['ground_truth']): Map<string, Vector> {
  if (!Array.isArray(truth)) return new Map(Object.entries(truth));
  return new Map(truth.map((tag) => [tag, embedLocally(tag)]));
}

const Cosines = v.object({
  tags: v.pipe(
    v.array(
      v.object({
        tag: v.string(),
        cosine: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
        shared: v.optional(v.boolean(), false),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_TAGS),
  ),
});

/** From cosines that somebody has already. @throws AppError `input.malformed` */
export function judgeCosines(value: unknown): Judgement {
  const { tags } = parseAs(Cosines, value, 'input.malformed');
  const rule = TAG_RULES.conversation_tagging;
  const cosines = tags.map((one) => ({ tag: one.tag, cosine: one.cosine, unique: !one.shared }));
  const rated = rateTags(cosines, rule);
  return {
    score: { name: m.judge_readyai_score(), value: rated.final, label: 'exact' },
    findings: tagFindings(rated, 'exact'),
    improvements: tagImprovements(cosines, rule),
    tables: [
      tagTable(
        tags.map(({ tag }) => ({ raw: tag, tag })),
        rated,
        rule,
      ),
    ],
  };
}
