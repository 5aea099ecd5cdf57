import { describe, expect, it } from 'vitest';
import { failures, withAtoms } from './blueprint-world.ts';
import { atomsOf, lines } from './fake-chemistry.ts';

describe('checkFilters by atoms', () => {
  it('allows 9 fluorines only beside the limit of all halogens', () => {
    expect(failures(withAtoms(9, 9))).toEqual(['total halogens <= 6']);
    expect(failures(withAtoms(9, 10))).toEqual(['total halogens <= 6', 'fluorine count <= 9']);
  });

  it('holds heavy atoms and the share of other elements than carbon', () => {
    const share = (others: number, heavyAtoms: number) =>
      failures({
        molecule: { atoms: atomsOf(...Array<number>(heavyAtoms - others).fill(6)) },
        numbers: { heavyAtoms },
      });
    const limit = 'heteroatom fraction >= 0.05 <= 0.65';

    expect(share(2, 40)).toEqual([]);
    expect(share(1, 40)).toEqual([limit]);
    expect(share(26, 40)).toEqual([]);
    expect(share(27, 40)).toEqual([limit]);
    expect(share(10, 50)).toEqual([]);
    expect(share(10, 51)).toEqual(['heavy atom count <= 50']);
  });

  it('refuses every metal', () => {
    const metals = [
      3, 11, 12, 13, 19, 20, 23, 24, 25, 26, 27, 28, 29, 30, 33, 42, 44, 46, 48, 50, 51, 74, 78, 79,
      80, 82, 83,
    ];
    const found = lines(100).filter((element) =>
      failures(withAtoms(element, 1))?.includes('metal atoms 0'),
    );

    expect(found).toEqual(metals);
  });

  it('fails on a number that is none', () => {
    expect(failures({ numbers: { kappa1: NaN } })).toEqual(['kier kappa1 <= 25']);
  });
});
