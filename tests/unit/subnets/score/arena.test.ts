import { describe, expect, it } from 'vitest';
import { arenaShares } from '../../../../src/subnets/score/arena.ts';
import { windowMean } from '../../../../src/subnets/score/scoring/winner.ts';
import type { ArenaEntry } from '../../../../src/subnets/contract.ts';

function entry(deviceKey: string, registeredMs: number, score: number, count = 40): ArenaEntry {
  const scores = Array.from({ length: count }, (_, i) => ({ taskId: `task-${i}`, score }));
  return { deviceKey, registeredMs, scores };
}

describe('the arena', () => {
  it('gives everything to the highest mean', () => {
    const shares = arenaShares([entry('a', 1, 0.1), entry('b', 2, 0.3)]);

    expect([...shares]).toEqual([['b', 1]]);
  });

  it('gives it to the earlier device when the leader scores alike', () => {
    const shares = arenaShares([entry('late', 9, 0.17), entry('early', 2, 0.15)]);

    expect([...shares]).toEqual([['early', 1]]);
  });

  it('keeps the leader when both never did the same tasks', () => {
    const early = entry('early', 2, 0.15);
    const elsewhere = {
      ...early,
      scores: early.scores.map(({ score }, i) => ({ taskId: `other-${i}`, score })),
    };

    expect([...arenaShares([entry('late', 9, 0.17), elsewhere])]).toEqual([['late', 1]]);
  });

  it('gives nothing to anybody with fewer than 30 measured units', () => {
    const unmeasured = entry('b', 1, 0, 100);

    expect(arenaShares([entry('a', 1, 0.2, 29), unmeasured]).size).toBe(0);
    expect(arenaShares([]).size).toBe(0);
    expect(arenaShares([entry('a', 1, 0.2, 30)]).get('a')).toBe(1);
  });

  it('does not depend on the order of the entries', () => {
    const entries = [entry('a', 3, 0.2), entry('b', 2, 0.2), entry('c', 1, 0.01)];

    expect([...arenaShares(entries)]).toEqual([...arenaShares(entries.toReversed())]);
  });
});

describe('the mean of a window', () => {
  const zeros = (count: number): number[] => Array<number>(count).fill(0);
  const ones = (count: number): number[] => Array<number>(count).fill(1);

  it('forgives a young commitment at most five leading zeros', () => {
    expect(windowMean([...zeros(5), ...ones(30)], true)).toBe(1);
    expect(windowMean([...zeros(6), ...ones(30)], true)).toBeCloseTo(30 / 31, 12);
    expect(windowMean([...zeros(5), ...ones(30)], false)).toBeCloseTo(30 / 35, 12);
  });

  it('needs 30 samples after that', () => {
    expect(windowMean([...zeros(5), ...ones(29)], true)).toBeNull();
    expect(windowMean(ones(29), false)).toBeNull();
  });
});
