import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { bracketAtoms } from '../../../../src/subnets/nova/bracket-atoms.ts';
import {
  allowedReaction,
  isReactionAllowed,
} from '../../../../src/subnets/nova/scoring/allowed-reaction.ts';
import { checkEntry } from '../../../../src/subnets/nova/scoring/entry-validity.ts';
import { parseTimelocked } from '../../../../src/subnets/nova/scoring/python-literal.ts';
import { joinSynthons, productOf } from '../../../../src/subnets/nova/scoring/reactions.ts';
import { parseEntry } from '../../../../src/subnets/nova/scoring/submission.ts';
import { parseInput, parseResult } from '../../../../src/subnets/nova/task.ts';
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

describe('parseEntry', () => {
  it('reads both parts and drops empty items', () => {
    expect(parseEntry('\n ,a,,b|~ ')).toEqual({ molecules: ['a', 'b'], sequences: [] });
    expect(parseEntry(',|,')).toEqual({ molecules: [], sequences: [] });
    expect(parseEntry('~~|~a')).toEqual({ molecules: ['~~'], sequences: ['~a'] });
  });

  it.each(['', '|', 'a', 'a|', '|a', 'a|b|', 'a b|c', 'a\t|c', 'a\u001c|c', 'ä|b', 'a\u00a0|b'])(
    'refuses %j',
    (text) => {
      expect(parseEntry(text)).toBeNull();
    },
  );

  it('never crashes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseEntry(text)).not.toThrow();
      }),
    );
  });
});

