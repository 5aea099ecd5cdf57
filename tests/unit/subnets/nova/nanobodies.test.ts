import { describe, expect, it } from 'vitest';
import { copyRule, hasQuality } from '../../../../src/subnets/nova/scoring/nanobody-duplicates.ts';
import {
  checkSequence,
  longestPairs,
  longestRun,
  residueEntropy,
  vhhClass,
} from '../../../../src/subnets/nova/scoring/nanobody-strings.ts';

describe('nanobodies', () => {
  // Every pair of neighbours differs and no pair comes twice in a row; hydrophobic letters are rare.
  const clean = (length: number) => `C${'DEGHKNPQRSTY'.repeat(20)}`.slice(0, length);
  const passes = (text: string) => checkSequence(text).passes;

  it('takes 90 to 150 letters', () => {
    expect([89, 90, 150, 151].map((length) => passes(clean(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(checkSequence(` ${clean(90).toLowerCase()}\n`).passes).toBe(true);
  });

  it('takes runs of 6 and repeats of 4 pairs, no more', () => {
    const with_ = (part: string) => passes(clean(60) + part + clean(40).slice(1));

    expect(with_('GGGGGG')).toBe(true);
    expect(with_('GGGGGGG')).toBe(false);
    expect(with_('GNGNGNGN')).toBe(true);
    expect(with_('GNGNGNGNGN')).toBe(false);
  });

  it('needs a cysteine, and a pair 35 to 80 apart where more are asked', () => {
    const pair = (distance: number, minCysteines: number) => {
      const text = clean(140);
      const found = checkSequence(`${text.slice(0, distance)}C${text.slice(distance + 1)}`, {
        ...ruleOf(),
        minCysteines,
      });
      return [found.plausibleCysteinePair, found.passes];
    };

    expect(passes(clean(100).slice(1))).toBe(false);
    expect([34, 35, 80, 81].map((distance) => pair(distance, 2))).toEqual([[false, false], [true, true], [true, true], [false, false]]); // prettier-ignore
    expect(pair(34, 1)).toEqual([false, true]);
    expect(pair(35, 3)).toEqual([true, false]);
  });

  it('refuses a signal peptide within the first 30 letters', () => {
    const signal = (before: number, hydrophobic: string, after = 'GS') =>
      checkSequence(clean(before) + hydrophobic + after + clean(100)).signalPeptide;

    expect(signal(1, 'AILMFWVA')).toBe(true);
    expect(signal(1, 'AILMFWV')).toBe(false);
    expect(signal(22, 'AILMFWVA')).toBe(true);
    expect(signal(23, 'AILMFWVA')).toBe(false);
    expect(signal(1, 'AILMGGGGFWVA')).toBe(true);
    expect(signal(1, 'AILMGGGGGFWVA')).toBe(false);
    expect(checkSequence('AILMFWVAAIL').signalPeptide).toBe(false);
  });

  it('names letters that are no amino acid', () => {
    expect(checkSequence('ZAXBZ').strangers).toEqual(['B', 'X', 'Z']);
    expect(checkSequence('ACDEFGHIKLMNPQRSTVWY').strangers).toEqual([]);
    expect(checkSequence('')).toMatchObject({
      length: 0,
      longestRun: 0,
      entropy: 0,
      passes: false,
    });
  });

  it('measures runs, repeats and variety', () => {
    expect([longestRun('ABBBA'), longestRun('AAB'), longestRun('A')]).toEqual([3, 2, 1]);
    expect(['AB', 'ABA', 'ABAB', 'XABABAB', 'AABB', 'AAAA', 'ABCD'].map(longestPairs)).toEqual([
      0, 0, 2, 3, 0, 0, 1,
    ]);
    expect(residueEntropy('AACC')).toBe(1);
    expect(residueEntropy('AACCXX')).toBe(1);
    expect(residueEntropy('ACDEFGHIKLMNPQRSTVWY')).toBeCloseTo(Math.log2(20), 12);
    expect(['ER', 'QR', 'EL', 'GR'].map(([a = '', b = '']) => vhhClass(a, b))).toEqual([
      'VHH',
      'VHH',
      'VH',
      'VH',
    ]);
  });

  it('calls a copy what is too like one of the best', () => {
    const like = (
      sequence: number,
      cdr3: number | null,
      cdr1: number | null = 0,
      cdr2: number | null = 0,
    ) => copyRule({ sequence, cdr1, cdr2, cdr3 }) !== null;

    expect([like(0.95, 0), like(0.949, 0)]).toEqual([true, false]);
    expect([like(0, 0.85), like(0, 0.849)]).toEqual([true, false]);
    expect([
      like(0, 0.8, 0.9, 0.9),
      like(0, 0.799, 1, 1),
      like(0, 0.8, 0.89, 1),
      like(0, 0.8, 1, 0.89),
    ]).toEqual([true, false, false, false]);
    expect([like(0.9, null), like(0.899, null, 1, 1), like(0.9, 0.8, null, null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('asks for nativeness of 0.45 and a human framework of 0.75', () => {
    expect([hasQuality('nativeness', 0.45), hasQuality('nativeness', 0.449)]).toEqual([
      true,
      false,
    ]);
    expect([hasQuality('humanFramework', 0.75), hasQuality('humanFramework', 0.749)]).toEqual([
      true,
      false,
    ]);
  });

  function ruleOf() {
    return {
      minLength: 90,
      maxLength: 150,
      maxRun: 6,
      maxPairs: 4,
      minCysteines: 1,
      cysteineDistance: [35, 80] as const,
      signal: { window: 12, hydrophobic: 8, prefix: 30 },
    };
  }
});
