import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../../src/subnets/yanez/scoring/answer.ts';
import { penaltiesOf } from '../../../../../src/subnets/yanez/scoring/completeness.ts';
import { scoreGeocode } from '../../../../../src/subnets/yanez/scoring/geocode.ts';
import {
  addressWords,
  firstSection,
  normaliseName,
} from '../../../../../src/subnets/yanez/scoring/normalise.ts';

// What is left of names and addresses when copies are looked for (section 7.7), and how exactly an
// address is found (section 7.6).

describe('a name reduced to what copies have in common', () => {
  it('reads digits and signs as letters, and k as c', () => {
    expect(normaliseName('0123456789')).toBe('oizeasgtbg');
    expect(normaliseName('@$!|#%°ö')).toBe('asiihooo');
    expect(normaliseName('&(¢k+ä€ë§')).toBe('andccctaees');
    expect(normaliseName('  Ü ß Kate\tB-C ')).toBe('catebc');
  });
});

describe('an address reduced to its words', () => {
  const words = (text: string) => addressWords(text, (same) => same);

  it('has words of four letters and more, sorted, once each, without the common ones', () => {
    expect(words('Baker baker, Street lane abc abcd 12 city')).toEqual(['abcd', 'baker']);
    expect(words('over-seas')).toEqual(['overseas']);
    expect(words('Café Zürich')).toEqual(['cafe', 'zurich']);
  });

  it('leaves out the blocks of letters that stand for others, to both their ends', () => {
    const dropped = [
      0x1d00, 0x1dbf, 0xa720, 0xa7ff, 0x1_0780, 0x1_07bf, 0x2070, 0x207f, 0x2080, 0x209f,
    ];
    for (const code of dropped) {
      expect(words(`abc${String.fromCodePoint(code)}de`), code.toString(16)).toEqual(['abcde']);
    }
    // Letters next to a block stay.
    expect(words('abcd\u1dc0')).toEqual(['abcd']);
    expect(words('\u1cf5bcd')).toEqual(['\u1cf5bcd']);
  });

  it('has a first section that takes the next one while it is short', () => {
    expect(firstSection('Abcd, Baker Street')).toBe('abcd');
    expect(firstSection('Abc, Baker Street')).toBe('abc baker street');
    expect(firstSection('to the Abc')).toBe('the abc');
    expect(firstSection('abc')).toBe('abc');
  });
});

describe('a geocoded address', () => {
  const result = (degrees: number, more = {}) => ({
    placeRank: 20,
    name: 'Baker',
    displayName: '10 Baker Street',
    boundingBox: ['0', String(degrees), '0', String(degrees)],
    ...more,
  });
  const score = (...list: ReturnType<typeof result>[]) =>
    scoreGeocode('10 Baker Street', list)?.score ?? null;
  /** Side in degrees of a square of so many m² at the equator. */
  const side = (area: number) => Math.sqrt(area) / 111_000;

  it('is worth less the wider it is', () => {
    const at = (area: number) => [
      score(result(side(area * 0.999))),
      score(result(side(area * 1.001))),
    ];

    expect(at(100)).toEqual([1, 0.9]);
    expect(at(1000)).toEqual([0.9, 0.8]);
    expect(at(10_000)).toEqual([0.8, 0.7]);
    expect(at(100_000)).toEqual([0.7, 0.3]);
    expect(score(result(0))).toBe(1);
  });

  it('counts the areas of all results, narrower towards the poles', () => {
    expect(score(result(side(60)), result(side(60)))).toBe(0.9);
    const north = scoreGeocode('10 Baker Street', [
      result(0, { boundingBox: ['59.5', '60.5', '3', '4'] }),
    ]);
    expect(north?.totalArea).toBeCloseTo(111_000 ** 2 / 2, 0);
    expect(north?.results).toBe(1);
  });

  it('needs a result of rank 20, of its name and of its digits', () => {
    expect(score(result(0, { placeRank: 19 }))).toBeNull();
    expect(score(result(0, { name: 'Oxford' }))).toBeNull();
    expect(score(result(0, { displayName: '11 Baker Street' }))).toBeNull();
    expect(score(result(0, { displayName: '10 Baker Street 7' }))).toBeNull();
    expect(score(result(0, { displayName: '' }))).toBe(1);
  });

  it('needs boxes that can be read', () => {
    expect(score(result(0, { boundingBox: null }))).toBeNull();
    expect(score(result(0, { boundingBox: ['0', '0', '0'] }))).toBeNull();
    for (const place of [0, 1, 2, 3]) {
      const boundingBox = ['0', '0', '0', '0'].map((text, i) => (i === place ? 'x' : text));
      expect(score(result(0, { boundingBox }))).toBeNull();
    }
    expect(score(result(0), result(0, { boundingBox: ['x', '0', '0', '0'] }))).toBeNull();
  });
});

