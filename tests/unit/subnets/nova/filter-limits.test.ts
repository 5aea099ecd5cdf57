import { describe, expect, it } from 'vitest';
import { checkFilters } from '../../../../src/subnets/nova/scoring/blueprint-filters.ts';
import { atomsOf, fakeChemistry, plainAtom } from './fake-chemistry.ts';

const many = (n: number, element: number): number[] => Array<number>(n).fill(element);

describe('limits of the blueprint', () => {
  it('are all broken by a molecule with a little too much of everything', () => {
    const elements = [...many(13, 7), ...many(13, 8), ...many(5, 16), ...many(3, 15), ...many(2, 53), ...many(3, 35), ...many(10, 9), 26, 5, 14, 34]; // prettier-ignore
    const aromatic = [...many(40, 6), ...many(5, 7)].map((element) => ({ ...plainAtom, element, aromatic: true })); // prettier-ignore
    const centres = many(7, 6).map((element) => ({ ...plainAtom, element, stereocentre: true }));
    const triple = { from: 0, to: 1, order: 3, aromatic: false, stereo: null };
    // Enough neighbouring bonds for a complexity beyond 600.
    const chain = many(90, 1).map((order, i) => ({ ...triple, order, from: i, to: i + 1 }));
    const chemistry = fakeChemistry({
      molecule: {
        atoms: [...atomsOf(...elements), ...aromatic, ...centres],
        bonds: [triple, { ...triple, to: 2 }, ...chain],
        rings: [Array<number>(13).fill(0)],
      },
      numbers: {
        kappa1: 25.1,
        kappa2: 15.1,
        kappa3: 12.1,
        weight: 700.1,
        heavyAtoms: 51,
        aromaticRings: 6,
        aliphaticRings: 4,
        fractionSp3: 0.801,
        spiroAtoms: 3,
        amideBonds: 6,
        rotatableBonds: 11,
        logP: 6.01,
      },
      matches: { '+1;v4': 6, 'nH0,o,s': 11, '[CX2]#': 3, '[OX2H]': 6, '[NX1]~': 1, '[CX1-]': 1, '[CX3]=': 1 }, // prettier-ignore
    });

    expect(checkFilters('x', chemistry)?.failures.map(({ limit }) => limit)).toEqual(
      '<= 25,<= 700,<= 50,<= 5,<= 3,<= 0.8,<= 2,<= 12,<= 4,<= 0.75,<= 30,<= 6,<= 12,<= 12,<= 4,<= 2,<= 1,<= 2,<= 9,0,0,0,0,<= 5,<= 5,<= 2,<= 5,0,0,0,<= 1,<= 10,<= 600,<= 10,<= 15,<= 12,<= 6,<= 6.0'.split(
        ',',
      ),
    );
  });

  it('are all broken by a molecule with too little of everything', () => {
    const chemistry = fakeChemistry({
      molecule: { atoms: atomsOf(...many(19, 6)), rings: [] },
      numbers: { heavyAtoms: 19, weight: 99.9, rings: 0, rotatableBonds: 0 },
    });

    expect(checkFilters('x', chemistry)?.failures.map(({ limit }) => limit)).toEqual([
      '>= 20',
      '>= 100',
      '>= 1',
      '>= 0.05 <= 0.65',
      '>= 1',
    ]);
  });
});
