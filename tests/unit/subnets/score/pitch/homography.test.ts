import { describe, expect, test } from 'vitest';
import { randomBetween, randomNormal, seededRng } from '../../../../../src/shared/rng.ts';
import {
  type Homography,
  applyHomography,
  compose,
  fitHomography,
  fitRobustly,
  invertHomography,
  isTwisted,
} from '../../../../../src/subnets/score/pitch/homography.ts';
import { PITCH_POINTS, type PlanePoint } from '../../../../../src/subnets/score/pitch/model.ts';

/** A picture of the pitch: metres → pixels. */
const VIEW: Homography = [12, 3, 40, -0.4, -7, 640, 0.001, 0.006, 1];

function farthest(a: readonly PlanePoint[], b: readonly PlanePoint[]): number {
  return Math.max(...a.map((point, i) => Math.hypot(point.x - b[i]!.x, point.y - b[i]!.y)));
}

const seen = PITCH_POINTS.map((point) => applyHomography(VIEW, point));

describe('a fitted homography', () => {
  test('is the one that made the points, to a billionth of a pixel', () => {
    const h = fitHomography(PITCH_POINTS, seen);

    expect(
      farthest(
        PITCH_POINTS.map((point) => applyHomography(h!, point)),
        seen,
      ),
    ).toBeLessThan(1e-9);
  });

  test('is exact on four points', () => {
    const four = [0, 5, 24, 30].map((i) => PITCH_POINTS[i]!);
    const images = four.map((point) => applyHomography(VIEW, point));

    const h = fitHomography(four, images);

    expect(
      farthest(
        four.map((point) => applyHomography(h!, point)),
        images,
      ),
    ).toBeLessThan(1e-8);
  });

  test('has the least squared distance: no small change of it is nearer', () => {
    const rng = seededRng('least squares');
    const noisy = seen.map(({ x, y }) => ({ x: x + randomNormal(rng), y: y + randomNormal(rng) }));
    const cost = (h: Homography): number =>
      PITCH_POINTS.reduce((sum, point, i) => {
        const { x, y } = applyHomography(h, point);
        return sum + (x - noisy[i]!.x) ** 2 + (y - noisy[i]!.y) ** 2;
      }, 0);

    const h = fitHomography(PITCH_POINTS, noisy)!;

    for (let i = 0; i < 8; i++) {
      for (const factor of [1 - 1e-4, 1 + 1e-4]) {
        const moved = h.map((value, at) => (at === i ? value * factor : value));
        expect(cost(moved)).toBeGreaterThan(cost(h));
      }
    }
  });

  test('does not exist for three points, for points on a line, or for lists of two lengths', () => {
    const line = [0, 1, 2, 3, 4].map((x) => ({ x, y: 2 * x }));
    expect(fitHomography(PITCH_POINTS.slice(0, 3), seen.slice(0, 3))).toBeNull();
    expect(fitHomography(line, seen.slice(0, 5))).toBeNull();
    expect(fitHomography(PITCH_POINTS, seen.slice(1))).toBeNull();
  });

  test('is undone by its inverse', () => {
    const identity = compose(invertHomography(VIEW)!, VIEW);
    expect(identity.map((value) => Math.round(value * 1e12) / 1e12 + 0)).toEqual([
      1, 0, 0, 0, 1, 0, 0, 0, 1,
    ]);
    expect(invertHomography([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
  });
});

describe('a robust fit', () => {
  test('ignores a third of points that are wrong', () => {
    const rng = seededRng('wrong points');
    const wrong = (i: number): boolean => i % 3 === 0;
    const given = seen.map((point, i) =>
      wrong(i) ? { x: randomBetween(rng, 0, 1280), y: randomBetween(rng, 0, 720) } : point,
    );

    const fit = fitRobustly(PITCH_POINTS, given, { tolerance: 3, rounds: 200, rng });

    expect(fit!.inliers.filter(wrong).length).toBeLessThanOrEqual(1);
    expect(fit!.inliers.length).toBeGreaterThanOrEqual(21);
    const images = PITCH_POINTS.map((point) => applyHomography(fit!.homography, point));
    expect(farthest(images, seen)).toBeLessThan(0.5);
  });

  test('is the same for the same random numbers', () => {
    const fit = () =>
      fitRobustly(PITCH_POINTS, seen, { tolerance: 1, rounds: 20, rng: seededRng('same') });
    expect(fit()).toEqual(fit());
  });
});

describe('an outline of four corners', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 3 },
    { x: 0, y: 3 },
  ];

  test('is not twisted when it goes round', () => {
    expect(isTwisted(square)).toBe(false);
    expect(isTwisted(square.toReversed())).toBe(false);
  });

  test('is twisted when two corners change places', () => {
    const [a, b, c, d] = square;
    expect(isTwisted([a!, c!, b!, d!])).toBe(true);
    expect(isTwisted([b!, a!, c!, d!])).toBe(true);
  });
});
