import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundDecimals, roundHalfEven } from '../../../src/shared/rounding.ts';

describe('rounding as Python does it', () => {
  it('sends exact ties to the even number', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, -2.5].map(roundHalfEven)).toEqual([0, 2, 2, 0, -2, -2]);
  });

  it('sends everything else to the nearest number', () => {
    expect([0.49, 0.51, -0.49, -0.51, 7].map(roundHalfEven)).toEqual([0, 1, 0, -1, 7]);
    expect(roundHalfEven(0.49999999999999994)).toBe(0);
  });

  it('refuses what has no nearest whole number', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(() => roundHalfEven(value)).toThrow(RangeError);
    }
  });

  it('judges decimals on the exact binary value', () => {
    expect(roundDecimals(2.675, 2)).toBe(2.67);
    expect(roundDecimals(0.0005, 3)).toBe(0.001);
    expect(roundDecimals(0.0625, 3)).toBe(0.062);
    expect(roundDecimals(0.1875, 3)).toBe(0.188);
    expect(roundDecimals(-0.25, 1)).toBe(-0.2);
  });

  it('leaves NaN and infinities as they are', () => {
    expect([NaN, Infinity, -Infinity].map((value) => roundDecimals(value, 3))).toEqual([
      NaN,
      Infinity,
      -Infinity,
    ]);
  });

  it('never moves a number by more than half a unit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        expect(Math.abs(roundHalfEven(value) - value)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
