import { describe, expect, it } from 'vitest';
import { blueprintFault } from '../../../../src/subnets/nova/scoring/blueprint-entry.ts';
import { symbolLength } from '../../../../src/subnets/nova/scoring/elements.ts';
import {
  isNovel,
  NOVEL_BELOW,
  PAIR_BELOW,
  tanimoto,
} from '../../../../src/subnets/nova/scoring/fingerprints.ts';
import {
  isBoltzSafe,
  MOLECULE_RULES,
  moleculeFault,
} from '../../../../src/subnets/nova/scoring/molecule-checks.ts';
import { AMIDES } from './blueprint-world.ts';
import { type FakeMolecule, atomsOf, fakeChemistry, lines, plainAtom } from './fake-chemistry.ts';

describe('fingerprints', () => {
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
});

describe('isBoltzSafe', () => {
  // Chlorine has one neighbour, like hydrogen: its rank comes after all hydrogens'.
  const chloride = (hydrogens: number) => ({
    smiles: 'CCl',
    rings: [],
    bonds: [{ from: 0, to: 1, order: 1, aromatic: false, stereo: null }],
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

  it('knows symbols of one letter', () => {
    const short = lines(119).filter((element) => symbolLength(element) === 1);

    expect(short).toEqual([0, 1, 5, 6, 7, 8, 9, 15, 16, 19, 23, 39, 53, 74, 92]);
    expect(symbolLength(17)).toBe(2);
  });
});

describe('blueprintFault', () => {
  it('refuses two molecules of Tanimoto 0.9 or more in 2026', () => {
    const made = (bits: number) => ({
      ...fakeChemistry({}),
      react: (_: string, [first]: readonly string[]) => first ?? null,
      maccs: (text: string) => (text.includes('O1') || text.includes('OCC1') ? [1] : [2]),
      morgan: (text: string) => (text.includes('OCC1') ? lines(bits) : lines(10)),
    });
    const found = (bits: number) =>
      blueprintFault(['rxn:2:1:4', 'rxn:2:2:4'], AMIDES, made(bits), {
        molecules: 2,
        entropyAbove: 0,
        filters: true,
      });

    expect(found(9)).toBe('two molecules too like');
    expect(found(8)).toBeNull();
  });
});
