import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRng } from '../../../../src/shared/rng.ts';
import {
  cleanTag,
  cleanTagSet,
  isKept,
  keepSubmitted,
  submittedTags,
} from '../../../../src/subnets/readyai/scoring/clean-tag.ts';
import {
  cosine,
  cosineOrZero,
  meanVector,
} from '../../../../src/subnets/readyai/scoring/cosine.ts';
import { penalise } from '../../../../src/subnets/readyai/scoring/penalties.ts';
import { scoreStatistics } from '../../../../src/subnets/readyai/scoring/statistics.ts';
import { scoreTags, TAG_RULES } from '../../../../src/subnets/readyai/scoring/tag-score.ts';
import type { TagRule } from '../../../../src/subnets/readyai/scoring/tag-score.ts';

/** A vector whose cosine to (1, 0) is the given number. */
const at = (value: number): number[] => [value, Math.sqrt(1 - value ** 2)];
const truth = new Map([['known', [1, 0]]]);

/** Scores tags given by their cosine to the ground truth. */
function score(
  tags: Readonly<Record<string, number>>,
  rule: TagRule = TAG_RULES.conversation_tagging,
) {
  const vectors = new Map(Object.entries(tags).map(([tag, value]) => [tag, at(value)]));
  return scoreTags(Object.keys(tags), vectors, truth, rule);
}

describe('cosine', () => {
  it('averages vectors without making them of length one', () => {
    expect(meanVector([[2, 0], [0, 4]])).toEqual([1, 2]); // prettier-ignore
    expect(meanVector([])).toBeNull();
    expect(meanVector([[1], [1, 2]])).toBeNull();
  });

  it('is NaN for a vector of zeros and 0 for vectors of two lengths', () => {
    expect(cosine([3, 4], [4, 3])).toBeCloseTo(0.96, 12);
    expect(cosine([1, 0], [0, 0])).toBeNaN();
    expect(cosine([1, 0], [1])).toBe(0);
  });

  it('can take what is missing or zero as 0', () => {
    expect(cosineOrZero([1, 0], [0, 0])).toBe(0);
    expect(cosineOrZero([0, 0], [1, 0])).toBe(0);
    expect(cosineOrZero(null, [1, 0])).toBe(0);
    expect(cosineOrZero([1, 0], null)).toBe(0);
    expect(cosineOrZero([], [])).toBe(0);
    expect(cosineOrZero([0, 2], [0, 3])).toBe(1);
  });
});

describe('scoreStatistics', () => {
  it('weighs each statistic by its own share', () => {
    const { adjusted } = scoreStatistics([0.6, 0.5, 0.4, 0.3], [0.6, 0.4]);

    expect(adjusted).toBeCloseTo(0.4008333333333334, 12);
    expect(scoreStatistics([0, 0, 0, 1], []).adjusted).toBeCloseTo(0.25 * 0.25 + 0.1, 12);
    expect(scoreStatistics([0, 1, 1], []).adjusted).toBeCloseTo((0.25 * 2) / 3 + 0.2, 12);
    expect(scoreStatistics([0], [1, 1, 1]).adjusted).toBeCloseTo(0.55, 12);
  });

  it('averages the three best unique tags and pads with zeros', () => {
    expect(scoreStatistics([], [0.1, 0.9, 0.8, 0.7]).top3Mean).toBeCloseTo(0.8, 12);
    expect(scoreStatistics([], [0.9]).top3Mean).toBeCloseTo(0.3, 12);
    expect(scoreStatistics([], [-0.9, -0.6]).top3Mean).toBeCloseTo(-0.5, 12);
  });

  it('takes the middle of an odd list and the mean of both middles of an even one', () => {
    expect(scoreStatistics([0.9, 0.1, 0.4], []).median).toBe(0.4);
    expect(scoreStatistics([0.9, 0.1, 0.4, 0.6], []).median).toBe(0.5);
  });

  it('counts a statistic of nothing or of NaN as 0', () => {
    expect(scoreStatistics([], [])).toEqual({
      top3Mean: 0,
      median: 0,
      mean: 0,
      max: 0,
      min: 0,
      adjusted: 0,
    });
    expect(scoreStatistics([NaN, 0.5, 0.6], [NaN, 0.5, 0.6, 0.7]).adjusted).toBe(0);
    expect(scoreStatistics([0.5, NaN, 0.6], [0.6, 0.6, 0.6]).adjusted).toBeCloseTo(0.33, 12);
  });

  it('is bounded and ignores the order of tags', () => {
    const cosines = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(cosines, cosines, (scores, unique) => {
        const found = scoreStatistics(scores, unique).adjusted;
        const turned = scoreStatistics(scores.toReversed(), unique.toReversed()).adjusted;

        expect(Math.abs(found)).toBeLessThanOrEqual(1);
        expect(turned).toBeCloseTo(found, 12);
      }),
    );
  });
});

