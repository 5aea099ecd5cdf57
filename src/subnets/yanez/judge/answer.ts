import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import type { Answer } from '../scoring/answer.ts';
import { mostVariations } from '../scoring/completeness.ts';
import { IDENTITY_WEIGHTS, type IdentityScore, scoreIdentity } from '../scoring/identity.ts';
import type { IdentityQuery } from '../scoring/identity.ts';
import { blendRanks } from '../scoring/rank.ts';
import {
  Bands,
  GivenParts,
  Percentage,
  Rules,
  Share,
  Text,
  WeightTable,
  isDrawKnown,
  partsByLength,
  ruleBlockOf,
  weightSource,
} from './query.ts';
import { Variations, answerOf } from './shapes.ts';

const MAX_SEEDS = 20;
const MAX_COUNT = 100;

const Input = v.object({
  seeds: v.pipe(
    v.array(v.tuple([v.pipe(Text, v.minLength(1)), Text])),
    v.minLength(1),
    v.maxLength(MAX_SEEDS),
  ),
  variations: Variations,
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_COUNT)),
  address_score: Share,
  phonetic: Bands,
  orthographic: Bands,
  rules: Rules,
  percentage: Percentage,
  latin_forms: v.optional(v.record(v.string(), v.pipe(Text, v.minLength(1))), {}),
  weights: WeightTable,
  part_weights: v.optional(v.record(v.string(), GivenParts), {}),
});
type Input = v.InferOutput<typeof Input>;

/** A whole answer by itself. @throws AppError `input.malformed` */
export function judgeAnswer(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const query = queryOf(input);
  const answer = answerOf(input.variations);
  const scored = scoreIdentity(answer, input.address_score, query);
  const { reward, quality, dates, penalties } = scored;
  const isKnown = query.seeds.every(({ name, latinForm }) => {
    const lower = (latinForm ?? name).toLowerCase();
    return isDrawKnown(lower, input.weights, partsOf(input, lower));
  });
  // Recorded pairs hold missing names and too few variations only.
  const isRecorded = penalties.extraNames === 0 && penalties.nonLetters === 0;
  const label = isKnown ? 'exact' : 'proxy';
  const [blended = 0] = blendRanks([reward], [reward]);
  const weighted = (weight: number, part: number) => `${weight} × ${part.toFixed(4)}`;
  return {
    score: {
      name: m.judge_yanez_reward(),
      value: reward,
      label: isKnown && !isRecorded ? 'from the specification' : label,
      rule:
        `(${weighted(IDENTITY_WEIGHTS.quality, quality)} + ${weighted(IDENTITY_WEIGHTS.dates, dates)}` +
        ` + ${weighted(IDENTITY_WEIGHTS.address, input.address_score)}) × ${penalties.multiplier.toFixed(4)}`,
      ...(isKnown ? {} : { note: m.judge_yanez_stand_in() }),
    },
    findings: [
      qualityFinding(scored, input, label),
      { name: m.judge_yanez_dates(), value: dates, label: 'exact' },
      {
        name: m.judge_yanez_address_score(),
        value: input.address_score,
        note: m.judge_yanez_address_given(),
      },
      completenessFinding(scored),
      { name: m.judge_yanez_alone(), value: blended, note: m.judge_yanez_alone_note() },
    ],
    improvements: improvementsOf(answer, input, query),
  };
}

function partsOf(input: Input, name: string) {
  return Object.hasOwn(input.part_weights, name) ? input.part_weights[name] : undefined;
}

function queryOf(input: Input): IdentityQuery {
  const latin = new Map(Object.entries(input.latin_forms));
  return {
    seeds: input.seeds.map(([name, dob]) => ({ name, dob, latinForm: latin.get(name) ?? null })),
    count: input.count,
    phonetic: input.phonetic,
    orthographic: input.orthographic,
    ruleBlock: ruleBlockOf(input.rules, input.percentage),
    weights: weightSource(input.weights),
    partWeights: (name) => partsOf(input, name) ?? partsByLength(name),
  };
}

