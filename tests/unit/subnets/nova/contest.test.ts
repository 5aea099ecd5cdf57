import { describe, expect, it } from 'vitest';
import {
  CONTEST,
  entryId,
  nextContest,
} from '../../../../src/subnets/nova/scoring/blueprint-contest.ts';
import type {
  Challenger,
  ContestEntry,
  ContestRule,
} from '../../../../src/subnets/nova/scoring/blueprint-contest.ts';

describe('nextContest', () => {
  const who = (hotkey: string, snapshotEpoch = 0) => ({
    hotkey,
    uid: 1,
    snapshotEpoch,
    coldkey: null,
    submissionName: null,
  });
  const rival = (hotkey: string, wins: number, scoreSum = 0): Challenger => ({
    ...who(hotkey),
    wins,
    scoreSum,
  });
  const entry = (hotkey: string, kind: ContestEntry['kind'] = 'challenger') => ({
    contestant: who(hotkey),
    kind,
  });
  const scores = (values: Record<string, number | null>) =>
    new Map(Object.entries(values).map(([hotkey, score]) => [`${hotkey}@0`, score]));
  const step = (
    challengers: Challenger[],
    values: Record<string, number | null>,
    entries: ContestEntry[] = [],
    rule: ContestRule = { ...CONTEST, keepsAbove: false },
  ) => nextContest({ champion: who('K'), challengers }, entries, scores(values), rule);
  const left = (result: ReturnType<typeof step>) =>
    result.state.challengers.map(({ hotkey, wins }) => `${hotkey}${wins}`);

  it('takes four wins by 0.005', () => {
    expect(CONTEST).toEqual({ margin: 0.005, wins: 4 });
    expect(entryId(who('K', 7))).toBe('K@7');
    expect(left(step([rival('A', 1)], { K: 0.5, A: 0.505 }))).toEqual(['A2']);
    expect(left(step([rival('A', 1)], { K: 0.5, A: 0.5049 }))).toEqual([]);
    expect(
      left(
        nextContest(
          { champion: who('K'), challengers: [rival('A', 1)] },
          [],
          scores({ K: 0.5, A: 0.6 }),
        ),
      ),
    ).toEqual(['A2']);
  });

  it('promotes at the fourth win, the largest sum first, and sets the others back', () => {
    const result = step(
      [rival('A', 3, 1), rival('B', 3, 2), rival('C', 1, 9)],
      { K: 0.5, A: 0.6, B: 0.6, C: 0.6 },
      [entry('D', 'entrant')],
    );

    expect(result.state.champion).toEqual(who('B'));
    expect(result.championEntry).toBe('B@0');
    expect(result.championScore).toBe(0.6);
    expect(result.state.challengers).toEqual([rival('A', 0), rival('C', 0)]);
  });

  it('keeps the first of equal sums', () => {
    expect(
      step([rival('A', 3, 1), rival('B', 3, 1)], { K: 0.5, A: 0.6, B: 0.6 }).championEntry,
    ).toBe('A@0');
  });

  it('changes nothing when the champion has no score', () => {
    for (const K of [null, NaN, Infinity]) {
      const result = step([rival('A', 3)], { K, A: 0.9 });

      expect(left(result)).toEqual(['A3']);
      expect(result.championEntry).toBe('K@0');
      expect(result.championScore).toBeNull();
    }
  });

  it('keeps the wins of a challenger without a result', () => {
    expect(left(step([rival('A', 2)], { K: 0.5 }))).toEqual(['A2']);
  });

  it('admits entrants that reach the mark with one win', () => {
    const result = step([], { K: 0.5, D: 0.505, E: 0.504, F: 0.9 }, [
      entry('D', 'entrant'),
      entry('E', 'entrant'),
      entry('F'),
      entry('G', 'entrant'),
    ]);

    expect(result.state.challengers).toEqual([rival('D', 1, 0.505)]);
  });

  it('promotes an entrant at once where one win is enough', () => {
    expect(
      step([], { K: 0.5, D: 0.6 }, [entry('D', 'entrant')], {
        margin: 0.005,
        wins: 1,
        keepsAbove: false,
      }).championEntry,
    ).toBe('D@0');
  });

  it('can keep who is above the champion when nobody reaches the mark', () => {
    const kind = (values: Record<string, number>) =>
      left(
        step([rival('A', 2), rival('B', 2)], values, [entry('A'), entry('B')], {
          ...CONTEST,
          keepsAbove: true,
        }),
      );

    expect(kind({ K: 0.5, A: 0.501, B: 0.5 })).toEqual(['A2']);
    expect(kind({ K: 0.5, A: 0.501, B: 0.6 })).toEqual(['B3']);
  });

  it('crowns the first best score at six decimals', () => {
    const first = (values: Record<string, number | null>) =>
      nextContest(
        { champion: null, challengers: [] },
        [entry('A', 'entrant'), entry('B', 'entrant')],
        scores(values),
      ).championEntry;

    expect(first({ A: 0.5, B: 0.5000004 })).toBe('A@0');
    expect(first({ A: 0.5, B: 0.500002 })).toBe('B@0');
    expect(first({ A: null, B: -5 })).toBe('B@0');
    expect(first({ A: null, B: NaN })).toBeNull();
  });
});
