import { describe, expect, it } from 'vitest';
import { arenaShares } from '../../../../src/subnets/score/arena.ts';
import { privateShares } from '../../../../src/subnets/score/scoring/private-shares.ts';
import { windowMean } from '../../../../src/subnets/score/scoring/winner.ts';
import type { ArenaEntry } from '../../../../src/subnets/contract.ts';

interface Scores {
  readonly player?: number;
  readonly ball?: number;
}

/** A device whose units score the same each time; `count` of them. */
function entry(
  deviceKey: string,
  registeredMs: number,
  { player, ball }: Scores,
  count = 40,
): ArenaEntry {
  const contests = {
    ...(player === undefined ? {} : { 'PlayerDetect.weight_score': player }),
    ...(ball === undefined ? {} : { 'BallDetect.weight_score': ball }),
  };
  const scores = Array.from({ length: count }, (_, i) => ({
    taskId: `task-${i}`,
    score: 0,
    contests,
  }));
  return { deviceKey, registeredMs, scores };
}

describe('the arena', () => {
  it('gives each element to its highest mean, by its weight', () => {
    const shares = arenaShares([
      entry('a', 1, { player: 0.1, ball: 0.2 }),
      entry('b', 2, { player: 0.3, ball: 0.01 }),
    ]);

    expect(shares.get('b')).toBeCloseTo(0.6, 12);
    expect(shares.get('a')).toBeCloseTo(0.4, 12);
  });

  it('gives an element to the earlier device when the leader scores alike', () => {
    const shares = arenaShares([
      entry('late', 9, { player: 0.17 }),
      entry('early', 2, { player: 0.15 }),
    ]);

    expect([...shares]).toEqual([['early', 1]]);
  });

  it('asks for more of a difference where the baseline is high', () => {
    // θ 0.78 allows 0.1453 × 0.4 = 0.058 and θ 0.80 allows 0.148 × 0.4 = 0.0592.
    const shares = arenaShares([
      entry('late', 9, { player: 0.4, ball: 0.4 }),
      entry('early', 2, { player: 0.3415, ball: 0.3415 }),
    ]);

    expect(shares.get('late')).toBeCloseTo(0.6, 12);
    expect(shares.get('early')).toBeCloseTo(0.4, 12);
  });

  it('keeps the leader when both never did the same tasks', () => {
    const early = entry('early', 2, { player: 0.15 });
    const elsewhere = {
      ...early,
      scores: early.scores.map((one, i) => ({ ...one, taskId: `other-${i}` })),
    };

    expect([...arenaShares([entry('late', 9, { player: 0.17 }), elsewhere])]).toEqual([
      ['late', 1],
    ]);
  });

  it('gives nothing to anybody with fewer than 30 measured units', () => {
    const unmeasured = entry('b', 1, {}, 100);

    expect(arenaShares([entry('a', 1, { player: 0.2 }, 29), unmeasured]).size).toBe(0);
    expect(arenaShares([]).size).toBe(0);
    expect(arenaShares([entry('a', 1, { player: 0.2 }, 30)]).get('a')).toBe(1);
  });

  it('leaves the purse of an element unpaid when nobody has samples enough of it', () => {
    const few = entry('b', 2, { ball: 0.5 }, 29);

    expect(arenaShares([entry('a', 1, { player: 0.2 }), few]).get('a')).toBeCloseTo(0.6, 12);
  });

  it('does not depend on the order of the entries', () => {
    const entries = [
      entry('a', 3, { player: 0.2 }),
      entry('b', 2, { player: 0.2 }),
      entry('c', 1, { player: 0.01 }),
    ];

    expect([...arenaShares(entries)]).toEqual([...arenaShares(entries.toReversed())]);
  });
});

describe('a private element', () => {
  const entrant = (id: string, score: number, count = 30) => ({
    contender: { id, hotkey: id, committed: 1, recent: new Map(), history: new Map() },
    scores: Array<number>(count).fill(score),
    young: false,
  });
  const SHARES = [0.8, 0.15, 0.05];

  it('pays the three best by rank', () => {
    const entrants = [
      entrant('c', 0.1),
      entrant('a', 0.9),
      entrant('d', 0.05),
      entrant('b', 0.5),
      entrant('few', 1, 29),
    ];

    expect([...privateShares(entrants, SHARES)]).toEqual([
      ['a', 0.8],
      ['b', 0.15],
      ['c', 0.05],
    ]);
  });

  it('pays nobody for a mean of nothing', () => {
    expect([...privateShares([entrant('a', 0.5), entrant('b', 1e-13)], SHARES)]).toEqual([
      ['a', 0.8],
    ]);
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