describe('completeness', () => {
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
  const unique = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      name: LETTERS.slice(0, i + 1),
      dob: `${1900 + i}-01-01`,
      address: '',
    }));
  const of = (list: Answer, count = 10, seeds = ['A B']) => penaltiesOf(list, seeds, count);

  it('bounds what unrequested, missing and few cost', () => {
    const unasked = [...LETTERS].slice(0, 9).map((name): Answer[number] => [name, unique(10)]);

    expect(of([['A B', unique(10)], ...unasked]).extras.unrequested).toBe(0.7);
    expect(of(unasked.slice(0, 1), 10, ['A', 'B', 'C', 'D', 'E']).missingNames).toBe(0.9);
    expect(of([['A B', unique(1)]], 100)).toMatchObject({
      insufficientAddresses: 0.4,
      insufficientDates: 0.1,
    });
    expect(of([['A B', unique(7)]])).toMatchObject({ insufficientDates: expect.closeTo(0.1, 12) });
    expect(of([['A B', unique(1)]], 1).multiplier).toBe(1);
  });

  it('counts what stands twice: names, dates to 0.1, addresses to 0.5', () => {
    const twice = (more: { dob?: string; address?: string }, n = 10): Answer => [
      ['A B', unique(n).map((one) => ({ ...one, ...more }))],
    ];

    expect(of(twice({ dob: '1980-01-01' })).extras.dates).toBe(0.1);
    expect(of(twice({ dob: '' })).extras.dates).toBe(0);
    expect(of(twice({ address: '12 Baker Street' })).extras.addresses).toBe(0.5);
    expect(of(twice({ address: '12 Baker Street' }, 3), 3).extras.addresses).toBeCloseTo(0.2, 12);
    const [first] = unique(1);
    expect(first && of([['A B', [first, first, first]]], 3).extras.names).toBeCloseTo(0.1, 12);
    expect(of([['A B', unique(14)]]).extras.tooMany).toBeCloseTo(0.3, 12);
  });

  it('costs 0.05 a name with three signs, and 0.2 for digits in more than 0.4 of the names', () => {
    const signed = (name: string): Answer[number] => [
      'A B',
      [...unique(9), { name, dob: '', address: '' }],
    ];
    const plain = (key: string): Answer[number] => [key, unique(10)];

    expect(of([signed('a..')]).nonLetters).toBe(0);
    expect(of([signed('a...')]).nonLetters).toBeCloseTo(0.05, 12);
    expect(of([signed('a1'), plain('C')]).nonLetters).toBeCloseTo(0.2, 12);
    expect(of([signed('a1'), plain('C'), plain('D')]).nonLetters).toBe(0);
    expect(
      of([
        signed('a1'),
        ['B', [{ name: 'b2', dob: '', address: '' }]],
        plain('C'),
        plain('D'),
        plain('E'),
      ]).nonLetters,
    ).toBe(0);
  });

  it('leaves a tenth at least', () => {
    const worst: Answer = [['C', unique(1).map((one) => ({ ...one, name: 'a1b2c3' }))]];

    expect(of(worst, 100, ['A', 'B', 'D', 'E', 'F'])).toMatchObject({
      total: 0.9,
      multiplier: expect.closeTo(0.1, 12),
    });
  });
});
