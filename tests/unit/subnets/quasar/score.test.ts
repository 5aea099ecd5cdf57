import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import { scoreUpdate } from '../../../../src/subnets/quasar/score.ts';
import { parseInput, parseResult } from '../../../../src/subnets/quasar/task.ts';
import { claimFault, fragmentFault } from '../../../../src/subnets/quasar/verify.ts';

const HASH = 'a'.repeat(64);
const job = {
  job_id: 'j',
  run_id: 'r',
  round_id: 3,
  global_step: 7,
  assigned_hotkey: '5A',
  created_unix: 1,
  deadline_unix: 901,
  task_params: { env: { QUASAR_BATCH_SIZE: '4' } },
  resource_requirements: { min_gpus: 1, gpu_count: 2, placement: 'single_host' },
  manifest_hash: HASH,
};
const digest = (name: string) => ({ name, uri: `s3://${name}`, sha256: HASH, size_bytes: 8 });
const receipt = {
  receipt_id: 'x',
  manifest_hash: HASH,
  job_id: 'j',
  run_id: 'r',
  round_id: 3,
  global_step: 7,
  worker: {
    hotkey_ss58: '5A',
    worker_id: 'w',
    capabilities: { gpu_count: 2, min_vram_mb: 81_559 },
  },
  output_digests: [digest('fragment_update'), digest('fragment_manifest')],
  started_unix: 5,
  finished_unix: 9,
  claimed_tokens: 65_536,
  claimed_local_steps: 4,
  metrics: { tokens_per_sec: 30_000, tokens: 1, local_steps: 1 },
};
const losses = { train_delta: 0.05, random_delta: 0.02, delta_l2_norm: 1 };

describe('a training job', () => {
  it('names the field at fault', () => {
    expect(parseInput(job).attempt).toBe(0);
    expect(() => parseInput({ ...job, round_id: -1 })).toThrow(
      expect.objectContaining({
        code: 'input.malformed',
        message: expect.stringMatching(/^round_id/),
      }),
    );
    expect(() => parseInput({ ...job, manifest_hash: 'x' })).toThrow(/^manifest_hash/);
    expect(() => parseInput(null)).toThrow();
  });
});

