import { checkFilters } from '../../../../src/subnets/nova/scoring/blueprint-filters.ts';
import { type FakeMolecule, atomsOf, fakeChemistry } from './fake-chemistry.ts';

// What the tests of the blueprint have in common.

/** Filters that a made-up molecule breaks, each with its limit. */
export const failures = (fake: FakeMolecule) =>
  checkFilters('x', fakeChemistry(fake))?.failures.map(({ filter, limit }) => `${filter} ${limit}`);

/** A plausible molecule of forty heavy atoms with so many of one element. */
export const withAtoms = (element: number, n: number): FakeMolecule => ({
  molecule: {
    atoms: [
      ...atomsOf(...Array<number>(16).fill(6), 7, 7),
      ...atomsOf(...Array<number>(n).fill(element)),
    ],
  },
  numbers: { heavyAtoms: 40 },
});

/** One reaction, an acid with an amine, and blocks for it; 3 is 1 again. */
export const AMIDES = {
  reactions: new Map([
    [2, { smarts: '[C:1](=O)[OH].[N;H2:2]>>[C:1](=O)[N:2]', roleA: 1, roleB: 2, roleC: 0 }],
  ]),
  blocks: new Map([
    [1, { smiles: 'OC(=O)c1ccc(CC)cc1', roles: 1 }],
    [2, { smiles: 'OC(=O)CCCCC1CCOCC1', roles: 1 }],
    [3, { smiles: 'OC(=O)c1ccc(CC)cc1', roles: 1 }],
    [4, { smiles: 'NCc1ccc(F)cc1OC', roles: 2 }],
    [5, { smiles: 'NCC', roles: 2 }],
  ]),
};
