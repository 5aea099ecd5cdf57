import { describe, expect, it } from 'vitest';
import { judgeTools } from '../../../../src/subnets/iota/judge-tools.ts';
import type { Judgement } from '../../../../src/subnets/judge-page.ts';

async function judge(tool: string, input: unknown): Promise<Judgement> {
  const judgement = await judgeTools[tool]?.(input);
  if (!judgement) throw new Error(`${tool} has no run`);
  return judgement;
}

describe('the reproduction desk', () => {
  const validator = [3, 1, -2, 4];
  const check = (miner: unknown, more: object = {}) =>
    judge('reproduction', { kind: 'activation', validator, miner, ...more });

  it('takes nested tensors and says that a short one only needs its length', async () => {
    const { score, improvements } = await check([
      [1.5, 0.5],
      [-1, 2],
    ]);

    expect(score.value).toBe(-3);
    expect(improvements[0]).toEqual({ text: 'Multiply everything by 2.0000', gain: 4 });
  });

  it('finds the fewest values that must be put right', async () => {
    const { improvements } = await check([-3, 1, -2, 4]);

    expect(improvements).toEqual([
      {
        text: 'Put right the values that are furthest off: 1 are enough',
        gain: 4,
      },
    ]);
  });

  it('counts an activation that never came like a wrong one', async () => {
    const { score, findings } = await check(undefined);

    expect([score.value, findings]).toEqual([-3, []]);
  });

  it('wants the optimizer states of weights, and has no advice where they decide', async () => {
    const weights = { kind: 'weights' };
    await expect(check(validator, weights)).rejects.toMatchObject({ code: 'input.malformed' });

    const { score, improvements } = await check(validator, { ...weights, optimizer_cosine: 0.8 });
    expect([score.value, improvements]).toEqual([-3, []]);
  });

  it('names the tensor whose length is wrong', async () => {
    await expect(check([1])).rejects.toThrow('miner: 1 values, 4 are expected');
  });
});

describe('the merge desk', () => {
  const input = {
    epoch: 0,
    weights: [1, 2],
    gradients: [[0.1, 0.1]],
    factors: [1],
    entry: 0,
  };

  it('names the first value on which an answer differs', async () => {
    const merged = (await judge('merge', input)).tables?.[0]?.rows.map((row) => row[5]);
    const agreeing = await judge('merge', { ...input, answer: merged });
    const wrong = await judge('merge', { ...input, answer: [merged?.[0], 0] });

    expect(agreeing.findings.at(-1)).toMatchObject({ value: 0, state: 'pass' });
    expect(wrong.findings.at(-1)).toMatchObject({
      value: 1,
      state: 'fail',
      note: `Entry 1 is 0, and should be ${String(merged?.[1])}.`,
    });
  });

  it.each([
    [{ gradients: [[1]] }, 'gradients.0: 1 values, 2 are expected'],
    [{ factors: [1, 1] }, 'factors: 2 values, 1 are expected'],
    [{ factors: [0] }, 'factors: the sum must be above 0'],
    [{ buffer: [1] }, 'buffer: 1 values, 2 are expected'],
    [{ entry: 2 }, 'entry: 2 is not one of 2 values'],
  ])('refuses %j', async (change, message) => {
    await expect(judge('merge', { ...input, ...change })).rejects.toThrow(message);
  });
});

describe('the pairing desk', () => {
  const input = { rule: 'today', miners: 8, stages: 2, values: 10 };

  it('lays the worked example out as a grid', async () => {
    const { drawing } = await judge('pairing', input);

    expect(drawing).toEqual({
      kind: 'pairs',
      miners: ['0', '1', '2', '3'],
      pairs: [
        [0, 3],
        [0, 1],
        [0, 1],
        [1, 2],
        [3, 2],
        [3, 2],
        [2, 0],
        [1, 3],
      ],
    });
  });

  it('gives a lone miner everything, and asks for a number where the formula gives none', async () => {
    const lone = { ...input, miners: 1 };
    await expect(judge('pairing', lone)).rejects.toThrow('partitions: fewer miners than stages');

    const { tables } = await judge('pairing', { ...lone, partitions: 2 });
    expect(tables?.[0]?.rows).toEqual([
      [0, 0, 5, '0', null],
      [1, 5, 10, '0', null],
    ]);
  });

  it('refuses more than it can show', async () => {
    await expect(judge('pairing', { ...input, miners: 1024 })).rejects.toThrow(/^miners: 512/);
    await expect(judge('pairing', { ...input, rule: 'all', stage_miners: 33 })).rejects.toThrow(
      /^stage_miners: 33/,
    );
  });
});

describe('the desk of pay and runs', () => {
  it('says what more work and a lower burn bring', async () => {
    const { improvements } = await judge('pay', {
      score: 10,
      run_total: 100,
      burn: 0.8,
      share: 1,
      allocation: 1,
    });

    expect(improvements.map(({ gain }) => gain)).toEqual([
      expect.closeTo((11 / 101) * 0.2 - 0.02, 12),
      expect.closeTo(0.01, 12),
    ]);
    const none = { score: 0, run_total: 0, burn: 0, share: 1, allocation: 1 };
    expect((await judge('pay', none)).score.value).toBe(0);
    await expect(judge('pay', { ...none, score: 1 })).rejects.toThrow(/^score: 1 is more/);
  });

  it('says where a newcomer earns more', async () => {
    const run = { incentive_perc: 0.5, burn_factor: 0.2, tier: 1 };
    const runs = [
      { ...run, run_id: 'full', num_miners: 9 },
      { ...run, run_id: 'empty', num_miners: 3 },
    ];
    const { improvements } = await judge('runs', { runs, pool: false, current: 'full' });

    expect(improvements).toEqual([{ text: 'Join empty', gain: expect.closeTo(0.06, 12) }]);
    expect((await judge('runs', { runs, pool: true })).score.value).toBeNull();
  });

  it('sets nothing where all sums are 0', async () => {
    const { score } = await judge('weights', { scores: [[1, 0]], uid: 1 });

    expect([score.value, score.note]).toEqual([null, 'All sums are 0: nothing is set.']);
  });
});