describe('a receipt', () => {
  const input = parseInput(job);

  it('answers its job', () => {
    expect(parseResult(receipt, input).claimed_tokens).toBe(65_536);
    expect(parseResult({ ...receipt, finished_unix: 5 }, input).finished_unix).toBe(5);
  });

  it.each([
    [{ job_id: 'k' }, 'job_id is k, the job has j'],
    [{ run_id: 'k' }, 'run_id is k, the job has r'],
    [{ round_id: 4 }, 'round_id is 4, the job has 3'],
    [{ global_step: 8 }, 'global_step is 8, the job has 7'],
    [{ manifest_hash: 'b'.repeat(64) }, 'manifest_hash is b'],
    [{ finished_unix: 4 }, 'finished_unix 4 is before 5'],
    [{ claimed_tokens: -1 }, 'claimed_tokens'],
    [{ output_digests: [digest('fragment_update')] }, 'output_digests has no fragment_manifest'],
    [{ output_digests: [digest('fragment_manifest')] }, 'output_digests has no fragment_update'],
    [{ output_digests: [] }, 'output_digests'],
    [
      { worker: { hotkey_ss58: '5B', worker_id: 'w' } },
      'worker.hotkey_ss58 is 5B, the job went to 5A',
    ],
  ])('is refused with the field at fault %#', (change, message) => {
    expect(() => parseResult({ ...receipt, ...change }, input)).toThrow(
      expect.objectContaining({
        code: 'submission.malformed',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('the score of an update', () => {
  const input = parseInput(job);
  const parsed = parseResult(receipt, input);

  it('is its work weight when the claims fit and the gate passes', () => {
    const score = scoreUpdate(input, parsed, losses);

    expect(score).toMatchObject({
      accepted: true,
      quality: 1,
      weight: 65_536 ** 2 / 4,
      reasons: [],
    });
    expect(score.sanity).toMatchObject({
      world: 2,
      tokensPerStep: 16_384,
      tokensPerSecCap: 36_000,
    });
    expect(score.components).toEqual([
      { name: 'resource_sanity', value: 1, weight: 1, label: 'exact' },
      { name: 'generalization', value: 1, weight: 1, label: 'exact' },
      { name: 'work_weight', value: 65_536 ** 2 / 4, weight: 1, label: 'exact' },
    ]);
  });

  it("takes tokens and steps from the receipt's own fields, not from its metrics", () => {
    const greedy = { ...parsed, claimed_tokens: 65_537 + 16_384 };

    expect(scoreUpdate(input, greedy, losses)).toMatchObject({
      accepted: false,
      quality: 0,
      weight: 0,
      reasons: ['claimed_tokens_fit_local_steps', 'fragment_tokens_fit_fragment_steps'],
    });
  });

  it('is nothing when the gate fails, and needs both losses', () => {
    expect(scoreUpdate(input, parsed, {})).toMatchObject({
      accepted: false,
      weight: 0,
      reasons: ['missing train loss delta', 'missing random loss delta'],
    });
    expect(scoreUpdate(input, parsed, {}, {}).accepted).toBe(true);
  });

  it('reads the signed environment', () => {
    const wide = parseInput({
      ...job,
      task_params: {
        planned_gpu_count: 3,
        env: { QUASAR_PLANNED_WORLD_SIZE: '5', QUASAR_SEQUENCE_LENGTH: '4096' },
      },
    });

    expect(scoreUpdate(wide, parsed, losses).sanity).toMatchObject({
      world: 5,
      tokensPerStep: 20_480,
    });
    const planned = parseInput({ ...job, task_params: { planned_gpu_count: 3 } });
    expect(scoreUpdate(planned, parsed, losses).sanity.world).toBe(3);
  });
});

describe('the structure of a fragment', () => {
  const data = Float32Array.from([1, -2]);
  const raw = Uint8Array.from([0, 0, 128, 63, 0, 0, 0, 192]);
  const entry = {
    name: 'w',
    shape: [2],
    dtype: 'float32' as const,
    numel: 2,
    nbytes: 8,
    sha256: sha256Hex(raw),
  };
  const tensors = new Map([['w', { shape: [2], data }]]);

  it('is sound when names, shapes, hashes and numbers are', () => {
    expect(fragmentFault([entry], tensors)).toBeNull();
    expect(fragmentFault([], new Map())).toBeNull();
  });

  it('is told by its first fault', () => {
    expect(fragmentFault([], tensors)).toBe('tensor names differ: missing [], extra [w]');
    expect(fragmentFault([entry, { ...entry, name: 'a' }], new Map())).toBe(
      'tensor names differ: missing [a, w], extra []',
    );
    expect(fragmentFault([{ ...entry, shape: [1, 2] }], tensors)).toBe(
      'w: shape (2,), the manifest has (1, 2)',
    );
    expect(fragmentFault([{ ...entry, sha256: HASH }], tensors)).toBe('w: sha256 differs');
    const { sha256: _, ...open } = entry;
    const broken = new Map([['w', { shape: [2], data: Float32Array.from([1, NaN]) }]]);
    expect(fragmentFault([open], broken)).toBe('w: number 1 is NaN');
    const endless = new Map([['w', { shape: [2], data: Float32Array.from([Infinity, 1]) }]]);
    expect(fragmentFault([open], endless)).toBe('w: number 0 is Infinity');
  });
});

describe('a claim', () => {
  const claim = {
    run_id: 'r',
    learner_id: '5A:w',
    miner_hotkey: '5A',
    worker_id: 'w',
    job_id: 'j',
    fragment_id: 23,
    fragment_count: 24,
    target_local_step: 10,
    local_step: 10,
    previous_fragment_state_sha256: HASH,
    trained_tokens: 1,
    local_steps: 1,
  };
  const expected = { run_id: 'r', assigned_hotkey: '5A', state_sha256: HASH };

  it.each([
    [{}, null],
    [{ run_id: 'q' }, 'run q, expected r'],
    [{ miner_hotkey: '5B' }, "hotkey 5B, the job is 5A's"],
    [{ learner_id: '5A' }, 'learner 5A is not its worker'],
    [{ fragment_id: 24 }, 'fragment 24 of 24'],
    [{ local_step: 9 }, 'local step 9, at least 10 is asked for'],
    [{ local_step: 11 }, null],
    [{ previous_fragment_state_sha256: undefined }, 'the previous state is not the one handed out'],
  ])('is checked against what was handed out %#', (change, fault) => {
    expect(claimFault({ ...claim, ...change }, expected)).toBe(fault);
  });

  it('has no previous state at the first step', () => {
    const first = { ...claim, previous_fragment_state_sha256: null };

    expect(claimFault(first, { ...expected, state_sha256: null })).toBeNull();
  });
});
