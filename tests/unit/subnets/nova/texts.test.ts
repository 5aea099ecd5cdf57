import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { bracketAtoms } from '../../../../src/shared/chemistry/bracket-atoms.ts';
import {
  allowedReaction,
  isReactionAllowed,
} from '../../../../src/subnets/nova/scoring/allowed-reaction.ts';
import { parseTimelocked } from '../../../../src/subnets/nova/scoring/python-literal.ts';
import { parseEntry } from '../../../../src/subnets/nova/scoring/submission.ts';
import { parseInput, parseResult } from '../../../../src/subnets/nova/task.ts';

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
