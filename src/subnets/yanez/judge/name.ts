import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { ORTHOGRAPHIC_BANDS, PHONETIC_BANDS, bandOf } from '../scoring/bands.ts';
import { type NameQuery, scoreName } from '../scoring/name.ts';
import { nameImprovements } from './name-improvements.ts';
import { bandTable, nameFindings, variationTable } from './name-words.ts';
import {
  Bands,
  GivenParts,
  MAX_CHARACTERS,
  Percentage,
  Rules,
  Text,
  WeightTable,
  isDrawKnown,
  partsByLength,
  ruleBlockOf,
  weightSource,
} from './query.ts';

/** The subnet asked for 15 at most; the time of a judgement grows with the square. */
const MAX_VARIATIONS = 100;

const Input = v.object({
  name: v.pipe(Text, v.trim(), v.minLength(1)),
  variations: v.pipe(
    v.string(),
    v.transform((text) => text.split(/\r?\n/).filter((line) => line.trim() !== '')),
    v.array(Text),
    v.maxLength(MAX_VARIATIONS),
    v.check(
      (lines) => lines.join('').length <= MAX_CHARACTERS,
      `at most ${MAX_CHARACTERS} characters`,
    ),
  ),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_VARIATIONS)),
  phonetic: Bands,
  orthographic: Bands,
  rules: Rules,
  percentage: Percentage,
  by_sound: v.optional(v.boolean(), false),
  weights: WeightTable,
  part_weights: v.optional(GivenParts),
});

/** Variations of one name, one a line. @throws AppError `input.malformed` */
export function judgeName(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const name = input.name.toLowerCase();
  const variations = input.variations.map((text) => text.toLowerCase());
  const query: NameQuery = {
    phonetic: input.phonetic,
    orthographic: input.by_sound ? null : input.orthographic,
    expected: input.count,
    weights: weightSource(input.weights),
    partWeights: input.part_weights ?? partsByLength(name),
    ruleBlock: ruleBlockOf(input.rules, input.percentage),
  };
  const outcome = scoreName(name, variations, query);
  const isKnown = isDrawKnown(name, input.weights, input.part_weights);
  const label = isKnown ? 'exact' : 'proxy';
  const title = m.judge_yanez_name_score();
  if ('ungraded' in outcome) {
    const note =
      outcome.ungraded === 'empty text' ? m.judge_yanez_empty_text() : m.judge_yanez_none_wanted();
    return { score: { name: title, value: null, label, note }, findings: [], improvements: [] };
  }
  const { final, base, ruleWeight, compliance } = outcome.graded;
  const words = (band: string | null) => band ?? m.judge_yanez_no_band();
  return {
    score: {
      name: title,
      value: final,
      label,
      rule:
        ruleWeight === 0
          ? m.judge_yanez_base_alone()
          : `${1 - ruleWeight} × ${base.toFixed(4)} + ${ruleWeight} × ${(compliance?.score ?? 0).toFixed(4)}`,
      ...(isKnown ? {} : { note: m.judge_yanez_stand_in() }),
    },
    findings: nameFindings(outcome.graded, query),
    improvements: nameImprovements(name, variations, { query, scored: outcome.graded }),
    tables: [
      bandTable(outcome.graded),
      variationTable(variations, outcome.graded, ({ phonetic, orthographic }) => ({
        sound: words(bandOf(phonetic, PHONETIC_BANDS)),
        spelling: words(bandOf(orthographic, ORTHOGRAPHIC_BANDS)),
      })),
    ],
  };
}
