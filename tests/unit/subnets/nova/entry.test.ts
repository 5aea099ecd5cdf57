import { describe, expect, it } from 'vitest';
import { checkEntry } from '../../../../src/subnets/nova/scoring/entry-validity.ts';
import { joinSynthons, productOf } from '../../../../src/subnets/nova/scoring/reactions.ts';
import { openChemistry } from '../../../support/rdkit.ts';
import type { EntryContext } from '../../../../src/subnets/nova/scoring/entry-validity.ts';
import type { ReactionSpace } from '../../../../src/subnets/nova/scoring/reactions.ts';

const chemistry = await openChemistry();
const amide = '[C:1](=O)[OH].[N;H2,H1;!$(N-C=O):2]>>[C:1](=O)[N:2]';
const space: ReactionSpace = {
  reactions: new Map([
    [1, { smarts: '', roleA: 1, roleB: 2, roleC: 0 }],
    [2, { smarts: amide, roleA: 4, roleB: 8, roleC: 0 }],
    [3, { smarts: '', roleA: 1, roleB: 2, roleC: 8 }],
    [5, { smarts: '', roleA: 16, roleB: 32, roleC: 32 }],
    [7, { smarts: amide, roleA: 12, roleB: 8, roleC: 8 }],
  ]),
  blocks: new Map([
    [1, { smiles: '[1*]CCc1ccccc1', roles: 1 }],
    [2, { smiles: '[2*]CCC(=O)O', roles: 2 }],
    [3, { smiles: 'OC(=O)c1ccc(CC)cc1', roles: 4 }],
    [4, { smiles: 'NCc1ccccn1', roles: 8 }],
    [5, { smiles: 'Brc1ccc(Cl)nc1', roles: 16 }],
    [6, { smiles: 'OB(O)c1ccccc1', roles: 32 }],
    [7, { smiles: 'OC(=O)c1ccccc1C', roles: 12 }],
    [8, { smiles: 'OC(=O)CS', roles: 4 }],
    [9, { smiles: 'OC(=O)c1ccc(CCC)cc1', roles: 4 }],
    [10, { smiles: 'c1ccccc1', roles: 3 }],
  ]),
};
const product = (id: string) => productOf(id, space, chemistry);

describe('productOf', () => {
  it('joins halves at their marked ends, in either order', () => {
    expect(product('rxn:1:1:2')).toBe('O=C(O)CCCCc1ccccc1');
    expect(product('rxn:1:2:1')).toBe('O=C(O)CCCCc1ccccc1');
  });

  it('runs the two steps of reactions 3 and 5, and of no other', () => {
    expect(product('rxn:3:1:2:4')).toBe('O=C(CCCCc1ccccc1)NCc1ccccn1');
    expect(product('rxn:3:2:1:4')).toBe(product('rxn:3:1:2:4'));
    expect(product('rxn:5:5:6:6')).toBe('c1ccc(-c2ccc(-c3ccccc3)nc2)cc1');
    expect(product('rxn:3:1:2:3')).toBeNull();
    expect(product('rxn:7:7:4:4')).toBeNull();
    expect(product('rxn:3:1:2')).toBeNull();
  });

  it('asks for all bits of a role', () => {
    expect(product('rxn:2:3:4')).not.toBeNull();
    expect(product('rxn:2:4:3')).toBe(product('rxn:2:3:4'));
    expect(product('rxn:7:3:4')).toBeNull();
    expect(product('rxn:7:7:4')).not.toBeNull();
    expect(product('rxn:2:3:3')).toBeNull();
  });

  it.each([
    '',
    'rxn',
    'rxn:1',
    'rxn:1:1',
    'rxn:1:1:2:3:4',
    'rxn:1:1:x',
    'rxn:9:1:2',
    'rxn:1:1:99',
    'rxn:1:1:2:99',
    'rxn:1:10:2',
  ])('gives nothing for %j', (id) => {
    expect(product(id)).toBeNull();
  });

  it('keeps a stereocentre beside the join, with the turn that the edit leaves', () => {
    expect(joinSynthons('[1*][C@H](C)N', '[2*]CO', chemistry)).toMatch(/@/);
    expect(joinSynthons('[1*]CC', 'CC', chemistry)).toBeNull();
    expect(joinSynthons('CC', '[2*]CC', chemistry)).toBeNull();
    expect(joinSynthons('nonsense', '[2*]CC', chemistry)).toBeNull();
    expect(joinSynthons('[1*]C/C=C/C', '[2*]C/C=C/C', chemistry)).toBe('CC=CCC/C=C/C');
    expect(joinSynthons('C[1*].C', '[2*]', chemistry)).toBeNull();
  });
});

describe('checkEntry', () => {
  const context: EntryContext = {
    space,
    chemistry,
    allowed: null,
    archive: { inchiKeys: new Set(), morgan: [] },
  };
  const good = 'rxn:2:3:4';
  const smiles = product(good) ?? '';
  const faultsOf = (ids: string[], with_: Partial<EntryContext> = {}) => {
    const { valid, faults } = checkEntry(ids, { ...context, ...with_ });
    return [valid.length, ...faults.map(({ fault }) => fault)];
  };

  it('keeps valid molecules before the first invalid one, and looks no further', () => {
    expect(faultsOf([good, 'rxn:1:1:1', 'rxn:2:9:4'])).toEqual([1, 'no product']);
    expect(faultsOf([good, 'rxn:2:9:4'])).toEqual([2]);
    expect(faultsOf([])).toEqual([0]);
  });

  it('skips a molecule that is too like a known one', () => {
    const archive = { inchiKeys: new Set<string>(), morgan: [chemistry.morgan(smiles) ?? []] };

    expect(faultsOf([good, 'rxn:1:1:2'], { archive })).toEqual([1, 'too like a known molecule']);
  });

  it('names every other fault', () => {
    const inchiKeys = new Set([chemistry.inchiKey(smiles) ?? '']);

    expect(faultsOf([good, good])).toEqual([0, 'given twice']);
    expect(faultsOf([good], { allowed: 'rxn:1' })).toEqual([0, 'reaction not allowed']);
    expect(faultsOf(['rxn:2:8:4'])).toEqual([0, 'banned element']);
    expect(faultsOf([good], { archive: { inchiKeys, morgan: [] } })).toEqual([
      0,
      'already in the archive',
    ]);
    expect(faultsOf([good, 'rxn:2:4:3'])).toEqual([0, 'identical molecules']);
  });
});
