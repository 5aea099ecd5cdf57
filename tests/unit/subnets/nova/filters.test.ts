import { describe, expect, it } from 'vitest';
import { failures, withAtoms } from './blueprint-world.ts';
import { type FakeMolecule, atomsOf, lines, plainAtom } from './fake-chemistry.ts';

describe('checkFilters', () => {
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
    ['sulfur count <= 4', withAtoms(16, 4), withAtoms(16, 5)],
    ['phosphorus count <= 2', withAtoms(15, 2), withAtoms(15, 3)],
    ['iodine count <= 1', withAtoms(53, 1), withAtoms(53, 2)],
    ['bromine count <= 2', withAtoms(35, 2), withAtoms(35, 3)],
    ['total halogens <= 6', withAtoms(17, 6), withAtoms(17, 7)],
    ['oxygen count <= 12', withAtoms(8, 12), withAtoms(8, 13)],
    ['nitrogen count <= 12', withAtoms(7, 10), withAtoms(7, 11)],
    ['boron 0', {}, withAtoms(5, 1)],
    ['silicon 0', {}, withAtoms(14, 1)],
    ['selenium 0', {}, withAtoms(34, 1)],
    ['aromatic nitrogen <= 4', aromatic(7, 4, 20), aromatic(7, 5, 20)],
    ['aromatic carbon <= 30', aromatic(6, 30, 45), aromatic(6, 31, 45)],
    ['aromatic atom fraction <= 0.75', aromatic(6, 15, 20), aromatic(6, 16, 20)],
  ])('holds %s on both sides', (name, within, beyond) => {
    expect(failures(within)).not.toContain(name);
    expect(failures(beyond)).toContain(name);
  });
});
