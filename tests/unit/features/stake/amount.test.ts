import { assert, bigInt, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  parseAmount,
  shortAmount,
  typedAmount,
} from '../../../../src/features/stake/amount.ts';

const amount = (value: bigint) => ({ kind: 'amount', value });
const refused = (why: string) => ({ kind: 'refused', why });

describe('typed amounts', () => {
  it.each([
    ['1', 1_000_000_000n],
    ['0.000000001', 1n],
    ['.5', 500_000_000n],
    ['1,234.5', 1_234_500_000_000n],
    ['1,234,567', 1_234_567_000_000_000n],
    [' 1 234.5 ', 1_234_500_000_000n],
    ['1’234.5', 1_234_500_000_000n],
    ['18446744073.709551615', 2n ** 64n - 1n],
  ])('reads %s in English to the last part', (text, value) => {
    expect(parseAmount(text, 'en')).toEqual(amount(value));
  });

  it.each([
    ['0,000000001', 1n],
    ['1.234,5', 1_234_500_000_000n],
    ['1.234.567', 1_234_567_000_000_000n],
  ])('reads %s in German', (text, value) => {
    expect(parseAmount(text, 'de')).toEqual(amount(value));
  });

  it.each([
    ['1,234', 'en', 'unclear'],
    ['0,5', 'en', 'unclear'],
    ['1.234', 'de', 'unclear'],
    ['1.5', 'de', 'unclear'],
    ['12,34,567', 'en', 'unclear'],
    ['1.2.3', 'en', 'not-a-number'],
    ['-1', 'en', 'not-a-number'],
    ['1e3', 'en', 'not-a-number'],
    ['.', 'en', 'not-a-number'],
    ['0.0000000001', 'en', 'decimals'],
    ['18446744073.709551616', 'en', 'too-big'],
  ])('does not guess at %s in %s', (text, locale, why) => {
    expect(parseAmount(text, locale)).toEqual(refused(why));
  });

  it('knows nothing from nought', () => {
    expect(parseAmount('  ', 'en')).toEqual({ kind: 'empty' });
    expect(parseAmount('0', 'en')).toEqual(amount(0n));
  });

  it('reads back what it wrote, for every amount and language', () => {
    assert(
      property(
        bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        constantFrom('en', 'de'),
        (value, locale) => {
          expect(parseAmount(typedAmount(value, locale), locale)).toEqual(amount(value));
        },
      ),
    );
  });
});

describe('shown amounts', () => {
  it('shows every decimal that is not zero', () => {
    expect(formatAmount(1_234_000_000_001n, 'en')).toBe('1,234.000000001');
    expect(formatAmount(1_234_000_000_001n, 'de')).toBe('1.234,000000001');
    expect(formatAmount(2n ** 64n - 1n, 'en')).toBe('18,446,744,073.709551615');
  });

  it('cuts for a table and never rounds up', () => {
    expect(shortAmount(1_999_999_999n, 'en')).toBe('1.9999');
    expect(shortAmount(12n, 'en')).toBe('0.000000012');
    expect(shortAmount(0n, 'en')).toBe('0');
  });
});
