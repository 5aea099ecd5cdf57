import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  measureBands,
  ORTHOGRAPHIC_BANDS,
  PHONETIC_BANDS,
} from '../../../../../src/subnets/yanez/scoring/bands.ts';
import { scoreName } from '../../../../../src/subnets/yanez/scoring/name.ts';
import { scoreNamePart } from '../../../../../src/subnets/yanez/scoring/name-part.ts';
import {
  metaphone,
  nysiis,
  soundex,
} from '../../../../../src/subnets/yanez/scoring/phonetic-codes.ts';
import { ruleCompliance } from '../../../../../src/subnets/yanez/scoring/rule-compliance.ts';
import {
  followsRule,
  isApplicable,
  RULE_NAMES,
  rulesFollowed,
} from '../../../../../src/subnets/yanez/scoring/rules.ts';
import {
  editDistance,
  hasExcessiveRepetition,
  orthographicSimilarity,
  phoneticSimilarity,
} from '../../../../../src/subnets/yanez/scoring/similarity.ts';
import type { PartQuery } from '../../../../../src/subnets/yanez/scoring/name-part.ts';
import type { PhoneticWeights } from '../../../../../src/subnets/yanez/scoring/similarity.ts';

const WEIGHTS: PhoneticWeights = [
  ['soundex', 0.5],
  ['metaphone', 0.3],
  ['nysiis', 0.2],
];
const query: PartQuery = {
  phonetic: { Light: 1 },
  orthographic: { Light: 1 },
  expected: 1,
  weights: () => WEIGHTS,
};
const word = fc.string({ unit: fc.constantFrom(...'abcdeghiknoprstvwxyz'), maxLength: 9 });

function part(original: string, variations: string[], change: Partial<PartQuery> = {}) {
  const outcome = scoreNamePart(original, variations, { ...query, ...change });
  if ('ungraded' in outcome) throw new Error(outcome.ungraded);
  return outcome.graded;
}

describe('soundex', () => {
  it.each([
    ['', ''],
    ['a', 'A000'],
    ['hh', 'H000'],
    ['tymczak', 'T522'],
    ['ashcroft', 'A261'],
    ['pfister', 'P236'],
    ['honeyman', 'H555'],
    ['bbwb', 'B000'],
    ['bab', 'B100'],
    ['élan', 'E450'],
    ['jqkxz', 'J000'],
    ['dtlmnr', 'D456'],
    ['rrl', 'R400'],
    ['fvp', 'F000'],
  ])('of %s is %s', (text, code) => {
    expect(soundex(text)).toBe(code);
  });
});

describe('metaphone', () => {
  it.each([
    ['', ''],
    ['knee', 'N'],
    ['gnu', 'N'],
    ['pneu', 'N'],
    ['wrap', 'RP'],
    ['aero', 'ER'],
    ['lamb', 'LMB'],
    ['accede', 'AKST'],
    ['hammer', 'HMR'],
    ['cia', 'X'],
    ['chat', 'XT'],
    ['city', 'ST'],
    ['cycle', 'SKL'],
    ['edge', 'EJ'],
    ['dodgy', 'TJ'],
    ['dgi', 'J'],
    ['gem', 'JM'],
    ['gig', 'JK'],
    ['gyro', 'JR'],
    ['night', 'NT'],
    ['high', 'H'],
    ['ghost', 'KHST'],
    ['signed', 'SKNT'],
    ['oho', 'OH'],
    ['ahmed', 'AMT'],
    ['smithh', 'SM0'],
    ['back', 'BK'],
    ['phone', 'FN'],
    ['pop', 'PP'],
    ['queen', 'KN'],
    ['ship', 'XP'],
    ['vision', 'FXN'],
    ['asia', 'AX'],
    ['nation', 'NXN'],
    ['thing', '0NK'],
    ['catch', 'KX'],
    ['tot', 'TT'],
    ['van', 'FN'],
    ['what', 'WT'],
    ['owl', 'OL'],
    ['away', 'AW'],
    ['box', 'BKS'],
    ['xeno', 'SN'],
    ['xhosa', 'XHS'],
    ['xiong', 'XNK'],
    ['yes', 'YS'],
    ['day', 'T'],
    ['zoo', 'S'],
    ['a b', 'A B'],
    ["o'neil", 'ONL'],
  ])('of %s is %s', (text, code) => {
    expect(metaphone(text)).toBe(code);
  });
});

