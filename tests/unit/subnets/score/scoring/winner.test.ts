import { describe, expect, it } from 'vitest';
import {
  breakTie,
  compareContenders,
  type Contender,
  historicalSample,
  MIN_SAMPLES,
  NOBODY_UID,
  rankByMean,
  SAMPLE,
  windowMean,
} from '../../../../../src/subnets/score/scoring/winner.ts';

const RULE = { deltaAbs: 0.003, deltaRel: 0.03, minCommon: 8 };
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

/** Thirty challenges, the last ten recent: one score for those, one for the older. */
function contender(
  id: string,
  committed: number | null,
  { recent = 0.5, older = 0.5, hotkey = id } = {},
): Contender {
  const all = Array.from({ length: 30 }, (_, i) => [`c${i}`, i < 20 ? older : recent] as const);
  return { id, hotkey, committed, recent: new Map(all.slice(20)), history: new Map(all) };
}

describe('the mean of a window', () => {
  it('needs 30 samples', () => {
    expect(MIN_SAMPLES).toBe(30);
    expect(windowMean(times(30, 0.5), false)).toBe(0.5);
    expect(windowMean(times(29, 0.5), false)).toBeNull();
  });

  it('forgives a young commitment five zeros at the start, and no other', () => {
    const late = [...times(5, 0), ...times(30, 0.5)];

    expect(windowMean(late, true)).toBe(0.5);
    expect(windowMean(late, false)).toBeCloseTo(15 / 35, 12);
    expect(windowMean([0, ...late], true)).toBeCloseTo(15 / 31, 12);
    expect(windowMean([...times(30, 0.5), 0], true)).toBeCloseTo(15 / 31, 12);
  });

  it('of zeros alone is 0, when enough are left', () => {
    expect(windowMean(times(35, 0), true)).toBe(0);
    expect(windowMean(times(34, 0), true)).toBeNull();
  });
});

describe('the ranking', () => {
  it('puts the highest mean first, and leaves out who has too few samples', () => {
    const entrant = (id: string, score: number, count = 30) => ({
      contender: contender(id, 1),
      scores: times(count, score),
      young: false,
    });

    const ranked = rankByMean([
      entrant('d', 0.25),
      entrant('b', 0.5),
      entrant('x', 0.9, 29),
      entrant('a', 0.5),
      entrant('c', 0.75),
    ]);

    expect(ranked.map(({ contender: { id }, mean }) => [id, mean])).toEqual([
      ['c', 0.75],
      ['a', 0.5],
      ['b', 0.5],
      ['d', 0.25],
    ]);
  });
});

describe('the older challenges', () => {
  it('are ten that both have and that are recent for neither', () => {
    const [a, b] = [contender('a', 1), contender('b', 2)];
    const strange: Contender = {
      ...b,
      recent: new Map([['c3', 0.5]]),
      history: new Map([...b.history].filter(([id]) => id !== 'c4')),
    };

    expect(SAMPLE).toBe(10);
    expect(historicalSample(a, b, '1234')).toEqual([
      'c16',
      'c13',
      'c17',
      'c0',
      'c5',
      'c11',
      'c19',
      'c1',
      'c4',
      'c9',
    ]);
    for (const sample of [historicalSample(a, strange, '7'), historicalSample(strange, a, '7')]) {
      expect(sample).toHaveLength(10);
      for (const id of sample) {
        expect(['c3', 'c4']).not.toContain(id);
        expect(Number(id.slice(1))).toBeLessThan(20);
      }
    }
  });

  it('change with the window', () => {
    const [a, b] = [contender('a', 1), contender('b', 2)];

    expect(historicalSample(a, b, '1')).not.toEqual(historicalSample(a, b, '2'));
  });
});

describe('the copy rule', () => {
  const leader = contender('leader', 500);
  const winner = (...others: Contender[]) => breakTie(leader, others, '1234', RULE).id;

  it('calls two alike only when both sets are similar', () => {
    const compare = (other: Contender) => compareContenders(leader, other, '1234', RULE);

    expect(compare(contender('b', 1)).alike).toBe(true);
    expect(compare(contender('b', 1, { recent: 0.8 }))).toMatchObject({
      recent: { common: 10, different: 10, similar: false },
      older: { common: 10, different: 0, similar: true },
      alike: false,
    });
    expect(compare(contender('b', 1, { older: 0.8 })).alike).toBe(false);
  });

  it('gives the element to the earliest of the leader and those like it', () => {
    expect(winner(contender('b', 400), contender('c', 100), contender('d', 300))).toBe('c');
    expect(winner(contender('b', 600))).toBe('leader');
    expect(winner(contender('b', 100, { older: 0.8 }))).toBe('leader');
  });

  it('counts an unknown commitment as last, and takes the smaller hotkey in one block', () => {
    expect(winner(contender('b', null))).toBe('leader');
    expect(winner(contender('b', 500, { hotkey: 'aaa' }))).toBe('b');
    expect(winner(contender('b', 500, { hotkey: 'zzz' }))).toBe('leader');
    expect(winner(contender('twin', 500, { hotkey: 'leader' }))).toBe('leader');
  });

  it('leaves an element that nobody is eligible for to UID 6', () => {
    expect(NOBODY_UID).toBe(6);
  });
});
