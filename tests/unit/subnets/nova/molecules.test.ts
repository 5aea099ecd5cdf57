import { describe, expect, it } from 'vitest';
import { bertzComplexity } from '../../../../src/subnets/nova/scoring/bertz.ts';
import {
  BLUEPRINT_RULES,
  blueprintFault,
} from '../../../../src/subnets/nova/scoring/blueprint-entry.ts';
import { checkFilters } from '../../../../src/subnets/nova/scoring/blueprint-filters.ts';
import { symbolLength } from '../../../../src/subnets/nova/scoring/elements.ts';
import {
  identicalMolecules,
  isNovel,
  maccsEntropy,
  NOVEL_BELOW,
  PAIR_BELOW,
  tanimoto,
} from '../../../../src/subnets/nova/scoring/fingerprints.ts';
import {
  containsBanned,
  isBoltzSafe,
  MOLECULE_RULES,
  moleculeFault,
} from '../../../../src/subnets/nova/scoring/molecule-checks.ts';
import {
  atomFeatures,
  atomType,
  wrappedEdges,
} from '../../../../src/subnets/nova/scoring/psichic-atom.ts';
import { residueFeatures } from '../../../../src/subnets/nova/scoring/psichic-residue.ts';
import { openChemistry } from '../../../support/rdkit.ts';
import { atomsOf, fakeChemistry, plainAtom } from './fake-chemistry.ts';
import type { FakeMolecule } from './fake-chemistry.ts';

const chemistry = await openChemistry();
const molecule = (smiles: string) => {
  const found = chemistry.molecule(smiles);
  if (!found) throw new Error(`${smiles} is no molecule`);
  return found;
};
const lines = (n: number) => [...Array(n).keys()];

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

  it('takes shared bits over all bits, and 0 for two empty prints', () => {
    expect(tanimoto([1, 2, 3], [2, 3, 4])).toBe(0.5);
    expect(tanimoto([], [])).toBe(0);
    expect(tanimoto([1], [])).toBe(0);
  });

  it('calls new what is below 0.6 to everything known', () => {
    expect(isNovel(lines(6), [lines(10)])).toBe(false);
    expect(isNovel(lines(5), [lines(10), [99]])).toBe(true);
    expect(isNovel(lines(5), [])).toBe(true);
    expect([NOVEL_BELOW, PAIR_BELOW]).toEqual([0.6, 0.9]);
  });

  it('finds the same molecule under two texts and leaves nonsense out', () => {
    const found = identicalMolecules(['OCC', 'nonsense', 'CCO', 'CC', 'nonsense'], chemistry);

    expect([...found.values()]).toEqual([[0, 2]]);
  });
});

