import { expect, it } from 'vitest';
import {
  FOOTBALL_ELEMENTS,
  OPEN_ELEMENTS,
  PRIVATE_ELEMENTS,
} from '../../../../src/subnets/score/elements.ts';

it('the open elements of 2026-08 ask for what their manifest says', () => {
  expect(OPEN_ELEMENTS.map(({ id, objects, theta }) => [id, objects.length, theta])).toEqual([
    ['manak0/Detect-crime', 6, 0.24],
    ['manak0/Detect-fire', 3, 0.393],
    ['manak0/Detect-car-wash', 4, 0.3437],
    ['manak0/Detect-road-signs', 1, 0.37],
  ]);
  for (const element of OPEN_ELEMENTS) {
    expect(element).toMatchObject({
      weight: 0.04,
      pillars: { map50: 0.6, false_positive: 0.4 },
      deltaFloor: 0.01,
      beta: 1,
      latencyP95Ms: 100,
      serviceRateFps: 1,
      maxModelBytes: 31_457_280,
      windowBlocks: 300,
    });
  }
});

it('the football elements share their units’ pay', () => {
  expect(FOOTBALL_ELEMENTS.map(({ id, weight, theta }) => [id, weight, theta])).toEqual([
    ['PlayerDetect', 0.6, 0.78],
    ['BallDetect', 0.4, 0.8],
  ]);
  for (const { pillars } of FOOTBALL_ELEMENTS) {
    expect(Object.values(pillars).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  }
});

it('the private tasks pay the three best over four days', () => {
  expect(
    PRIVATE_ELEMENTS.map(({ id, weight, scoring, windowDays, shares, timeoutSeconds }) => [
      id,
      weight,
      scoring,
      windowDays,
      shares,
      timeoutSeconds,
    ]),
  ).toEqual([
    ['manako/DetectCricketDelivery', 0.3, 'cricket', 4, [0.8, 0.15, 0.05], 30],
    ['manako/DetectFootballEvent', 0.3, 'actions', 4, [0.8, 0.15, 0.05], 30],
    ['manako/TCGGrading', 0.1, 'cards', 4, [0.8, 0.15, 0.05], 30],
  ]);
});
