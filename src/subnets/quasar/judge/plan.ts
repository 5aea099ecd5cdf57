import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { Count } from '../../../protocol/primitives.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import {
  type Fragment,
  canonicalName,
  componentOf,
  fragmentOfStep,
  planFragments,
} from '../scoring/fragments.ts';
import type { Bars } from './bars.ts';

// How a model's tensors are cut into fragments, and why each is where it is.

const MOST_TENSORS = 20_000;
const MOST_FRAGMENTS = 1024;
const MOST_BYTES = 1e15;
const MOST_NAME = 512;
/** Tensors and bars that are shown. */
const SHOWN = 200;

const Input = v.object({
  tensors: v.pipe(
    v.array(
      v.tuple([v.pipe(v.string(), v.maxLength(MOST_NAME)), v.pipe(Count, v.maxValue(MOST_BYTES))]),
    ),
    v.minLength(1),
    v.maxLength(MOST_TENSORS),
  ),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_FRAGMENTS)),
  step: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** @throws AppError `input.malformed` */
export function judgePlan(value: unknown): Judgement {
  const { tensors, count, step } = parseAs(Input, value, 'input.malformed');
  const plan = planFragments(
    tensors.map(([name, bytes]) => ({ name, bytes })),
    count,
  );
  const sizes = plan.map(({ bytes }) => bytes);
  const [largest, smallest] = [Math.max(...sizes), Math.min(...sizes)];
  const whole = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const empty = plan.filter(({ names }) => names.length === 0).length;
  const asked = step === undefined ? null : fragmentOfStep(step, count);
  return {
    score: {
      name: m.judge_quasar_largest(),
      value: largest,
      format: 'count',
      unit: 'B',
      label: 'exact',
    },
    findings: [
      { name: m.judge_quasar_smallest(), value: smallest, format: 'count', unit: 'B' },
      { name: m.judge_quasar_whole(), value: whole, format: 'count', unit: 'B' },
      {
        name: m.judge_quasar_evenness(),
        value: whole === 0 ? null : largest / (whole / count),
        rule: m.judge_quasar_evenness_rule(),
      },
      {
        name: m.judge_quasar_empty(),
        value: empty,
        format: 'count',
        state: empty === 0 ? 'pass' : 'warn',
      },
      ...(asked === null ? [] : [stepFinding(asked, plan)]),
    ],
    improvements: [],
    drawing: barsOf(plan, asked),
    tables: [fragmentTable(plan), tensorTable(tensors, plan)],
  };
}

function stepFinding(asked: number, plan: readonly Fragment[]): Finding {
  return {
    name: m.judge_quasar_asked(),
    value: asked,
    format: 'count',
    rule: m.judge_quasar_asked_rule({ count: plan.length }),
  };
}

function barsOf(plan: readonly Fragment[], asked: number | null): Bars {
  return {
    caption: m.judge_quasar_fragments(),
    bars: plan.slice(0, SHOWN).map(({ bytes }, index) => ({
      name: String(index),
      value: bytes,
      marked: index === asked,
    })),
  };
}

function fragmentTable(plan: readonly Fragment[]): JudgementTable {
  return {
    caption: m.judge_quasar_fragments(),
    columns: [
      { label: m.judge_quasar_fragment(), numeric: true },
      { label: m.judge_quasar_bytes(), numeric: true },
      { label: m.judge_quasar_tensors(), numeric: true },
      { label: m.judge_quasar_kinds() },
    ],
    rows: plan.map(({ bytes, names }, index) => [
      index,
      bytes,
      names.length,
      [...new Set(names.map((name) => componentOf(name)))].join(', '),
    ]),
  };
}

function tensorTable(
  tensors: readonly (readonly [string, number])[],
  plan: readonly Fragment[],
): JudgementTable {
  const places = new Map(plan.flatMap(({ names }, index) => names.map((name) => [name, index])));
  const rest = tensors.length - SHOWN;
  return {
    caption: rest > 0 ? m.judge_quasar_tensors_first({ count: SHOWN }) : m.judge_quasar_tensors(),
    columns: [
      { label: m.judge_quasar_canonical() },
      { label: m.judge_quasar_kind() },
      { label: m.judge_quasar_bytes(), numeric: true },
      { label: m.judge_quasar_fragment(), numeric: true },
    ],
    rows: tensors.slice(0, SHOWN).map(([name, bytes]) => {
      const canonical = canonicalName(name);
      return [canonical, componentOf(name), bytes, places.get(canonical) ?? null];
    }),
  };
}
