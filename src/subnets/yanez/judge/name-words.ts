import { m } from '../../../paraglide/messages.js';
import type { Finding, JudgementTable } from '../../judge-page.ts';
import type { BandReport, BandShare } from '../scoring/bands.ts';
import { PART_WEIGHTS, type PartScore, type PartVariation } from '../scoring/name-part.ts';
import type { NameQuery, NameScore } from '../scoring/name.ts';

// What is said of a scored name.

const DIGITS = 4;
const SIMILARITY_DIGITS = 2;

export function nameFindings(scored: NameScore, query: NameQuery): Finding[] {
  const { first, last, firstPart, lastPart, expected, missing, base, ruleWeight } = scored;
  const { partWeights } = query;
  const isSingle = lastPart === null;
  const sum =
    `${round(partWeights.first)} × ${round(first)}` +
    ` + ${round(partWeights.last)} × ${round(last ?? 0)}`;
  const parts = [partFinding(m.judge_yanez_first(), firstPart, expected)];
  if (lastPart) {
    const part = partFinding(m.judge_yanez_last(), lastPart, expected);
    parts.push({ ...part, children: [...(part.children ?? []), missingFinding(missing)] });
  }
  return [
    {
      name: m.judge_yanez_base(),
      value: base,
      rule: isSingle ? m.judge_yanez_base_single() : sum,
      children: parts,
    },
    rulesFinding(scored, query, ruleWeight),
  ];
}

function missingFinding(missing: number): Finding {
  return {
    name: m.judge_yanez_missing_last(),
    value: missing,
    format: 'percent',
    state: missing === 0 ? 'pass' : 'fail',
    rule: m.judge_yanez_missing_last_rule(),
  };
}

function partFinding(name: string, part: PartScore, expected: number): Finding {
  const { similarity, count, uniqueness, length, repetition, kept, total } = part;
  const weighted = (weight: number, value: number) => `${weight} × ${round(value)}`;
  return {
    name,
    value: part.score,
    rule:
      `(${weighted(PART_WEIGHTS.similarity, similarity)} + ${weighted(PART_WEIGHTS.count, count)} + ` +
      `${weighted(PART_WEIGHTS.uniqueness, uniqueness)} + ${weighted(PART_WEIGHTS.length, length)})` +
      ` × ${round(repetition)}`,
    children: [
      {
        name: m.judge_yanez_similarity(),
        value: similarity,
        rule: m.judge_yanez_similarity_rule(),
        children: [
          ...bandsFinding(m.judge_yanez_sound(), part.phoneticBands),
          ...bandsFinding(m.judge_yanez_spelling(), part.orthographicBands),
        ],
      },
      {
        name: m.judge_yanez_count(),
        value: count,
        state: count === 1 ? 'pass' : 'fail',
        rule: m.judge_yanez_count_rule({ total, expected: round(expected) }),
      },
      {
        name: m.judge_yanez_unique(),
        value: uniqueness,
        state: uniqueness === 1 ? 'pass' : 'fail',
        rule: `${kept} / ${total}`,
      },
      { name: m.judge_yanez_length(), value: length, rule: m.judge_yanez_length_rule() },
      {
        name: m.judge_yanez_repetition(),
        value: repetition,
        state: repetition === 1 ? 'pass' : 'fail',
        rule: m.judge_yanez_repetition_rule(),
      },
    ],
  };
}

function bandsFinding(name: string, report: BandReport | null): Finding[] {
  if (!report) return [];
  const unmatched: Finding = {
    name: m.judge_yanez_unmatched({ count: report.unmatched }),
    value: -report.penalty,
    state: report.unmatched === 0 ? 'pass' : 'fail',
    rule: m.judge_yanez_unmatched_rule(),
  };
  return [{ name, value: report.quality, children: [...report.bands.map(bandFinding), unmatched] }];
}

function bandFinding({ band, least, most, share, wanted, found, value }: BandShare): Finding {
  const name = `${band}, ${least}–${most}`;
  if (wanted === 0) return { name, value, note: m.judge_yanez_band_unasked({ found }) };
  return {
    name,
    value,
    state: found === wanted ? 'pass' : found < wanted ? 'fail' : 'warn',
    rule: m.judge_yanez_band_rule({ wanted, found, share }),
    ...(found > wanted ? { note: m.judge_yanez_band_over() } : {}),
  };
}

