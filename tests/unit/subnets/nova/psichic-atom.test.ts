import { describe, expect, it } from 'vitest';
import { atomType } from '../../../../src/subnets/nova/scoring/psichic-atom.ts';
import { lines } from './fake-chemistry.ts';

describe('atoms as PSICHIC reads them', () => {
  it('gives every element its type', () => {
    const type = (from: number, to: number) => lines(to - from + 1).map((i) => atomType(from + i));

    expect(type(0, 11)).toEqual([0, 0, 0, 9, 9, 1, 2, 3, 4, 8, 0, 9]);
    expect(type(12, 20)).toEqual([9, 9, 0, 5, 6, 8, 0, 9, 9]);
    expect(type(30, 38)).toEqual([9, 9, 0, 0, 7, 8, 0, 9, 9]);
    expect(type(49, 56)).toEqual([9, 9, 0, 0, 8, 0, 9, 9]);
    expect(type(82, 88)).toEqual([9, 9, 0, 0, 0, 9, 9]);
    expect(type(102, 105)).toEqual([9, 9, 0, 0]);
  });
});
