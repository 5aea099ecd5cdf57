import { describe, expect, it } from 'vitest';
import {
  parsePythonFloat,
  parsePythonInt,
  replaceSpaces,
  splitLines,
  splitWords,
} from '../../../src/shared/python-parse.ts';

describe('text read as Python reads it', () => {
  it('splits words at any white space of Python and drops empty ones', () => {
    expect(splitWords('  a\u0085b\u3000c\td ')).toEqual(['a', 'b', 'c', 'd']);
    expect(splitWords('a\ufeffb')).toEqual(['a\ufeffb']);
    expect(splitWords(' \n ')).toEqual([]);
  });

  it('replaces runs of white space', () => {
    expect(replaceSpaces(' a \t b', '')).toBe('ab');
    expect(replaceSpaces('a \n b', ' ')).toBe('a b');
  });

  it('splits lines at every line end and adds none at the end', () => {
    expect(splitLines('a\nb\r\nc\rd\u2028e\u0085f\u001cg\n')).toEqual([...'abcdefg']);
    expect(splitLines('\n\na')).toEqual(['', '', 'a']);
    expect(splitLines('')).toEqual([]);
  });

  it('reads whole numbers with sign, space and single underscores', () => {
    expect([' 7\n', '+7', '-07', '1_000'].map(parsePythonInt)).toEqual([7, 7, -7, 1000]);
    expect(['', ' ', '1.0', '1__0', '_1', '1_', '0x1', '+ 1'].map(parsePythonInt)).toEqual(
      Array.from({ length: 8 }, () => null),
    );
  });

  it('reads decimal numbers', () => {
    expect(['1', '1.', '.5', '1.5e3', '-1E-2', ' 1_0.2_5 '].map(parsePythonFloat)).toEqual([
      1, 1, 0.5, 1500, -0.01, 10.25,
    ]);
    expect(['', '.', 'e5', '1e', '1 2', '0x1', '1..2', 'infin'].map(parsePythonFloat)).toEqual(
      Array.from({ length: 8 }, () => null),
    );
  });

  it('reads NaN and infinities in any case', () => {
    expect(['NaN', '-nan', 'inf', '+Infinity', '-INF'].map(parsePythonFloat)).toEqual([
      NaN,
      NaN,
      Infinity,
      Infinity,
      -Infinity,
    ]);
  });
});
