import * as v from 'valibot';
import {
  attentionChunked,
  attentionPublished,
  attentionRecurrent,
} from '../../src/subnets/quasar/reference.ts';
import { klDivergence } from '../../src/subnets/quasar/scoring/divergence.ts';
import {
  canonicalName,
  componentOf,
  planFragments,
} from '../../src/subnets/quasar/scoring/fragments.ts';
import { gateAlpha } from '../../src/subnets/quasar/scoring/gate.ts';
import { generalizationGate } from '../../src/subnets/quasar/scoring/generalization.ts';
import { leagueOf } from '../../src/subnets/quasar/scoring/league.ts';
import { checkLogits } from '../../src/subnets/quasar/scoring/logit-check.ts';
import { mergeDeltas, mergeWeight } from '../../src/subnets/quasar/scoring/merge.ts';
import { advanceState, outerStep } from '../../src/subnets/quasar/scoring/outer-step.ts';
import { rankKernels } from '../../src/subnets/quasar/scoring/ranking.ts';
import { checkResources } from '../../src/subnets/quasar/scoring/resource-sanity.ts';
import { priorityOf, trustOf } from '../../src/subnets/quasar/scoring/scheduler.ts';
import { scoreWindow } from '../../src/subnets/quasar/scoring/score-window.ts';
import { differences } from './compare.ts';
import { pairs, Real, Reals } from './pairs.ts';
import { fromTensors, toTensors } from './quasar-tensors.ts';
import type { AttentionInputs, AttentionOutputs } from '../../src/subnets/quasar/reference.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';

const Speed = v.object({ tokens_per_sec: Real, seq_len: v.number() });

/** Infinities as the file writes them. */
function asJson(value: unknown): unknown {
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asJson(member)]));
}

const AttentionCase = v.object({
  in: v.object({
    shape_BTHS: v.tuple([v.number(), v.number(), v.number(), v.number()]),
    chunk: v.number(),
    q: Reals,
    k: Reals,
    v: Reals,
    beta: Reals,
  }),
  out: v.object({ o: Reals, final_state: Reals }),
});
type AttentionCase = v.InferOutput<typeof AttentionCase>;

function attentionInputs({ in: recorded }: AttentionCase): AttentionInputs {
  const [batch, tokens, heads, size] = recorded.shape_BTHS;
  return {
    batch,
    tokens,
    heads,
    size,
    q: Float64Array.from(recorded.q),
    k: Float64Array.from(recorded.k),
    v: Float64Array.from(recorded.v),
    beta: Float64Array.from(recorded.beta),
  };
}

function outputs({ o, state }: AttentionOutputs) {
  return { o: [...o], final_state: [...state] };
}

function attentionCases(data: unknown): ConformanceCase[] {
  return v.parse(v.object({ cases: v.array(AttentionCase) }), data).cases.flatMap((recorded, i) => {
    const inputs = attentionInputs(recorded);
    const expected = recorded.out;
    const run = {
      recurrent: attentionRecurrent(inputs),
      chunked: attentionChunked(inputs, recorded.in.chunk),
    };
    return {
      name: String(i),
      actual: { recurrent: outputs(run.recurrent), chunked: outputs(run.chunked) },
      expected: { recurrent: expected, chunked: expected },
    };
  });
}

const QuirkGroup = v.object({
  cases: v.array(
    v.object({
      in: v.object({ case: v.number() }),
      out: v.object({ o: Reals, final_state: Reals }),
    }),
  ),
});
const AttentionFile = v.object({
  groups: v.object({ quasar_attention: v.object({ cases: v.array(AttentionCase) }) }),
});

/**
 * The index counts the whole recording, of which a file holds a selection: the inputs are those
 * whose output this is, looked for at the index first.
 */
function quirkCases(data: unknown, content: unknown): ConformanceCase[] {
  const recorded = v.parse(AttentionFile, content).groups.quasar_attention.cases;
  return v.parse(QuirkGroup, data).cases.map(({ in: { case: index }, out }, i) => {
    const ordered = [...recorded.slice(index, index + 1), ...recorded];
    const runs = ordered
      .filter(({ in: { q } }) => q.length === out.o.length)
      .map((inputs) => outputs(attentionPublished(attentionInputs(inputs), inputs.in.chunk)));
    const found = runs.find((run) => differences(run, out).length === 0);
    return { name: String(i), actual: found ?? runs[0], expected: out };
  });
}