function qualityFinding(
  { quality, names }: IdentityScore,
  { seeds, variations }: Input,
  label: 'exact' | 'proxy',
): Finding {
  return {
    name: m.judge_yanez_quality(),
    value: quality,
    label,
    rule: m.judge_yanez_quality_rule(),
    children: seeds.map(([name]): Finding => {
      const own = names.get(name);
      if (own) return { name, value: own.final };
      const isAnswered = (variations.get(name)?.length ?? 0) > 0;
      const note = isAnswered ? m.judge_yanez_not_graded() : m.judge_yanez_not_answered();
      return { name, value: null, state: 'fail', note };
    }),
  };
}

function completenessFinding({ penalties }: IdentityScore): Finding {
  const penalty = (name: string, value: number, rule: string): Finding => ({
    name,
    value,
    state: value === 0 ? 'pass' : 'fail',
    rule,
  });
  const { extras } = penalties;
  return {
    name: m.judge_yanez_completeness(),
    value: penalties.multiplier,
    label: 'from the specification',
    rule: `1 − ${penalties.total.toFixed(4)}`,
    children: [
      {
        ...penalty(m.judge_yanez_extra(), penalties.extraNames, m.judge_yanez_extra_rule()),
        children: [
          penalty(
            m.judge_yanez_unrequested(),
            extras.unrequested,
            m.judge_yanez_unrequested_rule(),
          ),
          penalty(m.judge_yanez_too_many(), extras.tooMany, m.judge_yanez_too_many_rule()),
          penalty(m.judge_yanez_same_names(), extras.names, m.judge_yanez_same_names_rule()),
          penalty(m.judge_yanez_same_dates(), extras.dates, m.judge_yanez_same_dates_rule()),
          penalty(
            m.judge_yanez_same_addresses(),
            extras.addresses,
            m.judge_yanez_same_addresses_rule(),
          ),
        ],
      },
      penalty(m.judge_yanez_missing(), penalties.missingNames, m.judge_yanez_missing_rule()),
      penalty(
        m.judge_yanez_few_addresses(),
        penalties.insufficientAddresses,
        m.judge_yanez_few_addresses_rule(),
      ),
      penalty(
        m.judge_yanez_few_dates(),
        penalties.insufficientDates,
        m.judge_yanez_few_dates_rule(),
      ),
      penalty(m.judge_yanez_odd(), penalties.nonLetters, m.judge_yanez_odd_rule()),
    ],
  };
}

/** Corrections of a whole answer, each by itself and scored again. */
function improvementsOf(answer: Answer, input: Input, query: IdentityQuery): Improvement[] {
  const score = (tried: Answer, address: number) => scoreIdentity(tried, address, query).reward;
  const now = score(answer, input.address_score);
  const asked = new Set(input.seeds.map(([name]) => name));
  const most = mostVariations(input.count);
  const each = (change: (list: Answer[number][1]) => Answer[number][1]): Answer =>
    answer.map(([name, list]) => [name, change(list)] as const);
  const firstOf = (list: Answer[number][1], key: 'name' | 'dob' | 'address') =>
    list.filter((one, i) => list.findIndex((other) => other[key] === one[key]) === i);
  const missing = [...asked].filter((name) => !answer.some(([own]) => own === name));
  const tried: Improvement[] = [
    {
      text: m.judge_yanez_fix_unrequested(),
      gain:
        score(
          answer.filter(([name]) => asked.has(name)),
          input.address_score,
        ) - now,
    },
    {
      text: m.judge_yanez_fix_too_many({ most }),
      gain:
        score(
          each((list) => list.slice(0, most)),
          input.address_score,
        ) - now,
    },
    {
      text: m.judge_yanez_fix_same_names(),
      gain:
        score(
          each((list) => firstOf(list, 'name')),
          input.address_score,
        ) - now,
    },
    {
      text: m.judge_yanez_fix_same_addresses(),
      gain:
        score(
          each((list) => firstOf(list, 'address')),
          input.address_score,
        ) - now,
    },
    { text: m.judge_yanez_fix_address(), gain: score(answer, 1) - now },
  ];
  const worthwhile = tried
    .filter(({ gain }) => (gain ?? 0) > 1e-9)
    .sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0));
  return missing.length === 0
    ? worthwhile
    : [...worthwhile, { text: m.judge_yanez_fix_missing({ name: missing[0] ?? '' }), gain: null }];
}
