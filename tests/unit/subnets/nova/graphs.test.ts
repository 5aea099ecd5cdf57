import { describe, expect, it } from 'vitest';
import { bertzComplexity } from '../../../../src/subnets/nova/scoring/bertz.ts';
import { joinSynthons, productOf } from '../../../../src/subnets/nova/scoring/reactions.ts';
import { atomsOf, fakeChemistry, plainAtom } from './fake-chemistry.ts';
import type {
  Bond,
  Chemistry,
  Graph,
  Molecule,
} from '../../../../src/shared/chemistry/chemistry.ts';

const AROMATIC = 1.5;

/** A molecule from its elements and its bonds `[from, to, order]`. */
function graph(elements: number[], bonds: [number, number, number][]): Molecule {
  return {
    smiles: '',
    atoms: atomsOf(...elements),
    rings: [],
    bonds: bonds.map(([from, to, order]) => ({
      from,
      to,
      order: order === AROMATIC ? 1 : order,
      aromatic: order === AROMATIC,
      stereo: null,
    })),
  };
}

const ring = (start: number): [number, number, number][] =>
  [0, 1, 2, 3, 4, 5].map((i) => [start + i, start + ((i + 1) % 6), AROMATIC]);

describe('bertzComplexity of a graph', () => {
  it('is the recorded number of aspirin, whatever the order of its bonds', () => {
    const bonds: [number, number, number][] = [
      [0, 1, 1],
      [1, 2, 2],
      [1, 3, 1],
      [3, 4, 1],
      ...ring(4),
      [9, 10, 1],
      [10, 11, 2],
      [10, 12, 1],
    ];
    const elements = [6, 6, 8, 8, 6, 6, 6, 6, 6, 6, 6, 8, 8];
    const turned = bonds.map(([from, to, order]): [number, number, number] => [to, from, order]);

    expect(bertzComplexity(graph(elements, bonds))).toBeCloseTo(343.2228677267164, 9);
    expect(bertzComplexity(graph(elements, turned.toReversed()))).toBeCloseTo(343.2228677267164, 9);
  });

  it('is the recorded number of thioanisole', () => {
    const thioanisole = graph([6, 16, 6, 6, 6, 6, 6, 6], [[0, 1, 1], [1, 2, 1], ...ring(2)]);

    expect(bertzComplexity(thioanisole)).toBeCloseTo(145.73281445033504, 9);
  });

  it('tells double from triple bonds', () => {
    expect(bertzComplexity(graph([6, 6], [[0, 1, 2]]))).toBe(0);
    expect(bertzComplexity(graph([6, 6], [[0, 1, 3]]))).toBeCloseTo(3 * Math.log2(3), 12);
    expect(bertzComplexity(graph([6, 8], []))).toBe(2);
    expect(bertzComplexity(graph([6], []))).toBe(0);
  });
});

