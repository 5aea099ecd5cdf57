import { describe, expect, it } from 'vitest';
import { COMPONENT_LABELS, scoreRound } from '../../../../src/subnets/yanez/score.ts';
import { isInRegion, looksLikeAddress } from '../../../../src/subnets/yanez/scoring/address.ts';
import { afterCheating, detectCheating } from '../../../../src/subnets/yanez/scoring/cheating.ts';
import { penaltiesOf } from '../../../../src/subnets/yanez/scoring/completeness.ts';
import { REVEAL_DELAY_SECONDS } from '../../../../src/subnets/yanez/scoring/drand.ts';
import { scoreDates } from '../../../../src/subnets/yanez/scoring/dob.ts';
import {
  checkAddresses,
  GEOCODED,
  meanGeocode,
} from '../../../../src/subnets/yanez/scoring/geocode.ts';
import { firstSection } from '../../../../src/subnets/yanez/scoring/normalise.ts';
import { blendRanks, gradedScore, RANK_RULE } from '../../../../src/subnets/yanez/scoring/rank.ts';
import {
  PARTNER_HOTKEY,
  POOL_WEIGHTS,
  reputationFactors,
  splitPools,
} from '../../../../src/subnets/yanez/scoring/reputation.ts';
import { VOICE_TOKENS } from '../../../../src/subnets/yanez/scoring/voice.ts';
import { ALPHA, normaliseScores } from '../../../../src/subnets/yanez/scoring/weights.ts';
import { parseInput, parseResult } from '../../../../src/subnets/yanez/task.ts';
import type { Answer } from '../../../../src/subnets/yanez/scoring/answer.ts';

const ADDRESS = '115 New Cavendish Street, London W1T 5DU, United Kingdom';
const gazetteer = {
  citiesOf: (country: string) => (country === 'united kingdom' ? ['london'] : null),
};
const entry = (name: string, dob = '', address = '') => ({ name, dob, address });
const answer = (...variations: ReturnType<typeof entry>[]): Answer => [['A B', variations]];

describe('dates of birth', () => {
  const found = (date: string, seed = '1980-05-14') => [
    ...scoreDates(answer(entry('x', date)), [seed]).found,
  ];

  it('fall into the tightest bucket, ends included', () => {
    const dates = [
      '1980-05-14',
      '1980-05-15',
      '1980-05-17',
      '1980-06-13',
      '1980-08-12',
      '1981-05-14',
    ];
    expect(dates.map((date) => found(date)[0])).toEqual(['1', '1', '3', '30', '90', '365']);
    expect(
      ['1980-05-16', '1980-05-18', '1980-06-14', '1980-08-13'].map((d) => found(d)[0]),
    ).toEqual(['3', '30', '90', '365']);
    expect(found('1981-05-15')).toEqual([]);
  });

  it('are read as Python reads them', () => {
    expect(['1980-5-15', '1980-05- 9'].map((d) => found(d).length)).toEqual([1, 1]);
    expect(['1980-05', '1980-5'].map((d) => found(d)[0])).toEqual(['year_month', 'year_month']);
    expect(
      ['', '80-05-15', '1980-02-30', '1980-13', '1980/05/15', '1980-06'].flatMap((d) => found(d)),
    ).toEqual([]);
    expect(scoreDates(answer(entry('x', '1980-05-15')), ['bad']).overall).toBe(0);
    expect(scoreDates([], ['1980-05-14']).overall).toBe(0);
  });
});

