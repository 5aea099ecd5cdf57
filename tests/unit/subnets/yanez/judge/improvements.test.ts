import { describe, expect, it } from 'vitest';
import {
  ruleCandidates,
  tokenCandidates,
} from '../../../../../src/subnets/yanez/judge/candidates.ts';
import { judgeAddresses } from '../../../../../src/subnets/yanez/judge/addresses.ts';
import { judgeAnswer } from '../../../../../src/subnets/yanez/judge/answer.ts';
import { judgeCopies } from '../../../../../src/subnets/yanez/judge/copies.ts';
import { judgeDates } from '../../../../../src/subnets/yanez/judge/dates.ts';
import {
  RECORDED_COLLUSION,
  RECORDED_NAME,
  RECORDED_SHORT_NAME,
  RECORDED_TWO,
} from '../../../../../src/subnets/yanez/judge/examples.ts';
import { judgeName } from '../../../../../src/subnets/yanez/judge/name.ts';
import { judgePayout } from '../../../../../src/subnets/yanez/judge/payout.ts';
import { judgeRank } from '../../../../../src/subnets/yanez/judge/rank.ts';
import { judgeReplay } from '../../../../../src/subnets/yanez/judge/replay.ts';
import { RULE_NAMES, followsRule } from '../../../../../src/subnets/yanez/scoring/rules.ts';

const ADDRESS = '115 New Cavendish Street, London W1T 5DU, United Kingdom';

function scoreOf(judgement: { readonly score: { readonly value?: unknown } }): number {
  return Number(judgement.score.value);
}

describe('the judge of a name', () => {
  const { input } = RECORDED_NAME;
  const lines = input.variations.split('\n');

  it('promises exactly what scoring the changed list gives', () => {
    const judged = judgeName(input);
    const texts = judged.improvements.map(({ text }) => text);
    const [old, made] = [/for “(.*)”/, /Write “(.*)” for/].map((part) =>
      texts.map((text) => part.exec(text)?.[1]).find((found) => found !== undefined),
    );
    const { gain } = judged.improvements.find(({ text }) => text.startsWith('Write')) ?? {};
    const changed = lines.map((line) => (line === old ? made : line)).join('\n');

    expect(made).toBeDefined();
    expect(gain).toBeGreaterThan(0);
    const then = scoreOf(judgeName({ ...input, variations: changed }));
    expect(then - scoreOf(judged)).toBeCloseTo(gain ?? 0, 12);
    expect(judged.improvements.map((one) => one.gain)).toEqual(
      judged.improvements.map((one) => one.gain).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    );
  });

  it('says which rule takes a variation out and which bands lack something', () => {
    const [bands, variations] = judgeName(input).tables ?? [];

    expect(variations?.rows.find(([text]) => text === 'johnsmith')?.[1]).toBe('remove_all_spaces');
    expect(bands?.rows).toContainEqual(['First token', 'Sound', 'Medium', 3, 0, 3]);
    expect(bands?.rows).toContainEqual(['First token', 'Sound', 'Light', 2, 7, -5]);
  });

  it('offers what follows a rule that nobody follows', () => {
    const texts = judgeName(RECORDED_SHORT_NAME.input).improvements.map(({ text }) => text);

    expect(texts.some((text) => text.includes('name_parts_permutations'))).toBe(true);
  });

  it('is a stand-in without the weights, and without a number where nothing can be graded', () => {
    const { weights: _, ...rest } = input;
    const all = { ...input, rules: ['remove_all_spaces'], percentage: 100 };

    expect(judgeName(input).score.label).toBe('exact');
    expect(judgeName(rest).score.label).toBe('proxy');
    expect(judgeName(all).score.value).toBeNull();
    expect(() =>
      judgeName({ ...input, variations: 'a'.repeat(256).concat('\n').repeat(16) }),
    ).toThrow(/4000 characters/);
  });
});

describe('texts to try', () => {
  it('follow the rule that they are made for', () => {
    for (const rule of RULE_NAMES) {
      const made = ruleCandidates(rule, 'dr. anna-bell smith');

      expect(made.length, rule).toBeGreaterThan(0);
      expect(made.every((text) => followsRule(rule, 'dr. anna-bell smith', text))).toBe(true);
    }
  });

  it('sound and spell differently, none the token itself', () => {
    const made = tokenCandidates('smith', [['soundex', 1]], null);

    expect(new Set(made).size).toBe(made.length);
    expect(made).not.toContain('smith');
    expect(made.length).toBeGreaterThan(3);
  });
});

describe('the other tools', () => {
  it('add a sixth for each bucket that a date fills', () => {
    const { improvements } = judgeDates({ seed: '1980-05-14', dates: ['1980-05-15'] });

    expect(improvements.map(({ gain }) => gain)).toEqual(Array(5).fill(expect.closeTo(1 / 6, 12)));
    expect(judgeDates({ seed: 'then', dates: ['1980-05-15'] }).improvements).toEqual([]);
  });

  it('leave the number to the geocoder, and say what the failing addresses cost', () => {
    const base = { seed: 'UK', gazetteer: { 'United Kingdom': ['London'] } };
    const box = ['51.52', '51.52005', '-0.14005', '-0.14'];
    const results = { [ADDRESS]: [{ place_rank: 30, boundingbox: box }] };
    const mixed = judgeAddresses({ ...base, addresses: [ADDRESS, 'here'], results });

    expect(judgeAddresses({ ...base, addresses: [ADDRESS] }).score.value).toBeNull();
    expect(mixed.score.value).toBe(0);
    expect(mixed.improvements[0]?.gain).toBe(1);
  });

  it('score a whole answer again without what nobody asked for', () => {
    const { input } = RECORDED_TWO;
    const variations = { ...input.variations, Nobody: [['x y', '1980-01-01', ADDRESS]] };
    const judged = judgeAnswer({ ...input, variations });
    const best = judged.improvements.find(({ text }) => text.includes('nobody'));

    expect(scoreOf(judged) + (best?.gain ?? 0)).toBeCloseTo(RECORDED_TWO.value, 12);
    expect(judged.score.label).toBe('from the specification');
    expect(judgeAnswer(input).score.label).toBe('exact');
  });

  it('name the miner whose absence would help', () => {
    const { improvements } = judgeCopies(RECORDED_COLLUSION);

    expect(improvements[0]?.gain).toBeCloseTo(0.375, 12);
    expect(() => judgeCopies({ ...RECORDED_COLLUSION, miner: 6 })).toThrow(/miner/);
    expect(() => judgeCopies({ ...RECORDED_COLLUSION, rewards: [] })).toThrow(/rewards/);
  });

  it('correct each value of the metadata', () => {
    const { improvements, score } = judgeReplay({ metadata: { date: 'now', edge_crop_cues: 1 } });

    expect(score.value).toBe(false);
    // A blank variant counts as the default one.
    expect(improvements).toHaveLength(8);
  });

  it('raise a grade, an identity, a reputation', () => {
    const slots = [{ validation: 4, identity: 0.5 }, null];
    const ranked = judgeRank({ miners: [slots], miner: 0 });
    const paid = judgePayout({
      miners: [
        { reward: 0.5, reputation: { score: 1, tier: 'Neutral' } },
        { reward: 1, reputation: null },
      ],
      miner: 0,
      burn: 0.3,
      partner: true,
    });

    expect(ranked.score.value).toBe(0);
    expect(paid.improvements).toHaveLength(1);
    expect(paid.improvements[0]?.gain).toBeCloseTo(0.035 * (1 / 2 - 1 / 3), 12);
  });
});
