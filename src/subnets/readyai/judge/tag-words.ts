import { m } from '../../../paraglide/messages.js';
import type { ScoreLabel } from '../../../protocol/primitives.ts';
import type { Finding, Improvement, JudgementTable } from '../../judge-page.ts';
import { STATISTIC_WEIGHTS } from '../scoring/statistics.ts';
import { type RatedTags, type TagCosine, type TagRule, rateTags } from '../scoring/tag-score.ts';

// What is said of rated tags.

/** A further tag is tried as close as the best that is there, or at this cosine without any. */
const TRIED_COSINE = 0.5;
/** A change that adds less is no advice. */
const WORTH_SAYING = 1e-9;

export function tagFindings(
  { adjusted, final, statistics, factors }: RatedTags,
  label: ScoreLabel,
): Finding[] {
  const term = (name: string, weight: number, value: number): Finding => ({
    name,
    value,
    rule: `${weight} × ${value.toFixed(4)} = ${(weight * value).toFixed(4)}`,
  });
  const { top3Mean, mean, median, max } = statistics;
  const sum: Finding = {
    name: m.judge_readyai_adjusted(),
    value: adjusted,
    label,
    children: [
      term(m.judge_readyai_top3(), STATISTIC_WEIGHTS.top3Mean, top3Mean),
      term(m.judge_readyai_mean(), STATISTIC_WEIGHTS.mean, mean),
      term(m.judge_readyai_median(), STATISTIC_WEIGHTS.median, median),
      term(m.judge_readyai_max(), STATISTIC_WEIGHTS.max, max),
    ],
  };
  if (!factors) return [sum];
  const factor = (name: string, value: number, rule: string): Finding => ({
    name,
    value,
    rule,
    state: value === 1 ? 'pass' : 'fail',
  });
  return [
    sum,
    {
      name: m.judge_readyai_penalties(),
      value: adjusted === 0 ? null : final / adjusted,
      label,
      rule: m.judge_readyai_penalties_rule(),
      children: [
        factor(m.judge_readyai_no_shared(), factors.shared, m.judge_readyai_no_shared_rule()),
        factor(m.judge_readyai_junk(), factors.junk, m.judge_readyai_junk_rule()),
        factor(m.judge_readyai_lonely(), factors.lonely, m.judge_readyai_lonely_rule()),
        factor(m.judge_readyai_few_unique(), factors.unique, m.judge_readyai_few_unique_rule()),
      ],
    },
  ];
}

/** Each tag with what the score would lose without it. */
export function tagTable(
  submitted: readonly { readonly raw: string; readonly tag: string }[],
  rated: RatedTags,
  rule: Pick<TagRule, 'penalties'>,
): JudgementTable {
  const byTag = new Map(rated.tags.map((one) => [one.tag, one]));
  const seen = new Set<string>();
  return {
    caption: m.judge_readyai_tags(),
    columns: [
      { label: m.judge_readyai_column_tag() },
      { label: m.judge_readyai_column_kind() },
      { label: m.judge_readyai_column_cosine(), numeric: true },
      { label: m.judge_readyai_column_part(), numeric: true },
    ],
    rows: submitted.map(({ raw, tag }) => {
      const one = byTag.get(tag);
      const isFirst = !seen.has(tag);
      seen.add(tag);
      if (!one) return [raw, m.judge_readyai_kind_dropped({ tag }), null, 0];
      if (!isFirst) return [raw, m.judge_readyai_kind_repeat(), null, 0];
      const kind = one.unique ? m.judge_readyai_kind_unique() : m.judge_readyai_kind_shared();
      return [raw, kind, one.cosine, rated.final - without(rated.tags, tag, rule)];
    }),
  };
}

function without(
  tags: readonly TagCosine[],
  left: string,
  rule: Pick<TagRule, 'penalties'>,
): number {
  const rest = tags.filter(({ tag }) => tag !== left);
  return rest.length === 0 ? 0 : rateTags(rest, rule).final;
}

/** One tag more or fewer, each tried by scoring again; the cheapest first: leaving out. */
export function tagImprovements(
  tags: readonly TagCosine[],
  rule: Pick<TagRule, 'penalties'>,
): Improvement[] {
  const now = rateTags(tags, rule).final;
  const dropped = tags
    .map(({ tag }) => ({
      text: m.judge_readyai_drop({ tag }),
      gain: without(tags, tag, rule) - now,
    }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 1);
  const best = (unique: boolean): number =>
    tags
      .filter((one) => one.unique === unique)
      .reduce((top, one) => Math.max(top, one.cosine), 0) || TRIED_COSINE;
  const added = [true, false].map((unique) => {
    const cosine = best(unique);
    const more = [...tags, { tag: '', cosine, unique }];
    const text = unique ? m.judge_readyai_add_unique : m.judge_readyai_add_shared;
    return { text: text({ cosine: cosine.toFixed(3) }), gain: rateTags(more, rule).final - now };
  });
  return [...dropped, ...added].filter(({ gain }) => gain > WORTH_SAYING);
}
