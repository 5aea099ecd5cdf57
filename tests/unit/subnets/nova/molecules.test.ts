import { describe, expect, it } from 'vitest';
import { bertzComplexity } from '../../../../src/subnets/nova/scoring/bertz.ts';
import {
  BLUEPRINT_RULES,
  blueprintFault,
} from '../../../../src/subnets/nova/scoring/blueprint-entry.ts';
import { checkFilters } from '../../../../src/subnets/nova/scoring/blueprint-filters.ts';
import {
  identicalMolecules,
  maccsEntropy,
} from '../../../../src/subnets/nova/scoring/fingerprints.ts';
import {
  containsBanned,
  isBoltzSafe,
  moleculeFault,
} from '../../../../src/subnets/nova/scoring/molecule-checks.ts';
import { atomFeatures, wrappedEdges } from '../../../../src/subnets/nova/scoring/psichic-atom.ts';
import { openChemistry } from '../../../support/rdkit.ts';
import { AMIDES } from './blueprint-world.ts';
import { atomsOf, fakeChemistry, lines, plainAtom } from './fake-chemistry.ts';

const chemistry = await openChemistry();
const molecule = (smiles: string) => {
  const found = chemistry.molecule(smiles);
  if (!found) throw new Error(`${smiles} is no molecule`);
  return found;
};
describe('fingerprints', () => {
  it('measures variety in bits of 167 keys', () => {
    const split = { ...chemistry, maccs: (text: string) => (text === 'a' ? [1, 2] : [2]) };

    expect(maccsEntropy(['a', 'b'], split)).toBeCloseTo(1 / 167, 12);
    expect(maccsEntropy(['a', 'b', 'b', 'b'], split)).toBeCloseTo(0.8112781244591328 / 167, 12);
    expect(maccsEntropy(['a'], split)).toBe(0);
    expect(maccsEntropy(['nonsense'], chemistry)).toBeNull();
    expect(maccsEntropy(['C', 'nonsense', 'c1ccccc1'], chemistry)).toBe(
      maccsEntropy(['C', 'c1ccccc1'], chemistry),
    );
  });

  it('finds the same molecule under two texts and leaves nonsense out', () => {
    const found = identicalMolecules(['OCC', 'nonsense', 'CCO', 'CC', 'nonsense'], chemistry);

    expect([...found.values()]).toEqual([[0, 2]]);
  });
});

describe('moleculeFault', () => {
  it('lets other elements pass and refuses nonsense', () => {
    expect(
      containsBanned({ ...molecule('CO'), atoms: atomsOf(5, 6, 7, 8, 9, 14, 15, 17, 35, 53) }),
    ).toBe(false);
    expect(moleculeFault('nonsense', chemistry)).toBe('not a molecule');
  });
});

describe('isBoltzSafe', () => {
  // Chlorine has one neighbour, like hydrogen: its rank comes after all hydrogens'.
  const chloride = (hydrogens: number) => ({
    ...molecule('CCl'),
    atoms: [
      { ...plainAtom, hydrogens },
      { ...plainAtom, element: 17 },
    ],
  });

  it('ranks fewer neighbours first, then lighter elements', () => {
    // The silicon with four neighbours comes last; a terminal one comes right after the hydrogens.
    const silane = (hydrogens: number) => ({
      ...chloride(0),
      bonds: [],
      atoms: [...atomsOf(14), { ...plainAtom, hydrogens }],
    });

    expect(isBoltzSafe(silane(200))).toBe(true);
    expect(isBoltzSafe(molecule(`${'C'.repeat(33)}[Si](C)(C)C`))).toBe(false);
    expect(isBoltzSafe(molecule(`${'C'.repeat(33)}Cl`))).toBe(true);
    expect(isBoltzSafe(molecule(`${'C'.repeat(49)}Cl`))).toBe(false);
  });
});

describe('bertzComplexity', () => {
  it('is 0 below two atoms, and for equal atoms without bonds', () => {
    expect(bertzComplexity(molecule('C'))).toBe(0);
    expect(bertzComplexity(molecule('C.C'))).toBe(0);
    expect(bertzComplexity(molecule('C.O'))).toBe(2);
  });

  it('counts multiple bonds once and neighbouring bonds by their orders', () => {
    // Ethene: one connection of weight 1; propene: 1 + 2 in two kinds; carbon dioxide: 2 + 4.
    expect(bertzComplexity(molecule('C=C'))).toBe(0);
    expect(bertzComplexity(molecule('C#C'))).toBeCloseTo(3 * Math.log2(3), 12);
    expect(bertzComplexity(molecule('CC=C'))).toBeCloseTo(
      3 * (Math.log2(3) - 2 / 3 + Math.log2(3)),
      9,
    );
    // Benzene: 6 bonds of 0.375 and 6 pairs of 2.25, all alike.
    const total = 6 * 0.375 + 6 * 2.25;
    const [a, b] = [2.25 / total, 13.5 / total];
    const entropy = -a * Math.log2(a) - b * Math.log2(b);
    expect(bertzComplexity(molecule('c1ccccc1'))).toBeCloseTo(
      total * (entropy + Math.log2(total)),
      9,
    );
  });

  it('does not depend on the order of atoms', () => {
    expect(bertzComplexity(molecule('CC(=O)Oc1ccccc1C(=O)O'))).toBeCloseTo(
      bertzComplexity(molecule('OC(=O)c1ccccc1OC(C)=O')),
      9,
    );
  });
});

