import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import { generalizationGate } from './scoring/generalization.ts';
import { mergeWeight } from './scoring/merge.ts';
import { checkResources } from './scoring/resource-sanity.ts';
import type { GatePolicy, GateReport, Metrics } from './scoring/generalization.ts';
import type { SanityReport } from './scoring/resource-sanity.ts';
import type { QuasarInput, QuasarResult } from './task.ts';

// A receipt as a validator scores it (sections e.1, e.2): do its claims fit the job, does the
// update help, and how much work it stands for. Shares of a window are in `scoring/score-window`.

/** How sure each component is to be what the network computes. */
export const COMPONENT_LABELS = {
  resource_sanity: 'exact',
  generalization: 'exact',
  work_weight: 'exact',
} as const satisfies Record<string, ScoreLabel>;

export interface UpdateScore {
  /** Whether the claims fit and the gate passes. */
  readonly accepted: boolean;
  /** 1 or 0, nothing between. */
  readonly quality: 0 | 1;
  /** tokens² / steps of an accepted update, else 0; enters the score window. */
  readonly weight: number;
  readonly sanity: SanityReport;
  readonly gate: GateReport;
  readonly components: readonly ScoreComponent[];
  /** Failed checks, then the gate's reasons. */
  readonly reasons: readonly string[];
}

/**
 * Scores a receipt by its job and a validator's own evaluation of the update.
 *
 * @param evaluation losses before and after on assigned and hidden sequences, by upstream's names
 * @throws AppError `input.malformed` when a count is not finite
 */
export function scoreUpdate(
  input: QuasarInput,
  receipt: QuasarResult,
  evaluation: Metrics,
  policy: GatePolicy = { requireMetrics: true },
): UpdateScore {
  const sanity = checkResources(
    assignmentOf(input),
    {
      ...receipt.metrics,
      tokens: receipt.claimed_tokens,
      local_steps: receipt.claimed_local_steps,
    },
    receipt.worker.capabilities,
  );
  const gate = generalizationGate(evaluation, policy);
  const accepted = sanity.ok && gate.status === 'pass';
  const weight = accepted ? mergeWeight(receipt.claimed_tokens, receipt.claimed_local_steps) : 0;
  return {
    accepted,
    quality: accepted ? 1 : 0,
    weight,
    sanity,
    gate,
    components: [
      component('resource_sanity', Number(sanity.ok)),
      component('generalization', gate.quality),
      component('work_weight', weight),
    ],
    reasons: [...sanity.failed, ...gate.reasons],
  };
}

/** The signed numbers of a job, where its environment and parameters name them. */
function assignmentOf({ task_params: params, resource_requirements: needs }: QuasarInput) {
  const env = new Map(Object.entries(params.env));
  return {
    required_gpus: Math.max(needs.min_gpus, needs.gpu_count),
    planned_gpu_count: params.planned_gpu_count,
    planned_world_size: env.get('QUASAR_PLANNED_WORLD_SIZE'),
    sequence_length: env.get('QUASAR_SEQUENCE_LENGTH'),
    batch_size: env.get('QUASAR_BATCH_SIZE'),
  };
}

function component(name: keyof typeof COMPONENT_LABELS, value: number): ScoreComponent {
  return { name, value, weight: 1, label: COMPONENT_LABELS[name] };
}