describe('addresses', () => {
  it('need 30 word characters, 20 letters, a digit and two commas', () => {
    const made = (letters: number, digits: number) =>
      `abcde${'f'.repeat(letters - 5)},${'1'.repeat(digits)},`;

    expect([made(20, 10), made(20, 9), made(19, 11), made(30, 0)].map(looksLikeAddress)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([made(280, 20), made(281, 20)].map(looksLikeAddress)).toEqual([true, false]);
    expect(looksLikeAddress(made(25, 10).replace(',', ' '))).toBe(false);
    for (const char of '`:%$@*^[]{}_«»') expect(looksLikeAddress(made(20, 20) + char)).toBe(false);
  });

  it('lie in a region by city, country or its alias', () => {
    expect(
      ['London', 'united kingdom', 'UK', 'France'].map((s) => isInRegion(ADDRESS, s, gazetteer)),
    ).toEqual([true, true, true, false]);
    expect(isInRegion('1 Road, Dakhla', 'West Sahara', gazetteer)).toBe(true);
    expect(isInRegion('1 Road, Macau', 'Macau', gazetteer)).toBe(true);
    expect(isInRegion('', 'UK', gazetteer)).toBe(false);
  });

  it('are sent to the geocoder only when all pass', () => {
    expect(checkAddresses(answer(entry('x', '', ADDRESS)), ['UK'], gazetteer)).toEqual({
      eligible: [ADDRESS],
    });
    expect(checkAddresses(answer(entry('x', '', 'here')), ['UK'], gazetteer)).toEqual({ score: 0 });
    expect(checkAddresses(answer(entry('x')), ['UK'], gazetteer)).toEqual({ score: 0 });
    expect(checkAddresses(answer(entry('x')), [''], gazetteer)).toEqual({ score: 1 });
    expect(meanGeocode([1, 0.5, 'timeout'])).toBe(0.75);
    expect([meanGeocode([]), meanGeocode([1, 0]), meanGeocode(['timeout'])]).toEqual([
      0.3, 0.3, 0.3,
    ]);
    expect(GEOCODED).toBe(3);
  });

  it('have a first section without short words', () => {
    expect(firstSection('10 Baker Street, London')).toBe('baker street');
    expect(firstSection(', 1, Baker St, X')).toBe('baker');
  });
});

describe('completeness', () => {
  const of = (list: Answer, count = 10) => penaltiesOf(list, ['A B'], count);
  const unique = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      entry('abcdefghijklmnop'.slice(0, i + 1), `${1900 + i}-01-01`),
    );

  it('costs what is too much, too little, repeated, missing or odd', () => {
    expect(of(answer(...unique(10))).multiplier).toBe(1);
    expect(of(answer(...unique(12))).extraNames).toBe(0);
    expect(of(answer(...unique(13))).extraNames).toBeCloseTo(0.15, 12);
    expect(of(answer(...unique(8))).insufficientAddresses).toBe(0);
    expect(of(answer(...unique(7)))).toMatchObject({
      insufficientAddresses: expect.closeTo(0.1, 12),
      insufficientDates: expect.closeTo(0.1, 12),
    });
    expect(of(answer()).insufficientAddresses).toBe(0.4);
    expect(of(answer(...unique(9), entry('a'))).extraNames).toBeCloseTo(0.05, 12);
    expect(
      of([
        ['A B', unique(10)],
        ['C', unique(10)],
      ]).extraNames,
    ).toBeCloseTo(0.1, 12);
    expect(of([['C', unique(10)]]).missingNames).toBe(0.2);
    expect(of(answer(...unique(9), entry('a!!!'))).nonLetters).toBeCloseTo(0.05, 12);
    expect(of(answer(...unique(9), entry('a1'))).nonLetters).toBeCloseTo(0.2, 12);
    expect(of([])).toMatchObject({ missingNames: 1, total: 1, multiplier: 0 });
    expect(of([['C', []]], 1).multiplier).toBeCloseTo(0.5, 12);
  });
});