function rulesFinding(
  { compliance }: NameScore,
  { ruleBlock, orthographic }: NameQuery,
  weight: number,
): Finding {
  const name = m.judge_yanez_rules();
  if (orthographic === null) return { name, value: null, note: m.judge_yanez_rules_by_sound() };
  if (!compliance) {
    const note = ruleBlock ? m.judge_yanez_rules_empty() : m.judge_yanez_rules_none();
    return { name, value: ruleBlock ? null : 0, rule: `× ${weight}`, note };
  }
  const { score, quantity, diversity, compliant, expected, applicable, byVariation } = compliance;
  return {
    name,
    value: score,
    rule: `${round(quantity)} × ${round(diversity)}; × ${weight}`,
    children: [
      {
        name: m.judge_yanez_quantity(),
        value: quantity,
        state: quantity === 1 ? 'pass' : compliant > expected ? 'warn' : 'fail',
        rule: m.judge_yanez_quantity_rule({ compliant, expected }),
      },
      {
        name: m.judge_yanez_diversity(),
        value: diversity,
        state: diversity === 1 ? 'pass' : 'fail',
        children: [...new Set(ruleBlock?.rules)].map((rule): Finding => {
          if (!applicable.includes(rule)) {
            return { name: rule, value: null, note: m.judge_yanez_not_applicable() };
          }
          const by = [...byVariation].filter(([, rules]) => rules.includes(rule));
          return {
            name: rule,
            value: by.length,
            format: 'count',
            state: by.length > 0 ? 'pass' : 'fail',
            rule: by.map(([variation]) => variation).join(', '),
          };
        }),
      },
    ],
  };
}

/** Band by band: how many are wanted, there, and missing. */
export function bandTable({ firstPart, lastPart }: NameScore): JudgementTable {
  const rowsOf = (part: string, kind: string, report: BandReport | null) =>
    (report?.bands ?? [])
      .filter(({ wanted, found }) => wanted > 0 || found > 0)
      .map(({ band, wanted, found }) => [part, kind, band, wanted, found, wanted - found]);
  const rows = (part: string, score: PartScore | null) => [
    ...rowsOf(part, m.judge_yanez_sound(), score?.phoneticBands ?? null),
    ...rowsOf(part, m.judge_yanez_spelling(), score?.orthographicBands ?? null),
  ];
  return {
    caption: m.judge_yanez_bands(),
    columns: [
      { label: m.judge_yanez_column_part() },
      { label: m.judge_yanez_column_by() },
      { label: m.judge_yanez_column_band() },
      { label: m.judge_yanez_column_wanted(), numeric: true },
      { label: m.judge_yanez_column_found(), numeric: true },
      { label: m.judge_yanez_column_missing(), numeric: true },
    ],
    rows: [...rows(m.judge_yanez_first(), firstPart), ...rows(m.judge_yanez_last(), lastPart)],
  };
}

/** Variation by variation: which rule takes it out, or which band each of its tokens falls into. */
export function variationTable(
  variations: readonly string[],
  { tokens, compliance, lastPart }: NameScore,
  bandOf: (token: PartVariation) => { readonly sound: string; readonly spelling: string },
): JudgementTable {
  const read = new Map(tokens.map((one) => [one.variation, one]));
  const cell = (token: PartVariation | null | undefined): string[] => {
    if (!token) return ['–', '–'];
    if (token.fate === 'twin') return [m.judge_yanez_twin(), ''];
    if (token.fate === 'repetition') return [m.judge_yanez_repeated(), ''];
    const { sound, spelling } = bandOf(token);
    return [
      `${token.phonetic.toFixed(SIMILARITY_DIGITS)} ${sound}`,
      `${token.orthographic.toFixed(SIMILARITY_DIGITS)} ${spelling}`,
    ];
  };
  const [sound, spelling] = [m.judge_yanez_sound(), m.judge_yanez_spelling()];
  const columnsOf = (part: string) => [
    { label: `${part}: ${sound}` },
    { label: `${part}: ${spelling}` },
  ];
  const hasLast = lastPart !== null;
  return {
    caption: m.judge_yanez_variations(),
    columns: [
      { label: m.judge_yanez_column_variation() },
      { label: m.judge_yanez_column_rule() },
      ...columnsOf(m.judge_yanez_first()),
      ...(hasLast ? columnsOf(m.judge_yanez_last()) : []),
    ],
    rows: variations.map((variation) => {
      const rules = compliance?.byVariation.get(variation);
      const one = rules ? null : read.get(variation);
      return [
        variation,
        rules?.join(', ') ?? '–',
        ...cell(one?.first),
        ...(hasLast ? cell(one?.last) : []),
      ];
    }),
  };
}

function round(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}