describe('checkFilters', () => {
  it('passes a plausible molecule and gives null for nonsense', () => {
    expect(checkFilters('x', fakeChemistry({}))?.passes).toBe(true);
    expect(checkFilters('nonsense', chemistry)).toBeNull();
  });

  it('counts donors and acceptors as RDKit’s Lipinski module does', () => {
    const counts = (smiles: string) => {
      const values = checkFilters(smiles, chemistry)?.values ?? {};
      return [
        values['h-bond donors'],
        values['h-bond acceptors'],
        values['hydroxyl count'],
        values['nitrile count'],
      ];
    };

    expect(counts('Cn1cnc2c1c(=O)n(C)c(=O)n2C')).toEqual([0, 6, 0, 0]);
    expect(counts('OC(=O)CC#N')).toEqual([1, 2, 1, 1]);
    expect(counts('C[NH3+]')).toEqual([1, 0, 0, 0]);
    expect(checkFilters('CC=C=C', chemistry)?.values['allene']).toBe(1);
    expect(checkFilters('CN=[N+]=[N-]', chemistry)?.values['azide']).toBe(1);
    expect(checkFilters('CC[N+]#[C-]', chemistry)?.values['isocyanide']).toBe(1);
  });
});

describe('blueprintFault', () => {
  const rule = { ...BLUEPRINT_RULES.october2025, molecules: 2, entropyAbove: 0.05 };
  const fault = (ids: string[], with_ = {}) =>
    blueprintFault(ids, AMIDES, chemistry, { ...rule, ...with_ });

  it('voids an entry by its first broken rule', () => {
    expect(fault(['rxn:2:1:4'])).toBe('wrong number of molecules');
    expect(fault(['rxn:2:1:4', 'rxn:2:1:4'])).toBe('given twice');
    expect(fault(['rxn:2:1:4', 'rxn:2:1:5'])).toBe('invalid molecule');
    expect(fault(['rxn:2:1:4', 'rxn:2:1:9'])).toBe('invalid molecule');
    expect(fault(['rxn:2:1:4', 'rxn:2:3:4'])).toBe('identical molecules');
    expect(fault(['rxn:2:1:4', 'rxn:2:2:4'])).toBeNull();
    expect(fault(['rxn:2:1:4', 'rxn:2:2:4'], { entropyAbove: 0.9 })).toBe('too little variety');
    expect(fault(['rxn:2:1:4', 'rxn:2:2:4'], { filters: true })).toMatch(/invalid|null/);
  });
});

describe('what PSICHIC reads', () => {
  it('counts hydrogens of an atom in brackets as given, not implied', () => {
    const [bracket, plain] = [atomFeatures(molecule('[CH3]C')), atomFeatures(molecule('CC'))].map(
      (rows) => rows[0] ?? [],
    );

    expect(bracket?.slice(11, 22)).toEqual(plain?.slice(11, 22));
    expect(bracket?.indexOf(1, 22)).toBe(22);
    expect(plain?.indexOf(1, 22)).toBe(25);
    expect(plain).toHaveLength(43);
  });

  it('tells R from S and a centre without a code', () => {
    const tail = (smiles: string) => atomFeatures(molecule(smiles))[1]?.slice(-4);

    expect(tail('C[C@H](N)C(=O)O')).toEqual([0, 0, 1, 1]);
    expect(tail('C[C@@H](N)C(=O)O')).toEqual([0, 1, 0, 1]);
    expect(tail('CC(N)C(=O)O')).toEqual([0, 0, 0, 1]);
    expect(tail('Cc1ccccc1')).toEqual([1, 0, 0, 0]);
  });

  it('names hybridisations and counts more than ten hydrogens as ten', () => {
    const kind = (smiles: string) => atomFeatures(molecule(smiles))[0]?.slice(33, 39).indexOf(1);

    expect(['C#C', 'C=C', 'CC', 'P(F)(F)(F)(F)F', 'S(F)(F)(F)(F)(F)F', '[H][H]'].map(kind)).toEqual(
      [0, 1, 2, 3, 4, 5],
    );
    expect(
      atomFeatures({ ...molecule('C'), atoms: [{ ...plainAtom, hydrogens: 12 }] })[0]?.indexOf(
        1,
        11,
      ),
    ).toBe(21);
  });

  it('refuses an atom of eleven neighbours', () => {
    const star = (n: number) => ({
      ...molecule('C'),
      atoms: atomsOf(...Array<number>(n + 1).fill(6)),
      bonds: lines(n).map((i) => ({ from: 0, to: i + 1, order: 1, aromatic: false, stereo: null })),
    });

    expect(atomFeatures(star(10))[0]?.[10]).toBe(1);
    expect(() => atomFeatures(star(11))).toThrow(
      expect.objectContaining({ code: 'input.malformed' }),
    );
  });

  it('writes bonds one atom before, sorted, both ways', () => {
    expect(wrappedEdges(molecule('CC#N'))).toEqual({
      index: [
        [0, 1],
        [0, 2],
        [1, 0],
        [2, 0],
      ],
      type: [3, 1, 3, 1],
    });
    expect(wrappedEdges(molecule('C'))).toEqual({ index: [], type: [] });
    expect(new Set(wrappedEdges(molecule('c1ccccc1')).type)).toEqual(new Set([4]));
  });
});