describe('reactions over any chemistry', () => {
  const row = { smarts: 'table', roleA: 3, roleB: 4, roleC: 24 };
  const blocks = new Map([
    [1, { smiles: 'a', roles: 3 }],
    [2, { smiles: 'b', roles: 4 }],
    [3, { smiles: 'c', roles: 24 }],
    [4, { smiles: 'd', roles: 1 }],
    [5, { smiles: 'e', roles: 8 }],
    [6, { smiles: 'f', roles: 7 }],
  ]);
  const reactions = new Map([1, 2, 3, 4, 5, 6].map((id) => [id, row]));
  const halves: Record<string, Molecule> = {
    // C–[1*] and [2*]–N: neighbours before and after their dummies.
    a: { ...graph([6, 0, 9], [[0, 1, 1], [0, 2, 1]]), atoms: [plainAtom, { ...plainAtom, element: 0, isotope: 1 }, { ...plainAtom, element: 9 }] }, // prettier-ignore
    b: { ...graph([0, 7], [[0, 1, 1]]), atoms: [{ ...plainAtom, element: 0, isotope: 2 }, { ...plainAtom, element: 7 }] }, // prettier-ignore
  };
  const chemistry: Chemistry = {
    ...fakeChemistry({}),
    molecule: (smiles) => halves[smiles] ?? null,
    react: (smarts, [first, second]) => `(${first}+${second}|${smarts})`,
    assemble: ({ atoms, bonds }: Graph) =>
      `${atoms.map(({ element }) => element).join('.')}:${bonds.map(({ from, to }) => `${from}-${to}`).join(',')}`,
  };
  const product = (id: string) => productOf(id, { reactions, blocks }, chemistry);
  const joined = '6.9.7:0-1,0-2';

  it('takes the table’s reaction for two blocks, ordered by their roles', () => {
    expect(product('rxn:2:1:2')).toBe('(a+b|table)');
    expect(product('rxn:2:2:1')).toBe('(a+b|table)');
    expect(product('rxn:2:6:2')).toBe('(f+b|table)');
    expect(product('rxn:2:1:6')).toBe('(a+f|table)');
    expect(product('rxn:3:1:2')).toBe('(a+b|table)');
    expect(product('rxn:2:4:2')).toBeNull();
    expect(product('rxn:2:1:1')).toBeNull();
    expect(product('rxn:2:2:2')).toBeNull();
    expect(product('rxn:2:1:3')).toBeNull();
    expect(product('rxn:2:3:1')).toBeNull();
  });

  it('joins halves for reaction 1', () => {
    expect(product('rxn:1:1:2')).toBe(joined);
    expect(joinSynthons('a', 'b', chemistry)).toBe(joined);
    expect(joinSynthons('b', 'a', chemistry)).toBeNull();
    expect(joinSynthons('a', 'a', chemistry)).toBeNull();
    expect(joinSynthons('x', 'b', chemistry)).toBeNull();
    expect(joinSynthons('a', 'x', chemistry)).toBeNull();
  });

  it('takes two steps for reactions 3 and 5', () => {
    expect(product('rxn:3:1:2:3')).toBe(`(${joined}+c|[C:1](=O)[OH].[N:2]>>[C:1](=O)[N:2])`);
    expect(product('rxn:5:2:1:3')).toBe(
      '((a+b|[#6:1][Br].[#6:2][B]([OH])[OH]>>[#6:1][#6:2])+c|[#6:1][Cl].[#6:2][B]([OH])[OH]>>[#6:1][#6:2])',
    );
    expect(product('rxn:3:1:2:5')).toBeNull();
    expect(product('rxn:3:1:1:3')).toBeNull();
    expect(product('rxn:3:6:6:3')).toBeNull();
    for (const other of [1, 2, 4, 6]) expect(product(`rxn:${other}:1:2:3`)).toBeNull();
  });

  it('decides the order of three blocks by any shared bit', () => {
    // f has bits of both roles: in the order given both overlaps are there, so it stays.
    expect(product('rxn:5:6:1:3')).toContain('((a+f|');
    expect(product('rxn:5:6:2:3')).toContain('((f+b|');
    expect(product('rxn:5:6:6:3')).toContain('((f+f|');
    expect(product('rxn:5:2:6:3')).toContain('((f+b|');
  });

  it('keeps a side of a double bond unless an atom that tells it goes', () => {
    const kept: Graph[] = [];
    const recording: Chemistry = { ...chemistry, assemble: (made) => (kept.push(made), 'made') };
    const sided = (atoms: number[]): Bond => ({ from: 0, to: 2, order: 2, aromatic: false, stereo: { kind: 'trans', atoms } }); // prettier-ignore
    const end: Bond = { from: 0, to: 1, order: 1, aromatic: false, stereo: null };
    const half = halves['a'];
    if (!half) throw new Error('no half');
    for (const atoms of [
      [0, 2],
      [1, 2],
    ]) {
      // prettier-ignore
      joinSynthons('s', 'b', {
        ...recording,
        molecule: (smiles) =>
          smiles === 's' ? { ...half, bonds: [end, sided(atoms)] } : (halves[smiles] ?? null),
      });
    }

    expect(kept.map(({ bonds }) => bonds[0]?.stereo)).toEqual([
      { kind: 'trans', atoms: [0, 1] },
      null,
    ]);
  });
});