describe('nysiis', () => {
  it.each([
    ['', ''],
    ['a', 'A'],
    ['s', 'S'],
    ['macintosh', 'MCANT'],
    ['knuth', 'NAT'],
    ['koehn', 'CAN'],
    ['phillipson', 'FALAPSAN'],
    ['pfeister', 'FASTAR'],
    ['schoenhoeft', 'SANAFT'],
    ['mckee', 'MCY'],
    ['mackie', 'MCY'],
    ['heitschmidt', 'HATSSNAD'],
    ['bart', 'BAD'],
    ['hurd', 'HAD'],
    ['hunt', 'HAD'],
    ['bond', 'BAD'],
    ['brent', 'BRAD'],
    ['steven', 'STAFAN'],
    ['quaqua', 'QAG'],
    ['lizzy', 'LASY'],
    ['aknon', 'ANAN'],
    ['lask', 'LASC'],
    ['schmit', 'SNAT'],
    ['raphael', 'RAFAL'],
    ['bowman', 'BAONAN'],
    ['lawson', 'LASAN'],
    ['may', 'MY'],
    ['bass', 'B'],
  ])('of %s starts the comparison as %s', (text, code) => {
    expect(nysiis(text)).toBe(code);
  });
});

describe('similarity', () => {
  it('sums the weights of the codes that agree, in their order', () => {
    expect(phoneticSimilarity('knight', 'night', WEIGHTS)).toBeCloseTo(0.5, 12);
    expect(phoneticSimilarity('john', 'jon', WEIGHTS)).toBe(1);
    expect(phoneticSimilarity('ivan', 'petr', WEIGHTS)).toBe(0);
    expect(phoneticSimilarity('a', 'a', [])).toBe(0);
  });

  it('counts edits over code points', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('abc', '')).toBe(3);
    expect(editDistance('a🙂c', 'a🙃c')).toBe(1);
    expect(orthographicSimilarity('🙂', '🙃🙃')).toBe(0);
    expect(orthographicSimilarity('', '')).toBe(0);
    expect(orthographicSimilarity('ab', 'abcd')).toBe(0.5);
  });

  it('is symmetric, bounded and 1 only for equal texts', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const alike = orthographicSimilarity(a, b);
        expect(alike).toBe(orthographicSimilarity(b, a));
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike === 1).toBe(a === b && a !== '');
        expect(phoneticSimilarity(a, a, WEIGHTS)).toBeCloseTo(1, 12);
        for (const code of [soundex, metaphone, nysiis]) expect(typeof code(a)).toBe('string');
      }),
    );
  });

  it('finds three equal characters in a row, ignoring case, but not line feeds', () => {
    expect(['aaa', 'xAaAx', '   ', 'a---'].map(hasExcessiveRepetition)).toEqual(
      Array(4).fill(true),
    );
    expect(['aab', '', 'abab', '\n\n\n'].map(hasExcessiveRepetition)).toEqual(Array(4).fill(false));
  });
});