describe('live task', () => {
  it('scores slots, a missing one as 0, and breaks ties by identity', () => {
    expect(gradedScore([{ validation: 4, identity: 0.99 }]).score).toBeCloseTo(0.8000099, 12);
    expect(gradedScore([{ validation: 5, identity: 1 }, null])).toMatchObject({ identity: 0.5 });
    expect(gradedScore([]).score).toBe(0);
  });

  it('ranks only the qualified', () => {
    expect(RANK_RULE).toEqual({ cap: 50, threshold: 0.6, decay: 0.05, blend: 0.7 });
    expect(blendRanks([1, 0.8], [0.59, 0.6])).toEqual([0, expect.closeTo(0.94, 12)]);
    expect(blendRanks([0.9, 1], [1, 1], { ...RANK_RULE, cap: 1 })[0]).toBe(0);
    expect(() => blendRanks([NaN], [1])).toThrow(/finite/);
    expect(() => blendRanks([1], [])).toThrow(/pair up/);
  });

  it('keeps its constants', () => {
    expect([ALPHA, REVEAL_DELAY_SECONDS, VOICE_TOKENS]).toEqual([0.15, 2400, 8]);
    expect(POOL_WEIGHTS).toEqual({ kav: 0.1, uav: 0.9 });
    expect(PARTNER_HOTKEY).toBe('5Dw7tYMwTBxc3BgapjJ2omvP5TGFSDe3UsV414aHHcpRKh2V');
    const tiers = [
      'Platinum',
      'Diamond',
      'Gold',
      'Silver',
      'Bronze',
      'Neutral',
      'Watch',
      'x',
      null,
    ];
    expect(tiers.map((tier) => reputationFactors({ score: 1, tier }).tier)).toEqual([
      1.25, 1.15, 1.1, 1.05, 1.02, 1, 0.9, 1, 1,
    ]);
    expect(reputationFactors({ score: 0, tier: 'Gold' })).toEqual({ factor: 0, tier: 0 });
    expect(reputationFactors({ score: null, tier: null }).factor).toBe(0.592);
    expect(normaliseScores([1, 3])).toEqual([0.25, 0.75]);
    expect(normaliseScores([0])).toEqual([0]);
  });

  it('burns the part of whoever is missing', () => {
    const split = (kav: number, uav: number, partnerPresent: boolean) =>
      splitPools([kav], [uav], { burn: 0.3, partnerPresent, kavWeight: 0.1, uavWeight: 0.9 });

    expect(split(1, 1, false)).toMatchObject({
      mode: 'no_partner',
      burn: expect.closeTo(0.65, 12),
      partner: 0,
    });
    expect(split(0, 0, false)).toMatchObject({
      mode: 'no_kav_no_uav_no_partner',
      burn: expect.closeTo(1, 12),
    });
    expect(split(1, 0, true)).toMatchObject({ mode: 'no_uav', burn: expect.closeTo(0.615, 12) });
  });
});

describe('a round', () => {
  const input = parseInput({
    version: 1,
    identities: [['A B', '1980-05-14', 'UK']],
    variationCount: 1,
    phonetic: { Light: 1 },
    orthographic: { Light: 1 },
    ruleBlock: null,
  });
  const result = parseResult({
    variations: [{ name: 'A B', entries: [['a b', '1980-05-15', ADDRESS]] }],
  });
  const ports = {
    weights: () => [['soundex', 1]] as const,
    partWeights: () => ({ first: 0.5, last: 0.5 }),
    toAscii: (text: string) => text,
    latinForm: () => null,
  };

  it('scores an answer, punishes its copy and labels the components', () => {
    const [alone] = scoreRound(input, [{ result, addressScore: 1 }], ports);
    const copies = scoreRound(
      input,
      [
        { result, addressScore: 1 },
        { result, addressScore: 1 },
      ],
      ports,
    );

    expect(alone?.reward).toBeCloseTo(0.2 * 0.8 + 0.1 / 6 + 0.7, 12);
    expect(alone?.components.map(({ name }) => name)).toEqual(Object.keys(COMPONENT_LABELS));
    expect(copies.map(({ reward }) => reward)).toEqual([0, 0]);
    expect(copies[0]?.cheating).toMatchObject({ duplication: 1, signature: 0.8, addresses: 0.6 });
    const [penalties] = detectCheating([[]], [0], ['A B'], ports.toAscii);
    expect(penalties && afterCheating(0.5, penalties)).toBe(0.5);
  });

  it('refuses malformed shapes by path', () => {
    expect(() => parseInput({ ...input, variationCount: 0 })).toThrow(/variationCount/);
    expect(() =>
      parseInput({ ...input, identities: [...input.identities, ...input.identities] }),
    ).toThrow(/identities\.1/);
    expect(() => parseResult({ variations: [{ name: 'A', entries: [['a', 'b']] }] })).toThrow(
      /entries\.0/,
    );
    expect(() => parseResult({ variations: [...result.variations, ...result.variations] })).toThrow(
      /variations\.1\.name/,
    );
  });
});
