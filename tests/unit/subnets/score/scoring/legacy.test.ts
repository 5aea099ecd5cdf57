import { describe, expect, it } from 'vitest';
import {
  areaFactor,
  bboxScore,
  cropPoints,
  earnedSpeed,
  expectedBall,
  expectedPerson,
  finalScore,
  frameScore,
  isLargeEnough,
  keypointScore,
  legacyRound,
  legacyWeight,
  PERSON_LABELS,
  speedScore,
  touchesScoreboard,
  USEFUL_BBOX,
} from '../../../../../src/subnets/score/scoring/legacy.ts';
import type { Box } from '../../../../../src/subnets/score/scoring/geometry.ts';

const BALL = 0;
const PLAYER = 2;

describe('a box of 2025', () => {
  it('is 15 × 40 pixels at least, unless it is the ball', () => {
    expect(isLargeEnough([100, 200, 115, 240], PLAYER)).toBe(true);
    expect(isLargeEnough([100, 200, 114.9, 240], PLAYER)).toBe(false);
    expect(isLargeEnough([100, 200, 115, 239.9], PLAYER)).toBe(false);
    expect(isLargeEnough([100, 200, 101, 201], BALL)).toBe(true);
    expect(isLargeEnough([100, 200, 101, 201], 1)).toBe(false);
  });

  it('belongs to the scoreboard when it begins in the first 150 rows', () => {
    expect(touchesScoreboard([0, 150, 50, 300])).toBe(true);
    expect(touchesScoreboard([0, 150.5, 50, 300])).toBe(false);
  });
});

describe('the area factor', () => {
  const IMAGE = { width: 1000, height: 1000 };
  const boxes = (count: number, area: number) =>
    Array.from({ length: count }, (): Box => [0, 0, area / 100, 100]);
  const factor = (count: number, area: number) => areaFactor(boxes(count, area), IMAGE);

  it('is 1 up to a mean share of 0.015 and a total of 0.15', () => {
    expect(factor(0, 0)).toBe(1);
    expect(factor(1, 15_000)).toBe(1);
    expect(factor(12, 12_500)).toBe(1);
  });

  it('falls with the total beyond 0.15', () => {
    expect(factor(16, 12_500)).toBeCloseTo(Math.exp(-0.15), 12);
    expect(factor(121, 1250)).toBeCloseTo(Math.exp(-3 * 0.001_25), 12);
  });

  it('falls steeply with the mean beyond 0.015', () => {
    expect(factor(1, 20_000)).toBeCloseTo(Math.exp(-0.4), 12);
    expect(factor(20, 40_000)).toBeCloseTo(Math.exp(-2), 12);
  });
});

describe('the crops of a frame', () => {
  const crop = (predicted: string, expected: string) => ({ predicted, expected });

  it('earn 1 for the class, 0.5 for another person, and cost 1 otherwise', () => {
    const crops = [
      crop('football player', 'football player'),
      crop('referee', 'goalkeeper'),
      crop('football player', 'grass'),
      crop('football', 'referee'),
    ];

    expect(cropPoints(crops).map(({ score }) => score)).toEqual([1, 0.5, -1, -1]);
  });

  it('count half as much each time the same class is expected again', () => {
    const crops = Array.from({ length: 3 }, () => crop('referee', 'referee'));

    expect(cropPoints(crops)).toEqual([
      { score: 1, points: 1, occurrence: 0 },
      { score: 1, points: 0.5, occurrence: 1 },
      { score: 1, points: 0.25, occurrence: 2 },
    ]);
    expect(frameScore(crops)).toBe(1.75 / 2);
  });

  it('are divided by the distinct classes and one more', () => {
    expect(frameScore([crop('referee', 'referee'), crop('grass', 'crowd')])).toBe(0);
    expect(frameScore([crop('referee', 'referee'), crop('crowd', 'crowd')])).toBeCloseTo(2 / 3, 12);
    expect(frameScore([])).toBe(0);
  });
});

describe('keypoints', () => {
  const none = {
    keypointScore: 0,
    playerScore: 0,
    keypointStability: 0,
    playerPlausibility: 0,
    meanOnLine: 0,
    meanInside: 0,
    meanScale: 1,
    scaleValid: 1,
    weightedStability: 1,
  };

  it.each([
    ['keypointScore', 40, 10],
    ['playerScore', 40, 2],
    ['keypointStability', 0.4, 2],
    ['playerPlausibility', 0.4, 2],
    ['meanOnLine', 0.4, 16],
    ['meanInside', 0.4, 8],
  ])('%s of %f adds %f', (part, value, points) => {
    expect(keypointScore({ ...none, [part]: value })).toBeCloseTo(points, 12);
  });

  it('are scaled by their stability and by the mean of scale and validity', () => {
    const some = { ...none, keypointScore: 40 };

    expect(keypointScore({ ...some, weightedStability: 0.5 })).toBeCloseTo(5, 12);
    expect(keypointScore({ ...some, meanScale: 0.5 })).toBeCloseTo(7.5, 12);
    expect(keypointScore({ ...some, scaleValid: 0 })).toBeCloseTo(5, 12);
  });
});

