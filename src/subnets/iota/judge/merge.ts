import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { bfloat16 } from '../scoring/bfloat16.ts';
import {
  ACCEPTED_COSINE,
  averageGradients,
  momentumAt,
  OUTER_RATE,
  outerStep,
} from '../scoring/merge.ts';
import { cosine } from '../scoring/reproduction.ts';
import { Count, Finite } from './tensor.ts';

// The merge of one slice: mean of the sources, then the outer step.

const MOST_SOURCES = 64;
const MOST_VALUES = 4096;
const SHOWN_VALUES = 64;

const Series = v.pipe(v.array(Finite), v.minLength(1), v.maxLength(MOST_VALUES));

const Input = v.object({
  epoch: Count,
  weights: Series,
  gradients: v.pipe(v.array(Series), v.minLength(1), v.maxLength(MOST_SOURCES)),
  factors: v.pipe(v.array(v.pipe(Finite, v.minValue(0))), v.minLength(1)),
  buffer: v.optional(Series),
  answer: v.optional(Series),
  entry: Count,
});
type Input = v.InferOutput<typeof Input>;

/** New weights of a slice, and whether an answer agrees. @throws AppError `input.malformed` */
export function judgeMerge(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  checkLengths(input);
  const { weights, buffer, entry, answer } = input;
  const average = averageGradients(input.gradients, input.factors);
  const momentum = momentumAt(input.epoch);
  const step = outerStep({ weights, buffer: buffer ?? null }, average, { momentum });
  const steps = { average, ...step };
  return {
    score: {
      name: m.judge_iota_new_weight({ entry }),
      value: step.weights[entry] ?? 0,
      label: 'exact',
    },
    findings: [
      {
        name: m.judge_iota_momentum(),
        value: bfloat16(momentum),
        rule: m.judge_iota_momentum_rule({ value: momentum.toFixed(4) }),
      },
      entryFinding(steps, entry, buffer?.[entry] ?? null),
      acceptance(weights, step.weights),
      ...(answer ? [agreement(answer, step.weights)] : []),
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_iota_merge_table(),
        columns: [
          { label: m.judge_iota_entry(), numeric: true },
          { label: m.judge_iota_old(), numeric: true },
          { label: m.judge_iota_average(), numeric: true },
          { label: m.judge_iota_buffer(), numeric: true },
          { label: m.judge_iota_update(), numeric: true },
          { label: m.judge_iota_new(), numeric: true },
        ],
        rows: weights
          .slice(0, SHOWN_VALUES)
          .map((old, i) => [
            i,
            bfloat16(old),
            ...[average, step.buffer, step.update, step.weights].map((list) => list[i] ?? 0),
          ]),
      },
    ],
  };
}

function checkLengths({ weights, gradients, factors, buffer, answer, entry }: Input): void {
  const fail = (key: string, count: number, expected: number): never => {
    throw new AppError('input.malformed', `${key}: ${count} values, ${expected} are expected`);
  };
  for (const [i, { length }] of gradients.entries()) {
    if (length !== weights.length) fail(`gradients.${i}`, length, weights.length);
  }
  if (factors.length !== gradients.length) fail('factors', factors.length, gradients.length);
  for (const [key, list] of Object.entries({ buffer, answer })) {
    if (list && list.length !== weights.length) fail(key, list.length, weights.length);
  }
  if (!(factors.reduce((sum, factor) => sum + Math.fround(factor), 0) > 0)) {
    throw new AppError('input.malformed', 'factors: the sum must be above 0');
  }
  if (entry >= weights.length) {
    throw new AppError('input.malformed', `entry: ${entry} is not one of ${weights.length} values`);
  }
}

interface Steps {
  readonly average: readonly number[];
  readonly buffer: readonly number[];
  readonly update: readonly number[];
  readonly weights: readonly number[];
}

function entryFinding(steps: Steps, entry: number, old: number | null): Finding {
  return {
    name: m.judge_iota_new_weight({ entry }),
    value: steps.weights[entry] ?? 0,
    label: 'exact',
    rule: `w − ${bfloat16(OUTER_RATE)} × u`,
    children: [
      { name: m.judge_iota_average(), value: steps.average[entry] ?? 0, rule: 'Σ f g / Σ f' },
      {
        name: m.judge_iota_buffer(),
        value: steps.buffer[entry] ?? 0,
        rule: old === null ? 'g' : `m × ${bfloat16(old)} + g`,
      },
      { name: m.judge_iota_update(), value: steps.update[entry] ?? 0, rule: 'u = g + m × buf' },
    ],
  };
}

/** Whether a miner that downloads the slice takes it. */
function acceptance(before: readonly number[], after: readonly number[]): Finding {
  const near = cosine(after, before);
  return {
    name: m.judge_iota_accepted(),
    value: near,
    label: 'from the specification',
    state: near >= ACCEPTED_COSINE ? 'pass' : 'fail',
    rule: `≥ ${ACCEPTED_COSINE}`,
  };
}

/** The two members of a pair must come to the same slice. */
function agreement(answer: readonly number[], merged: readonly number[]): Finding {
  const wrong = merged.flatMap((value, i) => (value === answer[i] ? [] : [i]));
  const [first] = wrong;
  return {
    name: m.judge_iota_agrees(),
    value: wrong.length,
    format: 'count',
    label: 'from the specification',
    state: wrong.length === 0 ? 'pass' : 'fail',
    rule: m.judge_iota_agrees_rule(),
    ...(first === undefined
      ? {}
      : {
          note: m.judge_iota_agrees_first({
            entry: first,
            found: String(answer[first]),
            value: String(merged[first]),
          }),
        }),
  };
}