export const adapter: ConformanceAdapter = {
  name: '24-quasar',
  tables: [],
  whyNot: 'this group is not built yet',
  tolerance: { rda_merge: 1e-5, nesterov_outer: 1e-5, advance_state: 1e-5, verify_logits: 1e-4 },
  notes: {
    quasar_attention_reference_quirks:
      'case numbers count a longer recording, so the inputs are found by the output',
  },
  groups: {
    rda_merge: pairs(
      v.object({
        deltas: v.array(v.record(v.string(), v.unknown())),
        weights: v.nullish(Reals),
      }),
      ({ deltas, weights }) =>
        fromTensors(mergeDeltas(deltas.map(toTensors), weights ?? undefined)),
    ),
    nesterov_outer: pairs(
      v.object({
        delta: v.record(v.string(), v.unknown()),
        momentum_state: v.nullish(v.record(v.string(), v.unknown())),
        momentum: v.optional(v.number()),
        nesterov: v.optional(v.boolean()),
      }),
      ({ delta, momentum_state: previous, momentum, nesterov }) => {
        const step = outerStep(toTensors(delta), previous ? toTensors(previous) : null, {
          ...(momentum === undefined ? {} : { momentum }),
          ...(nesterov === undefined ? {} : { nesterov }),
        });
        return { update: fromTensors(step.update), momentum: fromTensors(step.momentum) };
      },
    ),
    advance_state: pairs(
      v.object({
        state: v.record(v.string(), v.unknown()),
        update: v.record(v.string(), v.unknown()),
        outer_lr: v.number(),
      }),
      ({ state, update, outer_lr: rate }) =>
        fromTensors(advanceState(toTensors(state), toTensors(update), rate)),
    ),
    merge_weight: pairs(v.object({ tokens: v.number(), steps: v.number() }), ({ tokens, steps }) =>
      mergeWeight(tokens, steps),
    ),
    parameter_names: pairs(v.string(), (name) => ({
      canonical: canonicalName(name),
      component: componentOf(name),
    })),
    fragment_plan: pairs(
      v.object({ tensors: v.array(v.tuple([v.string(), v.number()])), count: v.number() }),
      ({ tensors, count }) => {
        const plan = planFragments(
          tensors.map(([name, bytes]) => ({ name, bytes })),
          count,
        );
        return { fragments: plan.map(({ names }) => names), bytes: plan.map(({ bytes }) => bytes) };
      },
    ),
    score_window: pairs(
      v.object({
        events: v.array(v.array(v.tuple([v.string(), Real]))),
        failed: v.array(v.tuple([v.string(), Real])),
        half_life: v.nullable(v.number()),
        window: v.nullable(v.number()),
      }),
      ({ events, failed, half_life: halfLife, window }) => {
        const result = scoreWindow(
          events.map((event) => event.map(([learner, weight]) => ({ learner, weight }))),
          failed.map(([hotkey, units]) => ({ hotkey, units })),
          { events: window ?? 0, halfLife },
        );
        return {
          scores: Object.fromEntries(result.scores),
          accepted: Object.fromEntries(result.accepted),
          failed: Object.fromEntries(result.failed),
        };
      },
    ),
    scheduler_priority: pairs(
      v.object({ accepted: Real, failed: Real, gpus: v.number(), inflight: v.number() }),
      ({ gpus, inflight, ...account }) => ({
        trust: trustOf(account),
        priority: priorityOf(account, { gpus, queued: inflight }),
      }),
    ),
    resource_sanity: pairs(
      v.object({
        required_gpus: v.optional(v.unknown()),
        planned_gpu_count: v.optional(v.unknown()),
        env_world: v.optional(v.unknown()),
        seq: v.optional(v.unknown()),
        batch: v.optional(v.unknown()),
        claimed: v.record(v.string(), v.unknown()),
        capabilities: v.record(v.string(), v.unknown()),
      }),
      ({ claimed, capabilities, ...job }) => {
        const report = checkResources(
          {
            required_gpus: job.required_gpus,
            planned_gpu_count: job.planned_gpu_count,
            planned_world_size: job.env_world,
            sequence_length: job.seq,
            batch_size: job.batch,
          },
          claimed,
          capabilities,
        );
        return {
          ok: report.ok,
          failed: report.failed,
          tokens_per_step: report.tokensPerStep,
          tokens_per_sec_cap: report.tokensPerSecCap,
        };
      },
    ),
    generalization_gate: pairs(
      v.object({
        metrics: v.record(v.string(), v.unknown()),
        require_metrics: v.optional(v.boolean(), false),
      }),
      ({ metrics, require_metrics: requireMetrics }) => {
        const report = generalizationGate(metrics, { requireMetrics });
        return {
          status: report.status,
          reasons: report.reasons,
          train_delta: report.trainDelta,
          random_delta: report.randomDelta,
          generalization_gap: report.gap,
        };
      },
    ),
    verify_logits: pairs(v.object({ miner: Reals, reference: Reals }), ({ miner, reference }) => {
      const report = checkLogits(miner, reference);
      return asJson({
        verified: report.verified,
        reason: report.reason,
        cosine_sim: report.cosine,
        max_abs_diff: report.maxDifference,
      });
    }),
    kl_divergence: pairs(v.object({ teacher: Reals, student: Reals }), ({ teacher, student }) =>
      asJson(klDivergence(teacher, student)),
    ),
    league: pairs(v.number(), (length) => {
      const { name, multiplier } = leagueOf(length);
      return { league: name, multiplier };
    }),
    ranking: pairs(
      v.object({
        submissions: v.array(
          v.object({
            id: v.number(),
            ...Speed.entries,
            created_at: v.number(),
            revealed: v.nullish(v.boolean()),
            logit_ok: v.nullish(v.boolean()),
          }),
        ),
        baseline: v.nullable(Speed),
      }),
      ({ submissions, baseline }) =>
        rankKernels(
          submissions.map((row) => ({
            id: row.id,
            tokensPerSec: row.tokens_per_sec,
            length: row.seq_len,
            created: row.created_at,
            revealed: row.revealed ?? true,
            logitsOk: row.logit_ok ?? null,
          })),
          baseline && { tokensPerSec: baseline.tokens_per_sec, length: baseline.seq_len },
        ).map(({ id, weighted }) => [id, weighted]),
    ),
    quasar_attention: attentionCases,
    quasar_attention_reference_quirks: (data, file) => quirkCases(data, file.content),
    gate_alpha: pairs(v.object({ beta: Real, lambda: Real }), ({ beta, lambda }) =>
      gateAlpha(beta, lambda),
    ),
  },
};