describe('speed', () => {
  it('falls by a power between the fastest and 15 seconds', () => {
    expect(speedScore(5, 2, 10)).toBeCloseTo(Math.exp((-5 * 3) / 13), 12);
    expect(speedScore(2, 2, 10)).toBe(1);
    expect(speedScore(1, 2, 10)).toBe(1);
  });

  it('is 0 from 15 seconds on, even where all took as long', () => {
    expect(speedScore(15, 2, 10)).toBe(0);
    expect(speedScore(15, 15, 15)).toBe(0);
    expect(speedScore(14.999, 2, 20)).toBeGreaterThan(0);
  });

  it('is 1 where all took the same time', () => {
    expect(speedScore(9, 4, 4)).toBe(1);
  });

  it('is earned by boxes worth more than 0.2', () => {
    expect(USEFUL_BBOX).toBe(0.2);
    expect(earnedSpeed(0.2, 2, 2, 9)).toBe(0);
    expect(earnedSpeed(0.201, 2, 2, 9)).toBe(1);
  });
});

describe('the final score', () => {
  it('is 65 % quality, half boxes and half keypoints, and 35 % speed', () => {
    expect(finalScore(0.8, 0.6, 1)).toBeCloseTo(0.805, 12);
    expect(finalScore(1, 0, 0)).toBeCloseTo(0.325, 12);
    expect(finalScore(0, 1, 0)).toBeCloseTo(0.325, 12);
    expect(finalScore(0, 0, 0.5)).toBeCloseTo(0.175, 12);
  });

  it('weighs in by its twelfth power', () => {
    expect(legacyWeight(0.5)).toBe(1 / 4096);
  });
});

describe('what a crop shows', () => {
  it('is grass when hardly a person, else the likeliest of five', () => {
    expect(expectedPerson(0.08, [1, 0, 0, 0, 0])).toBe('grass');
    expect(expectedPerson(0.081, [0.2, 0.2, 0.3, 0.1, 0.2])).toBe('referee');
    expect(expectedPerson(0.9, [0.3, 0.3, 0.2, 0.1, 0.1])).toBe(PERSON_LABELS[0]);
    expect(expectedPerson(0.9, [0, 0, 0, 0, 1])).toBe('black shape');
  });

  it('is a football when it is the first, round, and likelier a ball than grass or else', () => {
    expect(expectedBall(0, 0.5, [0.4, 0.3, 0.3])).toBe('football');
    expect(expectedBall(0, 0.49, [1, 0, 0])).toBe('not a football');
    expect(expectedBall(0, 1, [0.3, 0.4, 0.3])).toBe('not a football');
    expect(expectedBall(1, 1, [1, 0, 0])).toBe('not a football');
  });
});

describe('the bbox score of an answer', () => {
  it('is the mean of its frames, two decimals', () => {
    expect(bboxScore([0.5, 0.254], 2)).toBe(0.38);
    expect(bboxScore([1.4, 1.2], 2)).toBe(1);
    expect(bboxScore([-0.5, -0.1], 2)).toBe(0);
  });

  it('falls when fewer than 70 % of the frames are answered', () => {
    expect(
      bboxScore(
        Array.from({ length: 7 }, () => 0.6),
        10,
      ),
    ).toBe(0.6);
    expect(
      bboxScore(
        Array.from({ length: 4 }, () => 0.7),
        8,
      ),
    ).toBe(0.5);
    expect(bboxScore([], 10)).toBe(0);
    expect(bboxScore([], 0)).toBe(0);
  });
});

describe('a round', () => {
  it('ranks times among answers with useful boxes and shares the weight by the twelfth power', () => {
    const round = legacyRound([
      { bbox: 0.8, keypoints: 0.6, seconds: 2 },
      { bbox: 0.8, keypoints: 0.6, seconds: 5 },
      { bbox: 0.2, keypoints: 0.6, seconds: 1 },
    ]);

    expect(round[0]?.final).toBeCloseTo(0.805, 12);
    expect(round[1]?.final).toBeCloseTo(0.455 + 0.35 * Math.exp(-15 / 13), 12);
    expect(round[2]?.final).toBeCloseTo(0.26, 12);
    expect(round.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(round[0]?.weight).toBeGreaterThan(0.9);
  });

  it('without a useful answer has no speed, and without any score no weight', () => {
    expect(legacyRound([{ bbox: 0, keypoints: 0, seconds: 3 }])).toEqual([{ final: 0, weight: 0 }]);
  });
});
