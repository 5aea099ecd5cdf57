import { describe, expect, it } from 'vitest';
import {
  codePointLength,
  compareCodePoints,
  formatFixed,
  stripPython,
} from '../../../src/shared/python-text.ts';

describe('text as Python sees it', () => {
  it('strips the separators that JavaScript keeps and keeps the mark that JavaScript strips', () => {
    expect(stripPython('\u001c\u0085\t a b \u3000\u001f')).toBe('a b');
    expect(stripPython('\ufeffa\ufeff')).toBe('\ufeffa\ufeff');
    expect(stripPython(' \n\r ')).toBe('');
  });

  it('counts code points', () => {
    expect(codePointLength('a🙂b')).toBe(3);
    expect(codePointLength('\ud83d')).toBe(1);
    expect(codePointLength('')).toBe(0);
  });

  it('orders by code points, so that an emoji comes after a private-use character', () => {
    expect(compareCodePoints('\u{1f642}', '\uffff')).toBeGreaterThan(0);
    expect(compareCodePoints('a', 'b')).toBeLessThan(0);
    expect(compareCodePoints('ab', 'a')).toBeGreaterThan(0);
    expect(compareCodePoints('a', 'a')).toBe(0);
    expect(['b', 'Z', 'a', ''].sort(compareCodePoints)).toEqual(['', 'Z', 'a', 'b']);
  });

  it('rounds exact ties to the even digit', () => {
    expect(formatFixed(0.03125, 4)).toBe('0.0312');
    expect(formatFixed(0.09375, 4)).toBe('0.0938');
    expect(formatFixed(0.90625, 4)).toBe('0.9062');
    expect(formatFixed(-0.03125, 4)).toBe('-0.0312');
    expect(formatFixed(2.5, 0)).toBe('2');
    expect(formatFixed(3.5, 0)).toBe('4');
    expect(formatFixed(0.15, 1)).toBe('0.1');
    expect(formatFixed(0.2, 4)).toBe('0.2000');
  });

  it('writes what is no finite number, a negative zero and great numbers as Python does', () => {
    expect([NaN, Infinity, -Infinity].map((x) => formatFixed(x, 4))).toEqual([
      'nan',
      'inf',
      '-inf',
    ]);
    expect(formatFixed(-0, 2)).toBe('-0.00');
    expect(formatFixed(1e21, 2)).toBe('1000000000000000000000.00');
    expect(formatFixed(1e22, 0)).toBe('10000000000000000000000');
  });
});
