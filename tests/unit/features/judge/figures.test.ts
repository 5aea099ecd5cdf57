import { expect, test } from 'vitest';
import { figureOf, isExpected } from '../../../../src/features/judge/figures.ts';

const figure = (value: number | string | boolean | null) => figureOf({ name: '', value });

test('a number shows six decimals, a tiny one its digits, and what is not finite its sign', () => {
  expect(figure(0.123_456_789)).toBe('0.123457');
  expect(figure(0.000_012_345_6)).toBe('1.2346e-5');
  expect(figure(0)).toBe('0');
  expect(figure(-Infinity)).toBe('−∞');
  expect(figureOf({ name: '', value: 0.5, format: 'percent' })).toBe('50.00%');
  expect(figureOf({ name: '', value: 12, unit: 'TAO' })).toBe('12 TAO');
  expect(figureOf({ name: 'a heading' })).toBe('');
});

test('an example holds to as many digits as its source wrote', () => {
  expect(isExpected(0.734_49, 0.7345)).toBe(true);
  expect(isExpected(0.734_3, 0.7345)).toBe(false);
  expect(isExpected(Infinity, Infinity)).toBe(true);
  expect(isExpected(3, 3)).toBe(true);
  expect(isExpected(3.4, 3)).toBe(false);
  expect(isExpected('rejected', 'accepted')).toBe(false);
});
