import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { Count } from '../../../protocol/primitives.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import { type Merge, mergeParts, mergeWeight } from '../scoring/merge.ts';
import { OUTER_MOMENTUM, advanceState, outerStep } from '../scoring/outer-step.ts';
import { type TensorSet, sortedNames } from '../scoring/tensor.ts';

// Updates of one fragment → what the orchestrator merges, its outer step, the new state.

const MOST_UPDATES = 64;
const MOST_TENSORS = 64;
const MOST_NUMBERS = 4096;
/** Within float32 with room for squares and sums. */
const LARGEST = 1e12;
const MOST_TOKENS = 1e12;
/** Numbers that are shown. */
const SHOWN = 64;

const Real = v.pipe(v.number(), v.minValue(-LARGEST), v.maxValue(LARGEST));
const Tensors = v.pipe(
  v.record(v.string(), v.pipe(v.array(Real), v.maxLength(MOST_NUMBERS))),
  v.check(
    (tensors) => Object.keys(tensors).length <= MOST_TENSORS,
    `must have at most ${MOST_TENSORS} tensors`,
  ),
);
const Tokens = v.pipe(Count, v.maxValue(MOST_TOKENS));

const Input = v.object({
  updates: v.pipe(
    v.array(v.object({ tokens: Tokens, steps: Tokens, delta: Tensors })),
    v.minLength(1),
    v.maxLength(MOST_UPDATES),
  ),
  momentum: v.optional(Tensors),
  state: v.optional(Tensors),
  rate: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  nesterov: v.boolean(),
});

/** @throws AppError `input.malformed` */
export function judgeMerge(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const weights = input.updates.map(({ tokens, steps }) => mergeWeight(tokens, steps));
  const merge = mergeParts(
    input.updates.map(({ delta }) => toTensors(delta)),
    weights,
  );
  const { update } = outerStep(merge.merged, input.momentum ? toTensors(input.momentum) : null, {
    nesterov: input.nesterov,
  });
  const state = input.state ? advanceState(toTensors(input.state), update, input.rate) : null;
  return {
    score: {
      name: m.judge_quasar_merged_size(),
      value: merge.size,
      label: 'exact',
      rule: m.judge_quasar_merged_rule(),
    },
    findings: [
      { name: m.judge_quasar_radius(), value: merge.radius, label: 'exact', rule: 'Σ nᵢ ‖Δᵢ‖' },
      {
        name: m.judge_quasar_agreement(),
        value: merge.agreement,
        label: 'exact',
        rule: '‖Σ nᵢ Δᵢ/‖Δᵢ‖‖',
        state: merge.size === 0 ? 'warn' : 'pass',
        ...(merge.size === 0 ? { note: m.judge_quasar_cancelled() } : {}),
      },
      {
        name: m.judge_quasar_outer(),
        label: 'exact',
        rule: input.nesterov
          ? `${m.judge_quasar_outer_nesterov()} · m = ${OUTER_MOMENTUM}`
          : `${m.judge_quasar_outer_plain()} · m = ${OUTER_MOMENTUM}`,
      },
      ...updateFindings(merge, weights),
    ],
    improvements: [],
    tables: [numberTable({ merged: merge.merged, update, state })],
  };
}

function updateFindings({ shares, norms }: Merge, weights: readonly number[]): Finding[] {
  return shares.map((share, index) => ({
    name: m.judge_quasar_update({ index: index + 1 }),
    value: share,
    format: 'percent',
    label: 'exact',
    children: [
      { name: m.judge_quasar_weight(), value: weights[index] ?? 0, rule: 'tokens² / steps' },
      {
        name: m.judge_quasar_length(),
        value: norms[index] ?? 0,
        state: norms[index] === 0 ? 'warn' : 'pass',
        rule: '‖Δᵢ‖',
      },
    ],
  }));
}

function toTensors(lists: v.InferOutput<typeof Tensors>): TensorSet {
  return new Map(
    Object.entries(lists).map(([name, list]) => [
      name,
      { shape: [list.length], data: Float32Array.from(list) },
    ]),
  );
}

interface Numbers {
  readonly merged: TensorSet;
  readonly update: TensorSet;
  readonly state: TensorSet | null;
}

function numberTable({ merged, update, state }: Numbers): JudgementTable {
  const rows = sortedNames(merged).flatMap((name) =>
    [...(merged.get(name)?.data ?? [])].map((value, at) => [
      `${name}[${at}]`,
      value,
      update.get(name)?.data[at] ?? null,
      ...(state ? [state.get(name)?.data[at] ?? null] : []),
    ]),
  );
  return {
    caption:
      rows.length > SHOWN
        ? m.judge_quasar_numbers_first({ count: SHOWN })
        : m.judge_quasar_numbers(),
    columns: [
      { label: m.judge_quasar_place() },
      { label: m.judge_quasar_merged(), numeric: true },
      { label: m.judge_quasar_outer_update(), numeric: true },
      ...(state ? [{ label: m.judge_quasar_state(), numeric: true }] : []),
    ],
    rows: rows.slice(0, SHOWN),
  };
}
