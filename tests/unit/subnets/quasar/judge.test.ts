import { describe, expect, test } from 'vitest';
import {
  GOOD_EVALUATION,
  JOB,
  NARROW_EVALUATION,
  OPPOSITE_UPDATES,
  RECORDED_REFERENCE,
  RECORDED_ROUND,
  THREE_EVENTS,
  WRAPPED_TENSORS,
  receiptOf,
  shiftedBy,
} from '../../../../src/subnets/quasar/judge/examples.ts';
import { judgeLeague } from '../../../../src/subnets/quasar/judge/league.ts';
import { judgeLogits } from '../../../../src/subnets/quasar/judge/logits.ts';
import { judgeMerge } from '../../../../src/subnets/quasar/judge/merge.ts';
import { judgePlan } from '../../../../src/subnets/quasar/judge/plan.ts';
import { judgeUpdate } from '../../../../src/subnets/quasar/judge/update.ts';
import { judgeWindow } from '../../../../src/subnets/quasar/judge/window.ts';

describe('an update', () => {
  const judge = (tokens: number, steps: number, evaluation: object = GOOD_EVALUATION) =>
    judgeUpdate({ job: JOB, receipt: receiptOf(tokens, steps), evaluation });

  test('says by how much one step more would weigh', () => {
    expect(judge(8192, 4).improvements).toMatchObject([{ gain: 10_240 ** 2 / 5 - 8192 ** 2 / 4 }]);
  });

  test('with a token too many gains all by claiming one less', () => {
    const { findings, improvements } = judge(22_529, 10);
    const failed = findings[0]?.children?.filter(({ state }) => state === 'fail');

    expect(failed).toMatchObject([
      { name: 'claimed_tokens_fit_local_steps', value: 22_529, rule: '≤ 22528' },
      { name: 'fragment_tokens_fit_fragment_steps', value: 22_529, rule: '≤ 22528' },
    ]);
    expect(improvements[0]?.gain).toBeCloseTo(22_528 ** 2 / 10, 6);
  });

  test('that fails the gate carries the reason in the words of the validators', () => {
    const { findings, improvements } = judge(8192, 4, NARROW_EVALUATION);

    expect(findings[1]?.children?.at(-1)).toEqual({
      name: 'train/random generalization gap too large',
      state: 'fail',
    });
    expect(improvements).toMatchObject([{ gain: 8192 ** 2 / 4 }]);
  });

  test('names the field that cannot be read', () => {
    const receipt = { ...receiptOf(1, 1), job_id: 'another' };

    expect(() => judgeUpdate({ job: JOB, receipt, evaluation: {} })).toThrow(
      'receipt: job_id is another, the job has job-1',
    );
  });
});

describe('a plan', () => {
  test('shows names without wrappers, their kinds and their fragments', () => {
    const { tables } = judgePlan({ tensors: WRAPPED_TENSORS, count: 3 });

    expect(tables?.[1]?.rows.slice(0, 3)).toEqual([
      ['embed_tokens.weight', 'embedding', 4096, 0],
      ['layers.0.attn.q_proj.weight', 'attention', 2048, 0],
      ['layers.0.mlp.gate_proj.weight', 'router', 3072, 2],
    ]);
  });
});

describe('a merge', () => {
  test('of opposite updates leaves the state as it was', () => {
    const { score, tables } = judgeMerge({
      updates: OPPOSITE_UPDATES,
      state: { w: [0.5, 0.5, 0.5] },
      rate: 1,
      nesterov: true,
    });

    expect(score.value).toBe(0);
    expect(tables?.[0]?.rows.map((row) => row.at(-1))).toEqual([0.5, 0.5, 0.5]);
  });
});

describe('a window', () => {
  const window = { events: THREE_EVENTS, failures: [], half_life: 0, window: 256 };

  test('says what a failure costs and what another update brings', () => {
    const { improvements } = judgeWindow({
      ...window,
      failures: [{ hotkey: '5B', units: 60 }],
      hotkey: '5B',
    });

    expect(improvements.map(({ gain }) => gain)).toEqual([
      expect.closeTo(125 / 350 - 65 / 290, 12),
      expect.closeTo(140 / 365 - 65 / 290, 12),
    ]);
  });

  test('of nobody says that a validator weights itself', () => {
    const { score } = judgeWindow({ ...window, events: [], hotkey: '5A' });

    expect(score.value).toBe(0);
    expect(score.note).toContain('itself');
  });
});

describe('a logit check', () => {
  test('tells an offset, which changes nothing, from another model', () => {
    const judge = (miner: readonly number[]) =>
      judgeLogits({ miner, reference: RECORDED_REFERENCE }).improvements;

    expect(judge(shiftedBy(0.2))).toHaveLength(1);
    expect(judge(RECORDED_REFERENCE.toReversed())).toEqual([]);
  });
});

describe('a round', () => {
  test('pays the next place or the next league what ranking again gives', () => {
    const { improvements } = judgeLeague({ submissions: RECORDED_ROUND, id: 1 });

    expect(improvements).toMatchObject([
      { text: expect.stringContaining('10001'), gain: 0.25 },
      { text: expect.stringContaining('200k'), gain: 0.6 },
    ]);
  });

  test('names why a submission is left out', () => {
    const previous = { tokens_per_sec: 5000, seq_len: 300_000 };
    const { findings, score } = judgeLeague({ submissions: RECORDED_ROUND, previous, id: 7 });

    expect(score.value).toBe(0);
    expect(findings).toContainEqual(
      expect.objectContaining({ state: 'fail', note: 'not above the previous winner' }),
    );
  });

  test('refuses a number that nobody has', () => {
    expect(() => judgeLeague({ submissions: RECORDED_ROUND, id: 99 })).toThrow('id: no submission');
  });
});
