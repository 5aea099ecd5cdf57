import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../../src/subnets/yanez/scoring/answer.ts';
import {
  afterCheating,
  detectCheating,
} from '../../../../../src/subnets/yanez/scoring/cheating.ts';

// Answers held against each other. Every bound is a number of section 7.7.

const LETTERS = 'abcdefghijlmnopqrstuvwxyz'; // k is read as c

/** The i-th of many names that stay apart when they are normalised. */
const nameOf = (i: number): string =>
  `${LETTERS[Math.floor(i / LETTERS.length)]}${LETTERS[i % LETTERS.length]}`;
const wordOf = (i: number): string => `word${nameOf(i)}`;
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

const named = (names: readonly string[], addresses: readonly string[] = []): Answer => [
  ['A B', names.map((name, i) => ({ name, dob: '', address: addresses[i] ?? '' }))],
];
const names = (from: number, to: number): Answer => named(numbers(from, to).map(nameOf));
const words = (...list: readonly number[]): Answer => named(['x'], [list.map(wordOf).join(' ')]);

const detect = (answers: readonly Answer[], rewards: readonly number[]) =>
  detectCheating(answers, rewards, ['A B'], (text) => text);

describe('collusion', () => {
  const crowd = (count: number, reward: number) =>
    detect(
      numbers(0, count).map((i) => names(3 * i, 3 * i + 3)),
      numbers(0, count).map(() => reward),
    ).map(({ collusion }) => collusion);

  it('is more than five miners with one reward below 0.95', () => {
    expect(crowd(6, 0.9)).toEqual([0.75, 0.75, 0.75, 0.75, 0.75, 0.75]);
    expect(crowd(5, 0.9)).toEqual([0, 0, 0, 0, 0]);
    expect(crowd(6, 0.95)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(crowd(6, 0)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('copies', () => {
  /** Twenty names each, of which so many are the same. */
  const duplication = (shared: number, rewards: readonly [number, number]) =>
    detect([names(0, 20), names(20 - shared, 40 - shared)], rewards)[0]?.duplication;

  it('of one reward count from an overlap of 0.75 and a likeness of 0.7', () => {
    expect(duplication(15, [0.5, 0.5])).toBe(0);
    expect(duplication(16, [0.5, 0.5])).toBeCloseTo(0.2, 12);
    expect(duplication(18, [0.5, 0.5])).toBeCloseTo(0.6, 12);
    // The likeness alone: 30 of 40 and 40 are in both, which is an overlap of 0.75.
    const wide = detect([names(0, 40), names(4, 40)], [0.5, 0.5])[1];
    expect(wide?.duplication).toBe(1);
  });

  it('of rewards that agree to four decimals count from an overlap of 0.8', () => {
    const near = [0.500_01, 0.500_02] as const;

    expect(duplication(16, near)).toBeCloseTo(0, 12);
    expect(duplication(17, near)).toBeCloseTo(0.25, 12);
    expect(duplication(17, [0.5, 0.500_06])).toBe(0);
    expect(duplication(17, [0.5, 0])).toBe(0);
  });

  it('whatever the rewards cost half from an overlap above 0.95 or a likeness above 0.9', () => {
    const whole = detect([names(0, 20), names(0, 60)], [0.5, 0.7]);
    const most = detect([names(0, 20), names(1, 21)], [0.5, 0.7]);
    const fewer = detect([names(0, 20), names(2, 22)], [0.5, 0.7]);

    expect(whole.map(({ duplication: cost }) => cost)).toEqual([0.5, 0.5]);
    expect(most.map(({ duplication: cost }) => cost)).toEqual([0.5, 0.5]);
    expect(fewer.map(({ duplication: cost }) => cost)).toEqual([0, 0]);
  });

  it('of a whole answer have one signature, where both are paid', () => {
    const copies = [names(0, 3), names(0, 3), names(0, 4)];

    expect(detect(copies, [0.5, 0.7, 0.9]).map(({ signature }) => signature)).toEqual([
      0.8, 0.8, 0,
    ]);
    expect(detect(copies, [0.5, 0, 0.9]).map(({ signature }) => signature)).toEqual([0, 0, 0]);
  });
});

describe('addresses', () => {
  const shared = (a: readonly number[], b: readonly number[]) =>
    detect([words(...a), words(...b)], [0.5, 0.7]).map(({ addresses }) => addresses);

  it('of the same words cost 0.8 of their likeness above 0.7, at most 0.6', () => {
    expect(shared(numbers(0, 6), numbers(1, 7))[0]).toBeCloseTo((0.8 * 5) / 7, 12);
    expect(shared(numbers(0, 10), numbers(0, 10))).toEqual([0.6, 0.6]);
    expect(shared(numbers(0, 7), numbers(0, 10))).toEqual([0, 0]);
    expect(shared(numbers(0, 6), numbers(6, 12))).toEqual([0, 0]);
  });

  it('that a miner repeats cost a fifth of their share', () => {
    const [own] = detect(
      [
        named(
          ['a', 'b', 'd', 'e', 'f'],
          [wordOf(1), `${wordOf(1)} `, wordOf(2), `12 ${wordOf(2)}`, ''],
        ),
      ],
      [0.5],
    );

    expect(own?.addresses).toBeCloseTo(0.2 * (2 / 4), 12);
  });
});

describe('special characters', () => {
  const special = (...list: readonly string[]) => detect([named(list)], [0.5])[0];

  it('count from the third in a name, and cost above half of the names', () => {
    expect(special('a!!', 'b!!!', 'd!!!', 'e!!!')).toMatchObject({
      specialCharacters: 0.5,
      specialCount: 3,
      nameCount: 4,
      specialRatio: 0.75,
    });
    expect(special('a', 'b!!!')).toMatchObject({ specialCharacters: 0, specialRatio: 0.5 });
    expect(special('a!!!', '')).toMatchObject({ specialCharacters: 1, nameCount: 1 });
    expect(special("a.-'é5", 'b c')).toMatchObject({ specialCount: 0, specialRatio: 0 });
    expect(special('')).toMatchObject({ specialRatio: 0, nameCount: 0 });
  });
});

describe('a reward', () => {
  it('loses the sum of the five, and no more than all', () => {
    const none = {
      collusion: 0,
      duplication: 0,
      signature: 0,
      specialCharacters: 0,
      addresses: 0,
      specialCount: 9,
      nameCount: 9,
      specialRatio: 1,
    };
    const each = { collusion: 0.1, duplication: 0.05, signature: 0.2, addresses: 0.15 };

    expect(afterCheating(0.5, none)).toBe(0.5);
    expect(afterCheating(0.5, { ...none, ...each, specialCharacters: 0.25 })).toBeCloseTo(
      0.125,
      12,
    );
    expect(afterCheating(0.5, { ...none, collusion: 0.75, signature: 0.8 })).toBe(0);
  });
});
