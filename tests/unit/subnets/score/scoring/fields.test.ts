import { describe, expect, it } from 'vitest';
import { CARD_FIELDS, scoreFields } from '../../../../../src/subnets/score/scoring/fields.ts';

const RULES = { a: { weight: 0.75, tolerance: 2 }, b: { weight: 0.25, tolerance: 0.5 } };

describe('measured fields', () => {
  it('lose in step with their distance, each by its own tolerance', () => {
    const { score, breakdown } = scoreFields({ a: 11, b: 3.125 }, { a: 10, b: 3 }, RULES);

    expect(breakdown).toEqual({ a: 0.5, b: 0.75 });
    expect(score).toBe(0.75 * 0.5 + 0.25 * 0.75);
  });

  it('are worth 0 from the tolerance on, and a hair before it', () => {
    const valueOf = (a: number) => scoreFields({ a, b: 0 }, { a: 0, b: 0 }, RULES).breakdown['a'];

    expect(valueOf(2)).toBe(0);
    expect(valueOf(-7)).toBe(0);
    expect(valueOf(2 - 0.5e-12)).toBe(0);
    expect(valueOf(2 - 4e-12)).toBeGreaterThan(0);
  });

  it('are read from text, and are worth 0 when missing or not a number', () => {
    const truth = { a: '10', b: 3 };

    expect(scoreFields({ a: ' 10 ', b: '3' }, truth, RULES).score).toBe(1);
    for (const bad of [undefined, null, '', '  ', 'ten', NaN, Infinity, true, [10]]) {
      expect(scoreFields({ a: bad, b: 3 }, truth, RULES).score).toBe(0.25);
    }
    expect(scoreFields({ a: 10, b: 3 }, { b: 3 }, RULES).score).toBe(0.25);
  });

  it('of a card make 1 together', () => {
    const grades = Object.fromEntries(Object.keys(CARD_FIELDS).map((name) => [name, 9]));

    expect(scoreFields(grades, grades, CARD_FIELDS).score).toBeCloseTo(1, 12);
    expect(
      scoreFields({ ...grades, subgrade_centering: 8 }, grades, CARD_FIELDS).score,
    ).toBeCloseTo(0.95, 12);
  });
});
