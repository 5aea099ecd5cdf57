import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { inField, parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import { COMPONENT_LABELS, type UpdateScore, scoreUpdate } from '../score.ts';
import {
  type GateReport,
  LARGEST_GAP,
  LEAST_TRAIN_DELTA,
  type Metrics,
  RANDOM_REGRESSION,
} from '../scoring/generalization.ts';
import { type QuasarInput, type QuasarResult, parseInput, parseResult } from '../task.ts';

// A receipt as a validator scores it: its claims against the job, its update against the gate.

const Input = v.object({
  job: v.unknown(),
  receipt: v.unknown(),
  evaluation: v.record(v.string(), v.unknown()),
});

/** @throws AppError `input.malformed` */
export function judgeUpdate(value: unknown): Judgement {
  const { job, receipt, evaluation } = parseAs(Input, value, 'input.malformed');
  const input = inField('job', () => parseInput(job));
  const result = inField('receipt', () => parseResult(receipt, input));
  const scored = scoreUpdate(input, result, evaluation);
  const { weight, sanity, gate, accepted } = scored;
  return {
    score: {
      name: m.judge_quasar_weight(),
      value: Number.isFinite(weight) ? weight : null,
      label: COMPONENT_LABELS.work_weight,
      ...(accepted
        ? { rule: `${result.claimed_tokens}² / ${Math.max(1, result.claimed_local_steps)}` }
        : { note: m.judge_quasar_refused() }),
    },
    findings: [
      {
        name: m.judge_quasar_sanity(),
        value: sanity.ok,
        label: COMPONENT_LABELS.resource_sanity,
        state: sanity.ok ? 'pass' : 'fail',
        rule: m.judge_quasar_world({ world: sanity.world, tokens: sanity.tokensPerStep }),
        children: sanity.checks.map(({ name, claimed, limit, ok }) => ({
          name,
          value: claimed,
          state: ok ? 'pass' : 'fail',
          rule: `≤ ${limit}`,
        })),
      },
      gateFinding(gate),
    ],
    improvements: improvementsOf(input, result, { evaluation, scored }),
  };
}

function gateFinding({ status, reasons, trainDelta, randomDelta, gap, deltaNorm }: GateReport) {
  const isOk = status === 'pass';
  const part = (name: string, value: number | null, rule: string): Finding => ({
    name,
    value,
    rule,
  });
  return {
    name: m.judge_quasar_gate(),
    value: isOk,
    label: COMPONENT_LABELS.generalization,
    state: isOk ? 'pass' : 'fail',
    children: [
      part(m.judge_quasar_train_delta(), trainDelta, `≥ ${LEAST_TRAIN_DELTA}`),
      part(m.judge_quasar_random_delta(), randomDelta, `≥ −${RANDOM_REGRESSION}`),
      part(m.judge_quasar_gap(), gap, `≤ ${LARGEST_GAP}`),
      part(m.judge_quasar_norm(), deltaNorm, m.judge_quasar_norm_rule()),
      ...reasons.map((reason): Finding => ({ name: reason, state: 'fail' })),
    ],
  } satisfies Finding;
}

interface Scored {
  readonly evaluation: Metrics;
  readonly scored: UpdateScore;
}

/** One change at a time, each scored again. */
function improvementsOf(
  input: QuasarInput,
  receipt: QuasarResult,
  { evaluation, scored }: Scored,
): Improvement[] {
  const better = (text: string, changed: QuasarResult, metrics: Metrics): Improvement => {
    const gain = scoreUpdate(input, changed, metrics).weight - scored.weight;
    return { text, gain: gain > 0 && Number.isFinite(gain) ? gain : null };
  };
  const { sanity, gate } = scored;
  const fitting = sanity.checks
    .filter(({ ok }) => !ok)
    .map(({ name, limit }) =>
      better(
        m.judge_quasar_claim_less({ name, limit }),
        claiming(receipt, name, limit),
        evaluation,
      ),
    );
  const passing =
    gate.status === 'pass'
      ? []
      : [better(m.judge_quasar_pass_gate(), receipt, { train_delta: 0, random_delta: 0 })];
  if (!scored.accepted) return [...fitting, ...passing];
  const longer = {
    ...receipt,
    claimed_tokens: receipt.claimed_tokens + sanity.tokensPerStep,
    claimed_local_steps: receipt.claimed_local_steps + 1,
  };
  return [better(m.judge_quasar_step_more({ tokens: sanity.tokensPerStep }), longer, evaluation)];
}

const CLAIM_KEYS: Readonly<Record<string, string>> = {
  claimed_world_size_within_assignment: 'world_size',
  claimed_gpu_count_within_assignment: 'gpu_count',
  claimed_planned_world_size_within_assignment: 'planned_world_size',
  claimed_tokens_per_step_within_assignment: 'tokens_per_step',
  fragment_tokens_fit_fragment_steps: 'fragment_trained_tokens',
  tokens_per_sec_within_resource_cap: 'tokens_per_sec',
};

/** The receipt with the claim of a failed check at its limit. */
function claiming(receipt: QuasarResult, check: string, limit: number): QuasarResult {
  if (check === 'claimed_tokens_fit_local_steps') return { ...receipt, claimed_tokens: limit };
  if (check === 'worker_gpu_count_within_vram_capacity') {
    const capabilities = { ...receipt.worker.capabilities, gpu_count: limit };
    return { ...receipt, worker: { ...receipt.worker, capabilities } };
  }
  const key = CLAIM_KEYS[check];
  return key === undefined
    ? receipt
    : { ...receipt, metrics: { ...receipt.metrics, [key]: limit } };
}
