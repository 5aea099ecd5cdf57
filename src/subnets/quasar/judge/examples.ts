// Made-up jobs with the specification's numbers, and recorded inputs of the validators' own code
// (tests/fixtures/conformance/24-quasar.json).

const HASH = 'a5'.repeat(32);
const HOTKEY = '5Example';

export const JOB = {
  job_id: 'job-1',
  run_id: 'run-1',
  round_id: 3,
  global_step: 7,
  assigned_hotkey: HOTKEY,
  created_unix: 1000,
  deadline_unix: 1900,
  task_params: { env: { QUASAR_SEQUENCE_LENGTH: 2048, QUASAR_BATCH_SIZE: 1 } },
  resource_requirements: { min_gpus: 1, gpu_count: 1 },
  manifest_hash: HASH,
};

const digest = (name: string) => ({
  name,
  uri: `updates/${name}`,
  sha256: HASH,
  size_bytes: 1024,
});

/** A receipt of the job with the given claims. */
export function receiptOf(tokens: number, steps: number) {
  return {
    receipt_id: 'receipt-1',
    manifest_hash: HASH,
    job_id: JOB.job_id,
    run_id: JOB.run_id,
    round_id: JOB.round_id,
    global_step: JOB.global_step,
    worker: {
      hotkey_ss58: HOTKEY,
      worker_id: 'w0',
      capabilities: { gpu_count: 1, min_vram_mb: 81_559, total_vram_mb: 81_559 },
    },
    output_digests: [digest('fragment_update'), digest('fragment_manifest')],
    started_unix: 1010,
    finished_unix: 1020,
    claimed_tokens: tokens,
    claimed_local_steps: steps,
    metrics: { tokens_per_sec: 9000 },
  };
}

export const GOOD_EVALUATION = { train_delta: 0.05, random_delta: 0.02, delta_l2_norm: 1.5 };
export const NARROW_EVALUATION = { train_delta: 0.2, random_delta: 0.05, delta_l2_norm: 1.5 };

const RECORDED_DELTA = {
  w: [1.3507, 0.3431, -1.163, -0.1871, -0.3395, -0.2277],
  b: [0.5969, -1.279],
};

/** Weights 3 and 1: 3 tokens in 3 steps and 1 in 1 weigh tokens² / steps. */
export const RECORDED_UPDATES = [
  { tokens: 3, steps: 3, delta: RECORDED_DELTA },
  {
    tokens: 1,
    steps: 1,
    delta: { w: [0.9667, -1.128, -0.1885, 0.887, 0.6637, -0.691], b: [1.7689, 0.3655] },
  },
];

export const OPPOSITE_UPDATES = [
  { tokens: 2048, steps: 1, delta: { w: [1, -2, 3] } },
  { tokens: 2048, steps: 1, delta: { w: [-1, 2, -3] } },
];

/** Bytes of ten tensors, the largest last. */
export const RECORDED_TENSORS = [100, 90, 90, 80, 10, 10, 10, 5, 5, 300].map(
  (bytes, layer): [string, number] => [`layers.${layer}.w`, bytes],
);

/** Names as a wrapped model gives them. */
export const WRAPPED_TENSORS: readonly [string, number][] = [
  ['module.embed_tokens.weight', 4096],
  ['module.layers.0._fsdp_wrapped_module.attn.q_proj.weight', 2048],
  ['module.layers.0._fsdp_wrapped_module.mlp.gate_proj.weight', 3072],
  ['module.layers.0._fsdp_wrapped_module.moe.expert.0.weight', 3072],
  ['module.layers.0._fsdp_wrapped_module.input_norm.weight', 64],
  ['module.lm_head.weight', 4096],
];

export const THREE_EVENTS = [
  [
    { learner: '5A:w0', weight: 100 },
    { learner: '5B:w0', weight: 50 },
  ],
  [{ learner: '5A:w0', weight: 100 }],
  [
    { learner: '5C', weight: 25 },
    { learner: '5B:w1', weight: 75 },
  ],
];

export const RECORDED_REFERENCE = [
  1.7296, 2.6671, 5.0049, -0.201, -5.883, 1.6343, -1.5991, -0.8899, 3.2901, 4.2418, -0.1025, 3.3923,
];

/** Every logit with the same offset. */
export function shiftedBy(offset: number): number[] {
  return RECORDED_REFERENCE.map((logit) => Number((logit + offset).toFixed(4)));
}

const kernel = (id: number, tokens_per_sec: number, seq_len: number, created_at: number) => ({
  id,
  tokens_per_sec,
  seq_len,
  created_at,
});

export const RECORDED_ROUND = [
  kernel(1, 10_000, 100_000, 5),
  kernel(2, 5000, 300_000, 3),
  kernel(3, 5000, 300_000, 3),
  { ...kernel(4, 9000, 1_000_000, 9), logit_ok: false },
  { ...kernel(5, 2000, 1_000_000, 9), logit_ok: true },
  { ...kernel(6, 9000, 1_000_000, 1), revealed: false },
  kernel(7, 5000, 300_000, 1),
];
