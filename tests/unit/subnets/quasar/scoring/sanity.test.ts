import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generalizationGate,
  LARGEST_GAP,
  LEAST_TRAIN_DELTA,
  RANDOM_REGRESSION,
} from '../../../../../src/subnets/quasar/scoring/generalization.ts';
import {
  looseFloat,
  looseInteger,
} from '../../../../../src/subnets/quasar/scoring/loose-number.ts';
import {
  checkResources,
  DEFAULT_BATCH,
  DEFAULT_SEQUENCE,
  gpuCount,
  LEAST_SPEED_CAP,
  SPEED_CAPS,
  speedCapOf,
  tokensPerStepOf,
  VRAM_SLACK,
  vramCapacity,
  worldOf,
} from '../../../../../src/subnets/quasar/scoring/resource-sanity.ts';

const card = { min_vram_mb: 80_000, total_vram_mb: 80_000, gpu_count: 1 };

function failed(claims: Record<string, unknown>, job = {}, worker: Record<string, unknown> = card) {
  return checkResources({ required_gpus: 1, ...job }, claims, worker).failed;
}

describe('numbers of miners', () => {
  it('are whole where Python reads them so', () => {
    expect([2.9, -2.9, '7', ' +7 ', '1_000', true].map((x) => looseInteger(x, 9))).toEqual([
      2, -2, 7, 7, 1000, 1,
    ]);
    expect(
      ['2.9', '', 'x', null, undefined, NaN, Infinity, [], {}, '1__0'].map((x) =>
        looseInteger(x, 9),
      ),
    ).toEqual(Array.from({ length: 10 }, () => 9));
  });

  it('are real where Python reads them so', () => {
    expect(
      [2.5, '2.5', ' .5 ', '5.', '1e3', '-1.5E-2', '1_0.0_1', false].map((x) => looseFloat(x, 9)),
    ).toEqual([2.5, 2.5, 0.5, 5, 1000, -0.015, 10.01, 0]);
    expect(['inf', '-Infinity', '+inf'].map((x) => looseFloat(x, 9))).toEqual([
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect(looseFloat('nan', 9)).toBeNaN();
    expect(['', '.', 'e5', '0x10', 'x', null, [], '1e'].map((x) => looseFloat(x, 9))).toEqual(
      Array.from({ length: 8 }, () => 9),
    );
  });
});

describe('what an assignment grants', () => {
  it('is the largest world that it names, at least one card', () => {
    expect(worldOf({})).toBe(1);
    expect(worldOf({ required_gpus: 2, planned_gpu_count: 5, planned_world_size: '3' })).toBe(5);
    expect(worldOf({ planned_world_size: '8' })).toBe(8);
    expect(worldOf({ required_gpus: -4 })).toBe(1);
  });

  it('is sequence by batch by world in tokens a step', () => {
    expect([DEFAULT_SEQUENCE, DEFAULT_BATCH]).toEqual([2048, 1]);
    expect(tokensPerStepOf({})).toBe(2048);
    expect(tokensPerStepOf({ required_gpus: 8, batch_size: '4' })).toBe(65_536);
    expect(tokensPerStepOf({ sequence_length: 0, batch_size: -1 })).toBe(1);
  });
});

describe("a worker's cards", () => {
  it('are counted by the first number that is there, else by a list', () => {
    expect(gpuCount({ gpu_count: 'x', world_size: 3, n_gpus: 4 })).toBe(3);
    expect(gpuCount({ gpu_count: -1, n_gpus: 4 })).toBe(4);
    expect(gpuCount({ gpu_count: 0, gpu_indices: [1] })).toBe(0);
    expect(gpuCount({ gpu_indices: [0, 1] })).toBe(2);
    expect(gpuCount({ gpu_ids: [0], device_group: [0, 1, 2] })).toBe(1);
    expect(gpuCount({ gpu_indices: ' ', device_group: '0, 1,,2' })).toBe(3);
    expect(gpuCount({})).toBe(0);
  });

  it('fit into the memory with a tenth of slack', () => {
    expect(VRAM_SLACK).toBe(0.1);
    const of = (total: number) =>
      vramCapacity({ min_vram_mb: 100, total_vram_mb: total, gpu_count: 7 });

    expect([of(189), of(190), of(200), of(290), of(5)]).toEqual([1, 2, 2, 3, 1]);
    expect(vramCapacity({ vram_mb: 100, total_vram_mb: 400 })).toBe(4);
    expect(vramCapacity({ min_vram_mb: 0, vram_mb: 100, total_vram_mb: 400 })).toBe(4);
    expect(vramCapacity({ min_vram_mb: 100, gpu_count: 7 })).toBe(7);
    expect(vramCapacity({ total_vram_mb: 100, gpu_count: 0 })).toBe(1);
  });

  it('have a speed limit by the smallest of them', () => {
    expect(SPEED_CAPS).toEqual([
      [170_000, 35_000],
      [90_000, 25_000],
      [75_000, 18_000],
    ]);
    expect(LEAST_SPEED_CAP).toBe(12_000);
    const at = (vram: number) => speedCapOf({ min_vram_mb: vram });
    expect([170_000, 169_999, 90_000, 89_999, 75_000, 74_999].map(at)).toEqual([
      35_000, 25_000, 25_000, 18_000, 18_000, 12_000,
    ]);
    expect(speedCapOf({})).toBe(12_000);
  });
});

describe('the claims of a receipt', () => {
  it.each([
    ['claimed_world_size_within_assignment', 'world_size', 1],
    ['claimed_gpu_count_within_assignment', 'gpu_count', 1],
    ['claimed_planned_world_size_within_assignment', 'planned_world_size', 1],
    ['claimed_tokens_per_step_within_assignment', 'tokens_per_step', 2048],
    ['tokens_per_sec_within_resource_cap', 'tokens_per_sec', 18_000],
  ])('hold %s up to the limit', (name, field, limit) => {
    expect(failed({ [field]: limit })).toEqual([]);
    expect(failed({ [field]: limit + 1 })).toEqual([name]);
  });

  it('let one step of tokens more than the steps hold, also for the fragment', () => {
    expect(failed({ tokens: 22_528, local_steps: 10 })).toEqual([]);
    expect(failed({ tokens: 22_529, local_steps: 10 })).toEqual([
      'claimed_tokens_fit_local_steps',
      'fragment_tokens_fit_fragment_steps',
    ]);
    expect(failed({ fragment_trained_tokens: 4096, fragment_local_steps: 1 })).toEqual([]);
    expect(failed({ fragment_trained_tokens: 4097, fragment_local_steps: 1 })).toEqual([
      'fragment_tokens_fit_fragment_steps',
    ]);
    expect(failed({ tokens: 9000, local_steps: 4, fragment_local_steps: 1 })).toEqual([
      'fragment_tokens_fit_fragment_steps',
    ]);
    expect(failed({ tokens: 2048, local_steps: -7 })).toEqual([]);
    expect(failed({ tokens: 2049, local_steps: 0, fragment_local_steps: 3 })).toEqual([
      'claimed_tokens_fit_local_steps',
    ]);
  });

  it('of cards need the memory for them', () => {
    expect(failed({}, {}, { ...card, gpu_count: 2 })).toEqual([
      'worker_gpu_count_within_vram_capacity',
    ]);
    expect(failed({}, {}, { ...card, gpu_count: 2, total_vram_mb: 152_000 })).toEqual([]);
  });

  it('scale with the world', () => {
    const report = checkResources({ required_gpus: 8 }, { tokens_per_sec: '144000' }, card);

    expect(report).toMatchObject({
      ok: true,
      failed: [],
      world: 8,
      tokensPerStep: 16_384,
      tokensPerSecCap: 144_000,
    });
  });

  it('that are no number count as absent', () => {
    expect(failed({ tokens_per_sec: NaN, tokens: 'many', world_size: {} })).toEqual([]);
    expect(failed({ tokens_per_sec: -5, world_size: -5 })).toEqual([]);
  });

  it('never crash the check', () => {
    const anything = fc.dictionary(
      fc.constantFrom('tokens', 'world_size', 'tokens_per_sec', 'gpu_count', 'gpu_ids', 'vram_mb'),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, anything, (claims, worker) => {
        const report = checkResources({}, claims, worker);

        expect(report.ok).toBe(report.failed.length === 0);
        expect(report.tokensPerSecCap).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the generalisation gate', () => {
  const reasons = (metrics: Record<string, unknown>, policy = {}) =>
    generalizationGate(metrics, policy).reasons;

  it('has its limits, and a value on a limit passes', () => {
    expect([LEAST_TRAIN_DELTA, RANDOM_REGRESSION, LARGEST_GAP]).toEqual([-0.05, 0.02, 0.1]);
    expect(reasons({ train_delta: -0.05 })).toEqual([]);
    expect(reasons({ train_delta: -0.0501 })).toEqual(['train loss regression too large']);
    expect(reasons({ random_delta: -0.02 })).toEqual([]);
    expect(reasons({ random_delta: -0.0201 })).toEqual(['random loss regression too large']);
    expect(reasons({ train_delta: 0.1, random_delta: 0 })).toEqual([]);
    expect(reasons({ train_delta: 0.1001, heldout_delta: 0 })).toEqual([
      'train/random generalization gap too large',
    ]);
    const exact = { train_loss_before: 3, train_loss_after: 2.9, random_delta: 0 };
    expect(generalizationGate(exact)).toMatchObject({ status: 'fail', gap: 0.10000000000000009 });
  });

  it('prefers losses to given deltas and names them in its report', () => {
    expect(
      generalizationGate({
        loss_first: 2,
        loss_last: 1.5,
        train_delta: 9,
        eval_loss_before: 1,
        eval_loss_after: 0.5,
      }),
    ).toEqual({
      status: 'pass',
      reasons: [],
      deltaNorm: null,
      trainDelta: 0.5,
      randomDelta: 0.5,
      gap: 0,
      quality: 1,
    });
    expect(generalizationGate({ loss_first: 2, train_delta: 0.01 }).trainDelta).toBe(0.01);
    expect(generalizationGate({ loss_last: 2, train_delta: 0.01 }).trainDelta).toBe(0.01);
    for (const [before, after] of [
      ['random_loss_before', 'random_loss_after'],
      ['heldout_loss_before', 'heldout_loss_after'],
      ['heldout_loss_before', 'heldout_loss'],
    ] as const) {
      expect(generalizationGate({ [before]: 2, [after]: 1.75 }).randomDelta).toBe(0.25);
    }
    expect(
      generalizationGate({ train_loss_before: Infinity, loss_first: 1, train_loss_after: '0.5' })
        .trainDelta,
    ).toBe(0.5);
  });

  it('asks for both deltas only when they are required', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({}, { requireMetrics: true })).toEqual([
      'missing train loss delta',
      'missing random loss delta',
    ]);
    expect(generalizationGate({}, { requireMetrics: true }).quality).toBe(0);
    expect(generalizationGate({ train_delta: 0 })).toMatchObject({ randomDelta: null, gap: null });
    expect(generalizationGate({ random_delta: 0 })).toMatchObject({ trainDelta: null, gap: null });
  });

  it('tests a norm that is given', () => {
    for (const norm of [0, -1, NaN, Infinity, 'inf', 'x']) {
      expect(reasons({ delta_l2_norm: norm })).toEqual(['delta norm is not positive finite']);
    }
    expect(reasons({ delta_l2_norm: 1e-12 })).toEqual([]);
    expect(reasons({ delta_l2_norm: null })).toEqual([]);
  });

  it('lists every reason in order', () => {
    expect(
      reasons(
        { train_delta: -1, random_delta: -2, delta_l2_norm: 0, delta_l2_router: 2 },
        { largestRouterNorm: 1 },
      ),
    ).toEqual([
      'train loss regression too large',
      'random loss regression too large',
      'train/random generalization gap too large',
      'delta norm is not positive finite',
      'MoE router delta norm above policy',
    ]);
  });

  it.each([
    [
      'leastActiveExperts',
      { moe_train_active_experts: 4 },
      4,
      5,
      'MoE active expert count below policy',
    ],
    [
      'leastRouterEntropy',
      { moe_train: { router_entropy_normalized: 0.5 } },
      0.5,
      0.6,
      'MoE router entropy below policy',
    ],
    [
      'largestExpertUsage',
      { moe_train_expert_usage_max_fraction: 0.5 },
      0.5,
      0.4,
      'MoE expert usage concentration above policy',
    ],
    [
      'leastEntropyDelta',
      {
        moe_train: { router_entropy_normalized: 0.25 },
        moe_train_before: { router_entropy_normalized: 0.5 },
      },
      -0.25,
      -0.2,
      'MoE router entropy dropped below policy',
    ],
    [
      'largestUsageDelta',
      {
        moe_train_expert_usage_max_fraction: 0.5,
        moe_train_before_expert_usage_max_fraction: 0.25,
      },
      0.25,
      0.2,
      'MoE expert usage concentration increased above policy',
    ],
    [
      'largestExpertDrop',
      { moe_train_active_experts: 3, moe_train_before_active_experts: 4 },
      0.25,
      0.2,
      'MoE active expert count dropped above policy',
    ],
    ['largestRouterNorm', { delta_l2_router: 2 }, 2, 1, 'MoE router delta norm above policy'],
    ['largestExpertNorm', { delta_l2_experts: 2 }, 2, 1, 'MoE expert delta norm above policy'],
  ])('holds %s where it is set', (name, metrics, ok, tooStrict, reason) => {
    expect(reasons(metrics)).toEqual([]);
    expect(reasons(metrics, { [name]: ok })).toEqual([]);
    expect(reasons(metrics, { [name]: tooStrict })).toEqual([reason]);
    expect(reasons({}, { [name]: tooStrict })).toEqual([]);
  });

  it('measures a change of the experts only from two numbers', () => {
    const entropy = { leastEntropyDelta: 0.9, largestUsageDelta: -0.9, largestExpertDrop: -5 };

    expect(
      reasons(
        {
          moe_train_router_entropy_normalized: 0.5,
          moe_train_expert_usage_max_fraction: 0.5,
          moe_train_active_experts: 1,
        },
        entropy,
      ),
    ).toEqual([]);
    expect(reasons({ moe_train_before_active_experts: 4 }, entropy)).toEqual([]);
    expect(
      reasons(
        { moe_train_active_experts: 0.5, moe_train_before_active_experts: 1 },
        { largestExpertDrop: 0.4 },
      ),
    ).toEqual(['MoE active expert count dropped above policy']);
  });

  it('names every missing number of the experts where they are required', () => {
    expect(reasons({}, { requireMoeMetrics: true })).toEqual([
      'missing MoE active expert metrics',
      'missing baseline MoE active expert metrics',
      'missing MoE router entropy metrics',
      'missing baseline MoE router entropy metrics',
      'missing MoE expert usage concentration metrics',
      'missing baseline MoE expert usage concentration metrics',
    ]);
    expect(
      reasons(
        { moe_train_active_experts: 1, moe_train_before_active_experts: 0 },
        { largestExpertDrop: -5 },
      ),
    ).toEqual([]);
  });
});