describe('moleculeFault', () => {
  const fault = (fake: FakeMolecule, rule = MOLECULE_RULES.today) =>
    moleculeFault('x', fakeChemistry(fake), rule);

  it('asks for 10 heavy atoms and 1 to 10 rotatable bonds', () => {
    expect(fault({ numbers: { heavyAtoms: 9 } })).toBe('too few heavy atoms');
    expect(fault({ numbers: { heavyAtoms: 10 } })).toBeNull();
    expect(fault({ numbers: { rotatableBonds: 0 } })).toBe('rotatable bonds');
    expect(fault({ numbers: { rotatableBonds: 1 } })).toBeNull();
    expect(fault({ numbers: { rotatableBonds: 10 } })).toBeNull();
    expect(fault({ numbers: { rotatableBonds: 11 } })).toBe('rotatable bonds');
  });

  it('asked for 20 heavy atoms in 2025 and banned nothing', () => {
    const old = (fake: FakeMolecule) =>
      moleculeFault('x', fakeChemistry(fake), MOLECULE_RULES.psichic2025);

    expect(old({ numbers: { heavyAtoms: 19 } })).toBe('too few heavy atoms');
    expect(old({ molecule: { atoms: atomsOf(16) } })).toBeNull();
    expect(old({ numbers: { rotatableBonds: 11 } })).toBe('rotatable bonds');
    expect(old({ numbers: { rotatableBonds: 0 } })).toBe('rotatable bonds');
  });

  it.each([34, 11, 26, 30, 16])('bans element %i', (element) => {
    expect(fault({ molecule: { atoms: atomsOf(6, element) } })).toBe('banned element');
  });

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

  it('counts atoms up to the class of a two-letter element', () => {
    expect(isBoltzSafe(chloride(98))).toBe(true);
    expect(isBoltzSafe(chloride(99))).toBe(false);
  });

  it('lets one-letter elements have three digits', () => {
    const carbon = (hydrogens: number) => ({
      ...chloride(0),
      bonds: [],
      atoms: [{ ...plainAtom, hydrogens }],
    });

    expect(isBoltzSafe(carbon(998))).toBe(true);
    expect(isBoltzSafe(carbon(999))).toBe(false);
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

  it('knows symbols of one letter', () => {
    const short = lines(119).filter((element) => symbolLength(element) === 1);

    expect(short).toEqual([0, 1, 5, 6, 7, 8, 9, 15, 16, 19, 23, 39, 53, 74, 92]);
    expect(symbolLength(17)).toBe(2);
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
  const failures = (fake: FakeMolecule) =>
    checkFilters('x', fakeChemistry(fake))?.failures.map(
      ({ filter, limit }) => `${filter} ${limit}`,
    );
  const with_ = (element: number, n: number) => ({
    molecule: {
      atoms: [
        ...atomsOf(...Array<number>(16).fill(6), 7, 7),
        ...atomsOf(...Array<number>(n).fill(element)),
      ],
    },
    numbers: { heavyAtoms: 40 },
  });
  const aromatic = (element: number, n: number, heavyAtoms: number) => ({
    molecule: {
      atoms: [
        ...atomsOf(
          ...Array<number>(Math.floor(heavyAtoms * 0.8) - (element === 6 ? n : 0)).fill(6),
        ),
        ...Array.from({ length: n }, () => ({ ...plainAtom, element, aromatic: true })),
      ],
    },
    numbers: { heavyAtoms },
  });
  const triple = (n: number) => ({
    molecule: {
      bonds: lines(n).map(() => ({ from: 0, to: 1, order: 3, aromatic: false, stereo: null })),
    },
  });

  it('passes a plausible molecule and gives null for nonsense', () => {
    expect(checkFilters('x', fakeChemistry({}))?.passes).toBe(true);
    expect(checkFilters('nonsense', chemistry)).toBeNull();
  });

  it.each<[string, FakeMolecule, FakeMolecule]>([
    ['kier kappa1 <= 25', { numbers: { kappa1: 25 } }, { numbers: { kappa1: 25.01 } }],
    ['kier kappa2 <= 15', { numbers: { kappa2: 15 } }, { numbers: { kappa2: 15.01 } }],
    ['kier kappa3 <= 12', { numbers: { kappa3: 12 } }, { numbers: { kappa3: 12.01 } }],
    [
      'molecular weight upper <= 700',
      { numbers: { weight: 700 } },
      { numbers: { weight: 700.01 } },
    ],
    ['molecular weight lower >= 100', { numbers: { weight: 100 } }, { numbers: { weight: 99.99 } }],
    [
      'aromatic ring count <= 5',
      { numbers: { aromaticRings: 5 } },
      { numbers: { aromaticRings: 6 } },
    ],
    [
      'aliphatic ring count <= 3',
      { numbers: { aliphaticRings: 3 } },
      { numbers: { aliphaticRings: 4 } },
    ],
    ['ring count minimum >= 1', { numbers: { rings: 1 } }, { numbers: { rings: 0 } }],
    ['fsp3 <= 0.8', { numbers: { fractionSp3: 0.8 } }, { numbers: { fractionSp3: 0.81 } }],
    ['spiro atoms <= 2', { numbers: { spiroAtoms: 2 } }, { numbers: { spiroAtoms: 3 } }],
    [
      'macrocycle <= 12',
      { molecule: { rings: [lines(12), [1]] } },
      { molecule: { rings: [[1], lines(13)] } },
    ],
    ['amide bond count <= 5', { numbers: { amideBonds: 5 } }, { numbers: { amideBonds: 6 } }],
    ['rotatable bonds lower >= 1', {}, { numbers: { rotatableBonds: 0 } }],
    [
      'rotatable bonds upper <= 10',
      { numbers: { rotatableBonds: 10 } },
      { numbers: { rotatableBonds: 11 } },
    ],
    ['logP (crippen) <= 6.0', { numbers: { logP: 6 } }, { numbers: { logP: 6.01 } }],
    ['h-bond donors <= 5', { matches: { '+1;v4': 5 } }, { matches: { '+1;v4': 6 } }],
    ['h-bond acceptors <= 10', { matches: { 'nH0,o,s': 10 } }, { matches: { 'nH0,o,s': 11 } }],
    ['nitrile count <= 2', { matches: { '[CX2]#[NX1]': 2 } }, { matches: { '[CX2]#[NX1]': 3 } }],
    ['hydroxyl count <= 5', { matches: { '[OX2H]': 5 } }, { matches: { '[OX2H]': 6 } }],
    ['azide 0', {}, { matches: { '[NX1]~[NX2]': 1 } }],
    ['isocyanide 0', {}, { matches: { '[CX1-]#': 1 } }],
    ['allene 0', {}, { matches: { '[CX3]=[CX2]': 1 } }],
    ['triple bond count <= 1', triple(1), triple(2)],
    ['minimum heavy atoms >= 20', {}, { numbers: { heavyAtoms: 19 } }],
    [
      'stereocenter count <= 6',
      {
        molecule: {
          atoms: [
            ...atomsOf(...Array<number>(14).fill(6)),
            ...lines(6).map((i) => ({ ...plainAtom, element: i < 3 ? 7 : 6, stereocentre: true })),
          ],
        },
      },
      {
        molecule: {
          atoms: [
            ...atomsOf(...Array<number>(13).fill(6)),
            ...lines(7).map((i) => ({ ...plainAtom, element: i < 3 ? 7 : 6, stereocentre: true })),
          ],
        },
      },
    ],
    ['sulfur count <= 4', with_(16, 4), with_(16, 5)],
    ['phosphorus count <= 2', with_(15, 2), with_(15, 3)],
    ['iodine count <= 1', with_(53, 1), with_(53, 2)],
    ['bromine count <= 2', with_(35, 2), with_(35, 3)],
    ['total halogens <= 6', with_(17, 6), with_(17, 7)],
    ['oxygen count <= 12', with_(8, 12), with_(8, 13)],
    ['nitrogen count <= 12', with_(7, 10), with_(7, 11)],
    ['boron 0', {}, with_(5, 1)],
    ['silicon 0', {}, with_(14, 1)],
    ['selenium 0', {}, with_(34, 1)],
    ['aromatic nitrogen <= 4', aromatic(7, 4, 20), aromatic(7, 5, 20)],
    ['aromatic carbon <= 30', aromatic(6, 30, 45), aromatic(6, 31, 45)],
    ['aromatic atom fraction <= 0.75', aromatic(6, 15, 20), aromatic(6, 16, 20)],
  ])('holds %s on both sides', (name, within, beyond) => {
    expect(failures(within)).not.toContain(name);
    expect(failures(beyond)).toContain(name);
  });

  it('allows 9 fluorines only beside the limit of all halogens', () => {
    expect(failures(with_(9, 9))).toEqual(['total halogens <= 6']);
    expect(failures(with_(9, 10))).toEqual(['total halogens <= 6', 'fluorine count <= 9']);
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
      failures(with_(element, 1))?.includes('metal atoms 0'),
    );

    expect(found).toEqual(metals);
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

  it('fails on a number that is none', () => {
    expect(failures({ numbers: { kappa1: NaN } })).toEqual(['kier kappa1 <= 25']);
  });
});

describe('blueprintFault', () => {
  const space = {
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
  const rule = { ...BLUEPRINT_RULES.october2025, molecules: 2, entropyAbove: 0.05 };
  const fault = (ids: string[], with_ = {}) =>
    blueprintFault(ids, space, chemistry, { ...rule, ...with_ });

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

  it('asks for 100 molecules and their generation’s variety', () => {
    expect(BLUEPRINT_RULES.october2025).toEqual({
      molecules: 100,
      entropyAbove: 0.1,
      filters: false,
    });
    expect(BLUEPRINT_RULES.june2026).toEqual({ molecules: 100, entropyAbove: 0.25, filters: true });
  });

  it('refuses two molecules of Tanimoto 0.9 or more in 2026', () => {
    const made = (bits: number) => ({
      ...fakeChemistry({}),
      react: (_: string, [first]: readonly string[]) => first ?? null,
      maccs: (text: string) => (text.includes('O1') || text.includes('OCC1') ? [1] : [2]),
      morgan: (text: string) => (text.includes('OCC1') ? lines(bits) : lines(10)),
    });
    const found = (bits: number) =>
      blueprintFault(['rxn:2:1:4', 'rxn:2:2:4'], space, made(bits), {
        molecules: 2,
        entropyAbove: 0,
        filters: true,
      });

    expect(found(9)).toBe('two molecules too like');
    expect(found(8)).toBeNull();
  });
});

describe('what PSICHIC reads', () => {
  it('gives every element its type', () => {
    const type = (from: number, to: number) => lines(to - from + 1).map((i) => atomType(from + i));

    expect(type(0, 11)).toEqual([0, 0, 0, 9, 9, 1, 2, 3, 4, 8, 0, 9]);
    expect(type(12, 20)).toEqual([9, 9, 0, 5, 6, 8, 0, 9, 9]);
    expect(type(30, 38)).toEqual([9, 9, 0, 0, 7, 8, 0, 9, 9]);
    expect(type(49, 56)).toEqual([9, 9, 0, 0, 8, 0, 9, 9]);
    expect(type(82, 88)).toEqual([9, 9, 0, 0, 0, 9, 9]);
    expect(type(102, 105)).toEqual([9, 9, 0, 0]);
  });

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

  it('reads X, U and B as unknown and refuses other letters', () => {
    expect(residueFeatures('U')).toEqual(residueFeatures('X'));
    expect(residueFeatures('B')).toEqual(residueFeatures('X'));
    for (const letter of ['Z', 'a', '', 'AC', 'J', 'O']) {
      expect(() => residueFeatures(letter)).toThrow(
        expect.objectContaining({ code: 'input.malformed' }),
      );
    }
  });

  it('pins every property of every residue', () => {
    const all = [...'ACDEFGHIKLMNPQRSTVWYX'].map((letter) => residueFeatures(letter));
    const sums = all.map(
      (features, i) => features.slice(21).reduce((sum, x, j) => sum + x * (j + 1), 0) + i,
    );

    expect(all.every((features) => features.length === 33)).toBe(true);
    expect(sums.map((sum) => Number(sum.toFixed(6)))).toMatchInlineSnapshot(`
      [
        27.692876,
        37.90225,
        17.40918,
        26.33337,
        37.511549,
        23.88834,
        31.902911,
        44.894628,
        38.93839,
        46.689726,
        42.199978,
        23.807764,
        28.154283,
        32.39207,
        50.778546,
        34.104808,
        37.502875,
        50.616659,
        61.089366,
        53.325082,
        1534.495,
      ]
    `);
  });
});