describe('penalise', () => {
  it('multiplies a factor for every fault', () => {
    expect(penalise(1, { tags: 4, unique: 3, max: 0.2 })).toBe(1);
    expect(penalise(1, { tags: 4, unique: 4, max: 0.2 })).toBe(0.9);
    expect(penalise(1, { tags: 4, unique: 3, max: 0.1999 })).toBe(0.5);
    expect(penalise(1, { tags: 4, unique: 2, max: 0.2 })).toBe(0.95);
    expect(penalise(1, { tags: 4, unique: 1, max: 0.2 })).toBe(0.9);
    expect(penalise(1, { tags: 4, unique: 0, max: 0.2 })).toBe(0.85);
    expect(penalise(1, { tags: 2, unique: 0, max: 0.2 })).toBe(0.85);
    expect(penalise(1, { tags: 1, unique: 0, max: 0.2 })).toBeCloseTo(0.17, 12);
    expect(penalise(1, { tags: 0, unique: 0, max: 0 })).toBeCloseTo(0.0765, 12);
  });

  it('never moves a score away from zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.nat(30),
        fc.nat(30),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (value, shared, unique, max) => {
          const found = penalise(value, { tags: shared + unique, unique, max });

          expect(Math.abs(found)).toBeLessThanOrEqual(Math.abs(value));
          expect(found * value).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('scoreTags', () => {
  it('gives nothing for fewer raw tags than the task asks', () => {
    expect(score({ a: 1, b: 1 })).toEqual({ adjusted: 0, final: 0 });
    expect(score({ a: 1, b: 1, known: 1 }).final).toBeGreaterThan(0);
    expect(score({}, TAG_RULES.survey_tagging)).toEqual({ adjusted: 0, final: 0 });
    expect(score({ a: 1 }, TAG_RULES.survey_tagging).final).toBeGreaterThan(0);
  });

  it('counts duplicates towards the raw number only', () => {
    const twice = scoreTags(['a', 'a', 'a'], new Map([['a', at(0.5)]]), truth);

    // one unique tag: .55 · .5/3 + .45 · .5, then × 0.9 × 0.2 × 0.9
    expect(twice.final).toBeCloseTo(((0.55 * 0.5) / 3 + 0.45 * 0.5) * 0.162, 12);
  });

  it('leaves named entities without factors', () => {
    const { adjusted, final } = score({ a: 0.1 }, TAG_RULES.named_entities_extraction);

    expect(final).toBe(adjusted);
    expect(TAG_RULES.named_entities_extraction.minTags).toBe(1);
    expect(TAG_RULES.webpage_metadata_generation).toEqual(TAG_RULES.conversation_tagging);
  });

  it('scores 21 distinct tags, and counts all of them for the factors', () => {
    const many = Object.fromEntries([...Array(21).keys()].map((i) => [`t${i}`, 0.5]));
    const best = score({ ...many, best: 1 });
    const known = score({ ...many, known: 1 });

    expect(best.adjusted).toBe(score(many).adjusted);
    expect(score({ ...many, t20: 1 }).adjusted).toBeGreaterThan(best.adjusted);
    expect(score(many).final).toBeCloseTo(score(many).adjusted * 0.9, 12);
    expect(known.final).toBe(known.adjusted);
  });

  it('gives 0 without a ground truth, and for a tag without a vector', () => {
    const vectors = new Map([['a', [1, 0]], ['b', [1, 0]]]); // prettier-ignore
    const { adjusted } = scoreTags(['a', 'b', 'c'], vectors, truth);

    expect(scoreTags(['a', 'b', 'c'], vectors, new Map())).toEqual({ adjusted: 0, final: 0 });
    expect(adjusted).toBeCloseTo((0.55 * 2) / 3 + (0.25 * 2) / 3 + 0.1 + 0.1, 12);
  });

  it('loses everything to one unique vector of zeros', () => {
    const vectors = new Map([['a', [1, 0]], ['b', [0, 0]], ['c', [1, 0]]]); // prettier-ignore

    expect(scoreTags(['a', 'b', 'c'], vectors, truth)).toEqual({ adjusted: 0, final: 0 });
  });
});

describe('cleaning', () => {
  it('keeps letters, digits and single white space', () => {
    expect(cleanTag('naïve')).toBe('na ve');
    expect(cleanTag('a\tb')).toBe('a\tb');
    expect(cleanTag('a\t\tb')).toBe('a b');
    expect(cleanTag('a\t! b')).toBe('a\tb');
    expect(cleanTag('  A_b-9Z!!  ')).toBe('a b 9z');
    expect(cleanTag('😀')).toBe('');
    expect(cleanTag('a\u001cb')).toBe('a\u001cb');
    expect(cleanTag('a\ufeffb')).toBe('a b');
    expect(cleanTag('')).toBe('');
  });

  it('keeps 3 to 64 characters', () => {
    expect([2, 3, 64, 65].map((length) => isKept('x'.repeat(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(cleanTagSet(['Abc', 'abc!', 'x', 'abd'])).toEqual(['abc', 'abd']);
  });

  it('draws 20 of 20 or more and cuts at 50 characters', () => {
    const tags = [...Array(25).keys()].map((i) => `tag ${'x'.repeat(60)}`.slice(0, 40) + String(i));
    const drawn = submittedTags(tags, seededRng('a'));

    expect(drawn).toHaveLength(20);
    expect(new Set(drawn).size).toBe(20);
    expect(drawn.every((tag) => tags.includes(tag))).toBe(true);
    expect(submittedTags(tags.slice(0, 20), seededRng('a'))).not.toEqual(tags.slice(0, 20));
    expect(submittedTags(tags.slice(0, 19), seededRng('a'))).toEqual(tags.slice(0, 19));
    expect(submittedTags(['y'.repeat(51)], seededRng('a'))).toEqual(['y'.repeat(50)]);
  });

  it('keeps what the judge names only when it was submitted', () => {
    expect(keepSubmitted(['Machine Learning', 'invented', 'earn'], ['machine learning'])).toEqual([
      'machine learning',
      'earn',
    ]);
    expect(keepSubmitted(['abc'], ['ab', 'c'])).toEqual([]);
  });

  it('is idempotent and never crashes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanTag(text);

        expect(cleanTag(once)).toBe(once);
        expect(once).not.toMatch(/[A-Z!-/:-@]/);
      }),
    );
  });
});