describe('parseTimelocked', () => {
  const bytes = (text: string) => parseTimelocked(`(1, ${text})`)?.ciphertext;

  it.each([
    ["(5,b'')", 5n],
    [" \t( 5 ,\n b'' ,) # done\n", 5n],
    ["5, b''", 5n],
    ["((5), (b''))", 5n],
    ["(-5, b'')", -5n],
    ["(+(5), b'')", 5n],
    ["(True, b'')", true],
    ["(False, b'')", false],
    ["(1_000, b'')", 1000n],
    ["(0x1F, b'')", 31n],
    ["(0b11, b'')", 3n],
    ["(0o17, b'')", 15n],
    ["(00, b'')", 0n],
  ])('reads the number of %j', (text, round) => {
    expect(parseTimelocked(text)?.round).toBe(round);
  });

  it.each([
    '',
    '()',
    '(1,)',
    "(1, b'', 2)",
    "[1, b'']",
    "(1, '')",
    "(1.0, b'')",
    "(1e3, b'')",
    "('1', b'')",
    "(--1, b'')",
    "(-(-1), b'')",
    "(-True, b'')",
    "(01, b'')",
    "(1__0, b'')",
    "(1_, b'')",
    "(1+2, b'')",
    "(1, b'' 'a')",
    "(1, b'ä')",
    "(1, b'a",
    "(1, b'\n')",
    "(1, b'\\x1')",
    "(1, b'') x",
    "(1, b''",
    "1,\nb''",
    "(None, b'')",
    "((1, b''),)",
    "(1, (b'',))",
    "(1, b''\0)",
  ])('refuses %j', (text) => {
    expect(parseTimelocked(text)).toBeNull();
  });

  it('reads every way to write bytes', () => {
    expect(bytes(String.raw`b'\x00\xff\n\r\t\\\'\"\a\b\f\v'`)).toEqual(
      Uint8Array.of(0, 255, 10, 13, 9, 92, 39, 34, 7, 8, 12, 11),
    );
    expect(bytes(String.raw`b'\1\12\101\400\8'`)).toEqual(Uint8Array.of(1, 10, 65, 0, 92, 56));
    expect(bytes(String.raw`b'\q'`)).toEqual(utf8('\\q'));
    expect(bytes(String.raw`rb'\x41\''`)).toEqual(utf8(String.raw`\x41\'`));
    expect(bytes(String.raw`BR"\n"`)).toEqual(utf8(String.raw`\n`));
    expect(bytes(`b'a' B"b"\nb'''c'd\ne'''`)).toEqual(utf8("abc'd\ne"));
    expect(bytes('b"""a"b"""')).toEqual(utf8('a"b'));
    expect(bytes("b'a\\\nb'")).toEqual(utf8('ab'));
  });

  it('reads at most 20 × 1024 characters, and numbers of 4300 digits', () => {
    const whole = (length: number) => `(1,b'${'a'.repeat(length - 7)}')`;

    expect(parseTimelocked(whole(20_480))?.ciphertext).toHaveLength(20_473);
    expect(parseTimelocked(whole(20_481))).toBeNull();
    expect(parseTimelocked(`(${'1'.repeat(4300)}, b'')`)).not.toBeNull();
    expect(parseTimelocked(`(${'1'.repeat(4301)}, b'')`)).toBeNull();
  });

  it('never crashes', () => {
    const text = fc.array(fc.constantFrom('(', ')', ',', "b'", "'", '1', '\\', 'x', ' ', '-', '"'));
    fc.assert(
      fc.property(text, (parts) => {
        expect(() => parseTimelocked(parts.join(''))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the allowed reaction', () => {
  it('is the hash modulo the number of reactions, plus one', () => {
    expect(allowedReaction('0x07')).toBe('rxn:3');
    expect(allowedReaction('0x07', 7)).toBe('rxn:1');
    expect(allowedReaction('07')).toBeNull();
    expect(allowedReaction('0x')).toBeNull();
    expect(allowedReaction('0xg')).toBeNull();
    expect(allowedReaction('0x07', 0)).toBeNull();
    expect(allowedReaction('0x07', 1)).toBe('rxn:1');
    expect(allowedReaction('0x07', 1.5)).toBeNull();
  });

  it('admits ids of the same number only', () => {
    expect(isReactionAllowed('anything', null)).toBe(true);
    expect(isReactionAllowed('rxn:4:1:2', 'rxn:4')).toBe(true);
    expect(isReactionAllowed('rxn: +4_0 :1', 'rxn:40')).toBe(true);
    expect(isReactionAllowed('rxn:04', 'rxn:4')).toBe(true);
    expect(isReactionAllowed('rxn:-4', 'rxn:4')).toBe(false);
    expect(isReactionAllowed('rxn:-4', 'rxn:-4')).toBe(true);
    expect(isReactionAllowed('rxn:4.0:1', 'rxn:4')).toBe(false);
    expect(isReactionAllowed('RXN:4:1', 'rxn:4')).toBe(false);
    expect(isReactionAllowed('4:1:2', 'rxn:4')).toBe(false);
  });
});

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

describe('task and answer', () => {
  const input = {
    config: { entropy_min_threshold: 0.25, num_molecules: 2, max_logp: 6 },
    challenge: { target_sequences: ['ACD'], antitarget_sequences: [], allowed_reaction: 'rxn:4' },
  };
  const parse = (molecules: unknown) => () => parseResult({ molecules }, parseInput(input));

  it('keeps the limits of the configuration', () => {
    expect(parseInput(input).config['max_logp']).toBe(6);
  });

  it('names the field of a broken task', () => {
    const broken = { ...input, challenge: { ...input.challenge, target_sequences: ['a1'] } };

    expect(() => parseInput(broken)).toThrow(expect.objectContaining({ code: 'input.malformed' }));
    expect(() => parseInput(broken)).toThrow(/challenge\.target_sequences\.0/);
  });

  it('takes exactly the molecules asked, each once', () => {
    expect(parse(['rxn:4:1:2', 'rxn:4:1:2:3'])()).toEqual({
      molecules: ['rxn:4:1:2', 'rxn:4:1:2:3'],
    });
    expect(parse(['rxn:4:1:2'])).toThrow(expect.objectContaining({ code: 'submission.malformed' }));
    expect(parse(['rxn:4:1:2'])).toThrow(/1 ids, the task asks 2/);
    expect(parse(['rxn:4:1:2', 'rxn:4:1:2'])).toThrow(/molecules\.1 .* molecules\.0/);
    expect(parse(['CCO', 'rxn:4:1:2'])).toThrow(/molecules\.0/);
  });
});

describe('bracketAtoms', () => {
  it('tells atoms in brackets and passes over merged hydrogens', () => {
    expect(bracketAtoms('C[C@H](N)Cl', 4)).toEqual([false, true, false, false]);
    expect(bracketAtoms('[H]C([H])Br', 2)).toEqual([false, false]);
    expect(bracketAtoms('[2H]c1ccc%10cc1', 7)).toEqual([true, ...Array<boolean>(6).fill(false)]);
    expect(bracketAtoms('*[NH3+].F', 3)).toEqual([false, true, false]);
  });
});