describe('bands', () => {
  it('include both ends and leave gaps', () => {
    const hit = (value: number, limits = PHONETIC_BANDS) =>
      (['Light', 'Medium', 'Far'] as const).map(
        (band) => measureBands([value], limits, { [band]: 1 }).quality,
      );

    expect([0.8, 1].map((value) => hit(value))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
    expect([0.6, 0.79].map((value) => hit(value))).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect([0.3, 0.59].map((value) => hit(value))).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
    for (const gap of [0.7999, 0.795, 0.595, 0.2999, 1.0000001])
      expect(hit(gap)).toEqual([0, 0, 0]);
    const spelled = [0.7, 0.5, 0.69, 0.2, 0.49].map((value) => hit(value, ORTHOGRAPHIC_BANDS));
    expect(spelled.map((row) => row.indexOf(1))).toEqual([0, 1, 1, 2, 2]);
    for (const gap of [0.695, 0.495, 0.199])
      expect(hit(gap, ORTHOGRAPHIC_BANDS)).toEqual([0, 0, 0]);
  });

  it('start again at 0 above the target', () => {
    const many = [1, 1, 1, 1];

    expect(measureBands(many, PHONETIC_BANDS, { Light: 1 }).quality).toBe(1);
    expect(measureBands(many, PHONETIC_BANDS, { Light: 0.5 }).quality).toBeCloseTo(
      0.5 * (1 - Math.exp(-1)),
      12,
    );
  });

  it('cost a tenth of the unmatched share, and count members of a band without target as such', () => {
    expect(measureBands([1, 0, 0, 0], PHONETIC_BANDS, { Light: 1 }).quality).toBeCloseTo(
      0.25 - 0.075,
      12,
    );
    expect(measureBands([1], PHONETIC_BANDS, { Light: 0.5 }).quality).toBe(0);
    expect(measureBands([], PHONETIC_BANDS, { Light: 1 }).quality).toBe(0);
    expect(measureBands([1, 1], PHONETIC_BANDS, {}).quality).toBe(0);
  });
});

describe('score of a name part', () => {
  it('weighs similarity 0.6, count 0.15, uniqueness 0.1 and length 0.15', () => {
    expect(part('john', ['john']).score).toBeCloseTo(1, 12);
    expect(part('john', ['john'], { phonetic: {}, orthographic: {} }).score).toBeCloseTo(0.4, 12);
    expect(part('john', ['john', 'john']).uniqueness).toBe(0.5);
    expect(part('john', ['john', 'john'], { expected: 2 }).score).toBeCloseTo(0.95, 12);
    expect(part('john', ['jo']).length).toBeCloseTo(0.25, 12);
    expect(part('jo', ['john']).length).toBe(0);
  });

  it('tolerates 20 % of the count, 5 more for each ten, at most 40', () => {
    const count = (actual: number, expected: number) =>
      part(
        'a',
        Array.from({ length: actual }, () => 'a'),
        { expected },
      ).count;

    expect([8, 12].map((n) => count(n, 9.99))).toEqual([1, Math.exp(-(12 - 11.988) / 9.99)]);
    expect([7, 13].map((n) => count(n, 10))).toEqual([Math.exp(-0.05), Math.exp(-0.05)]);
    expect([8, 12].map((n) => count(n, 10))).toEqual([1, 1]);
    expect(count(24, 40)).toBe(1);
    expect(count(23, 40)).toBeCloseTo(Math.exp(-1 / 40), 12);
    expect(count(36, 60)).toBe(1);
    expect(count(35, 60)).toBeLessThan(1);
    expect(count(1, 0.5)).toBeCloseTo(Math.exp(-0.4 / 0.5), 12);
    expect(count(1, 1.2)).toBe(1);
  });

  it('multiplies a similarity below 0.2 by 0.1', () => {
    const low = part('smith', ['smyth', 'abc', 'def', 'ghi', 'jkl'], { orthographic: {} });

    expect(low.similarity).toBeCloseTo(0.1 * ((low.phonetic + (low.orthographic ?? 0)) / 2), 12);
    expect(part('john', ['john'], { orthographic: {} }).similarity).toBe(0.5);
  });

  it('drops repeated letters for 5 % each, at most 20 %', () => {
    const clean = part('john', ['john'], { expected: 1 }).score;
    const filtered = (n: number) =>
      part('john', ['john', ...Array.from({ length: n }, () => 'jooohn')], { expected: n + 1 });

    expect(filtered(1).score).toBeCloseTo((clean - 0.1 * 0.5) * 0.95, 12);
    expect(filtered(5).score).toBeCloseTo((clean - 0.1 * (5 / 6)) * 0.8, 12);
    expect(part('john', ['jooohn']).score).toBeCloseTo((0.15 + 0) * 0.95, 12);
  });

  it('drops a twin only when sound and spelling together exceed 0.99', () => {
    expect(part('john', ['john', 'jon'], { expected: 2 }).kept).toBe(2);
    expect(part('john', ['john', 'jon'], { expected: 2, orthographic: null }).kept).toBe(1);
  });

  it('scores nothing for no variation and cannot grade where nothing is expected', () => {
    expect(part('john', []).score).toBe(0);
    expect(scoreNamePart('john', ['x'], { ...query, expected: 0 })).toEqual({
      ungraded: 'nothing expected',
    });
    expect(scoreNamePart('', ['x'], query)).toEqual({ ungraded: 'empty text' });
    expect(scoreNamePart('john', [''], query)).toEqual({ ungraded: 'empty text' });
  });

  it('stays in 0..1', () => {
    fc.assert(
      fc.property(
        fc.array(word.filter(Boolean)),
        fc.integer({ min: 1, max: 15 }),
        (list, expected) => {
          const { score } = part('john', list, { expected });
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('score of a whole name', () => {
  const whole = (name: string, variations: string[], change: object = {}) => {
    const outcome = scoreName(name, variations, {
      ...query,
      partWeights: { first: 0.4, last: 0.6 },
      ruleBlock: null,
      ...change,
    });
    if ('ungraded' in outcome) throw new Error(outcome.ungraded);
    return outcome.graded;
  };

  it('gives rules a fifth, also when the query has none', () => {
    expect(whole('john smith', ['john smith'])).toMatchObject({ base: 1, final: 0.8 });
    const empty = { ruleBlock: { rules: [], percentage: 30 } };
    expect(whole('john smith', ['john smith'], empty).final).toBeCloseTo(1, 12);
    const impossible = { ruleBlock: { rules: ['remove_all_spaces'], percentage: 0 } };
    expect(whole('john', ['john'], impossible).final).toBeCloseTo(1, 12);
  });

  it('takes compliant variations out of the parts and lowers what they expect', () => {
    const ruleBlock = { rules: ['remove_all_spaces'], percentage: 50 };
    const scored = whole('john smith', ['john smith', 'johnsmith'], { ruleBlock, expected: 2 });

    expect(scored).toMatchObject({ first: 1, last: 1, base: 1 });
    expect(scored.compliance).toMatchObject({ score: 1, compliant: 1, expected: 1 });
    expect(scored.final).toBeCloseTo(1, 12);
    const all = whole('john smith', ['johnsmith'], {
      ruleBlock: { ...ruleBlock, percentage: 100 },
    });
    expect(all).toMatchObject({ base: 1, first: 0, last: 0 });
  });

  it('weighs the parts, and the last one by the share of variations that have it', () => {
    const half = whole('john smith', ['john smith', 'john'], { expected: 2 });

    expect(half.last).toBeCloseTo(0.5 * part('smith', ['smith'], { expected: 2 }).score, 12);
    expect(half.base).toBeCloseTo(0.4 * half.first + 0.6 * (half.last ?? 0), 12);
    expect(whole('madonna', ['madonna'])).toMatchObject({ last: null, base: 1 });
    expect(whole('john smith', []).final).toBe(0);
  });

  it('by sound alone knows no rules and no fifth', () => {
    const ruleBlock = { rules: ['remove_all_spaces'], percentage: 50 };

    expect(whole('li wei', ['li wei'], { orthographic: null, ruleBlock })).toMatchObject({
      final: expect.closeTo(1, 12),
      compliance: null,
    });
  });
});

describe('rules', () => {
  it.each([
    ['replace_spaces_with_random_special_characters', 'a b', 'a-b', 'a--b-'],
    ['replace_spaces_with_random_special_characters', 'abc def', 'abcdef', 'abxyzf'],
    ['replace_double_letters_with_single_letter', 'Anna', 'ana', 'ana x'],
    ['replace_random_vowel_with_random_vowel', 'John', 'jahn', 'jxhn'],
    ['replace_random_vowel_with_random_vowel', 'aeb', 'eac', 'xxb'],
    ['replace_random_consonant_with_random_consonant', 'john', 'Jomn', 'joan'],
    ['replace_random_special_character_with_random_special_character', 'a-b', 'a.b', 'aXb'],
    ['swap_random_letter', 'john', 'jhon', 'jnho'],
    ['swap_adjacent_syllables', 'john', 'jhon', 'John'],
    ['swap_adjacent_consonants', 'Smith', 'msith', 'simth'],
    ['delete_random_letter', 'a b', 'ab', 'b'],
    ['insert_random_letter', 'ab', 'a b', 'a bc'],
    ['remove_random_vowel', 'John', 'jhn', 'jon'],
    ['remove_random_consonant', 'John', 'jon', 'jhn'],
    ['remove_random_special_character', 'a-b', 'ab', 'a-'],
    ['remove_all_spaces', 'a b c', 'abc', 'ab c'],
    ['duplicate_random_letter_as_double_letter', 'ana', 'anna', 'anxa'],
    ['remove_title', 'Dr. John', 'jon', 'j'],
    ['add_random_leading_title', 'john', 'Prof. jon', 'prof.john'],
    ['add_random_trailing_title', 'john', 'john Esq.', 'john esq'],
    ['initial_only_first_name', 'John Ray Smith', 'j. ray smith', 'j. smith'],
    ['shorten_name_to_initials', 'John Smith', 'J. S.', 'j.s'],
    ['shorten_name_to_abbreviations', 'john smith', 'jo sm', 'john sm'],
    ['shorten_name_to_abbreviations', 'Madonna', 'mad', 'madonnas'],
    ['name_parts_permutations', 'a b c', 'c a b', 'c a a'],
  ])('%s: %s → %s, not %s', (rule, original, follows, doesNot) => {
    expect(followsRule(rule, original, follows)).toBe(true);
    expect(followsRule(rule, original, doesNot)).toBe(false);
    expect(followsRule(rule, original, original)).toBe(false);
  });

  it('knows all titles and suffixes', () => {
    const titles =
      'Mr. Mrs. Ms. Mr Mrs Ms Miss Dr. Dr Prof. Prof Sir Lady Lord Dame Master Mistress';
    for (const title of `${titles} Rev. Hon. Capt. Col. Lt. Sgt. Maj.`.split(' ')) {
      expect(followsRule('add_random_leading_title', 'wxyz', `${title} wxyz`)).toBe(true);
      expect(followsRule('remove_title', `${title} wxyz`, 'wxyz')).toBe(true);
    }
    for (const suffix of 'Jr. Sr. III IV V PhD MD Esq. Jr Sr'.split(' ')) {
      expect(followsRule('add_random_trailing_title', 'wxyz', `wxyz ${suffix}`)).toBe(true);
    }
    expect(followsRule('add_random_leading_title', 'wxyz', 'king wxyz')).toBe(false);
  });

  it('knows every special character', () => {
    for (const char of '!@#$%^&*()_+-=[]{}|;:,.<>?') {
      expect(followsRule('remove_random_special_character', `a${char}b`, 'ab')).toBe(true);
    }
    expect(followsRule('remove_random_special_character', "a'b", 'ab')).toBe(false);
  });

  it('are 22, and an unknown one is never followed', () => {
    expect(RULE_NAMES).toHaveLength(22);
    expect(followsRule('toString', 'a', 'b')).toBe(false);
    expect(rulesFollowed('john', 'john')).toEqual([]);
  });

  it('apply only to names that can follow them', () => {
    for (const rule of [
      'name_parts_permutations',
      'initial_only_first_name',
      'shorten_name_to_initials',
      'shorten_name_to_abbreviations',
      'remove_all_spaces',
      'replace_spaces_with_random_special_characters',
    ]) {
      expect([isApplicable(rule, 'john'), isApplicable(rule, 'john smith')]).toEqual([false, true]);
    }
    expect(isApplicable('replace_double_letters_with_single_letter', 'Aab')).toBe(true);
    expect(isApplicable('replace_double_letters_with_single_letter', 'aba')).toBe(false);
    expect(isApplicable('swap_adjacent_consonants', 'anna')).toBe(false);
    expect(isApplicable('swap_adjacent_consonants', 'anta')).toBe(true);
    expect(isApplicable('remove_title', 'john')).toBe(true);
  });

  it('never crash on any pair of texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(rulesFollowed(a, b).every((rule) => RULE_NAMES.includes(rule))).toBe(true);
        expect(rulesFollowed(a, a)).toEqual([]);
      }),
    );
  });
});

describe('rule compliance', () => {
  it('is quantity times diversity over the applicable rules', () => {
    const rules = ['remove_all_spaces', 'name_parts_permutations', 'unknown'];
    const scored = ruleCompliance('a b', ['ab', 'ab', 'x', 'y'], rules, 0.5);

    expect(scored).toMatchObject({ compliant: 1, expected: 2, quantity: 0.5 });
    expect(scored.diversity).toBeCloseTo(1 / 3, 12);
    expect(scored.score).toBeCloseTo(1 / 6, 12);
  });

  it('falls from 1 to a half above the target', () => {
    const quantity = (n: number) =>
      ruleCompliance(
        'a b',
        ['ab', 'b a', 'ax b', 'a bx'].slice(0, n),
        ['remove_all_spaces', 'name_parts_permutations', 'insert_random_letter'],
        0,
      ).quantity;

    expect([1, 2, 3, 4].map(quantity)).toEqual([1, 0.5, 0.5, 0.5]);
    const wide = ['ax b', 'ay b', 'az b', 'x', 'y'];
    expect(ruleCompliance('a b', wide, ['insert_random_letter'], 0.4).quantity).toBe(0.75);
  });
});
