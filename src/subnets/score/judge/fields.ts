import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import {
  CARD_FIELDS,
  CRICKET_FIELDS,
  type FieldRule,
  readNumber,
  scoreFields,
} from '../scoring/fields.ts';

// Measured fields of the private track: a cricket delivery, a graded card.

const MAX_KEYS = 64;
/** Fields of an answer lie this deep at most: `predictions`, a group, the field. */
const MAX_DEPTH = 3;
const MAX_ADVICE = 5;

const Fields = v.pipe(
  v.custom<Readonly<Record<string, unknown>>>(isRecord, 'must be an object of fields'),
  v.check((fields) => Object.keys(fields).length <= MAX_KEYS, `has more than ${MAX_KEYS} keys`),
);
const Input = v.object({ answer: Fields, truth: Fields });

type Rules = Readonly<Record<string, FieldRule>>;

/** @throws AppError `input.malformed` */
export const judgeDelivery = (value: unknown): Judgement => judgeFields(value, CRICKET_FIELDS);
/** @throws AppError `input.malformed` */
export const judgeCard = (value: unknown): Judgement => judgeFields(value, CARD_FIELDS);

function judgeFields(value: unknown, rules: Rules): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const [answer, truth] = [flatten(input.answer), flatten(input.truth)];
  const { score, breakdown } = scoreFields(answer, truth, rules);
  const fields = Object.entries(rules).map(([name, rule]) => ({
    name,
    ...rule,
    answer: readNumber(answer[name]),
    truth: readNumber(truth[name]),
    value: breakdown[name] ?? 0,
  }));
  return {
    score: {
      name: m.judge_score_fields_score(),
      value: score,
      label: 'exact',
      rule: m.judge_score_fields_rule(),
    },
    findings: fields.map(fieldFinding),
    improvements: fields
      .flatMap(advice)
      .sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0))
      .slice(0, MAX_ADVICE),
    tables: [
      {
        caption: m.judge_score_fields_table(),
        columns: [
          { label: m.judge_score_column_field() },
          { label: m.judge_score_column_answer(), numeric: true },
          { label: m.judge_score_column_true(), numeric: true },
          { label: m.judge_score_column_off(), numeric: true },
          { label: m.judge_score_column_weight(), numeric: true },
        ],
        rows: fields.map(({ name, weight, ...field }) => [
          name,
          field.answer,
          field.truth,
          distanceOf(field),
          weight,
        ]),
      },
    ],
  };
}

interface Field extends FieldRule {
  readonly name: string;
  /** Null where it is missing or no number. */
  readonly answer: number | null;
  readonly truth: number | null;
  readonly value: number;
}

function distanceOf({ answer, truth }: Pick<Field, 'answer' | 'truth'>): number | null {
  return answer === null || truth === null ? null : Math.abs(answer - truth);
}

function fieldFinding(field: Field): Finding {
  const { name, value, weight, tolerance } = field;
  const distance = distanceOf(field);
  return {
    name,
    value: weight * value,
    label: 'exact',
    state: value === 1 ? 'pass' : value > 0 ? 'warn' : 'fail',
    ...(distance === null
      ? { note: field.truth === null ? m.judge_score_no_truth() : m.judge_score_no_answer() }
      : { rule: `${weight} × max(0, 1 − ${shorten(distance)} / ${tolerance})` }),
  };
}

function advice({ name, truth, answer, weight, value }: Field): Improvement[] {
  if (truth === null || value === 1) return [];
  const text =
    answer === null
      ? m.judge_score_field_give({ name })
      : m.judge_score_field_fit({ name, answer: shorten(answer), truth: shorten(truth) });
  return [{ text, gain: weight * (1 - value) }];
}

/** Six digits at most. */
function shorten(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/**
 * Fields by their last name: `{Header: {card_grade}}`, `Header.card_grade` and `card_grade` are one,
 * as is a whole answer around them.
 */
function flatten(value: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): [string, unknown][] =>
      isRecord(one) && depth < MAX_DEPTH
        ? Object.entries(flatten(one, depth + 1))
        : [[key.split('.').at(-1) ?? key, one]],
    ),
  );
}

/** An object that is no list: a schema of records takes lists as well. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
