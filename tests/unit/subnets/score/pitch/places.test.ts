import { describe, expect, test } from 'vitest';
import { projectorOf, seenAt } from '../../../../../src/subnets/score/pitch/camera.ts';
import {
  NO_TRAILS,
  extendTrails,
  placesOf,
  seenOutline,
  thirdOf,
} from '../../../../../src/subnets/score/pitch/places.ts';

const CAMERA = {
  x: 51,
  y: -29,
  z: 18,
  pan: 0.1,
  tilt: 0.3,
  roll: 0.005,
  focal: 1200,
  lens: -0.05,
  width: 1280,
  height: 720,
};

/** A box whose lower edge stands on a place of the ground. */
function boxAt(x: number, y: number) {
  const seen = seenAt(projectorOf(CAMERA), x, y)!;
  return { x1: seen.x - 10, x2: seen.x + 10, y2: seen.y, cls_id: 2 };
}

describe('a box', () => {
  test('stands where its feet are', () => {
    const [place] = placesOf(CAMERA, [{ ...boxAt(60, 30), id: 7, side: '1' }]);
    expect(place?.x).toBeCloseTo(60, 6);
    expect(place?.y).toBeCloseTo(30, 6);
    expect(place).toMatchObject({ cls: 2, id: 7, side: '1' });
  });

  test('off the pitch or above the horizon is not on the map', () => {
    expect(placesOf(CAMERA, [boxAt(60, 80), { x1: 0, x2: 10, y2: 4, cls_id: 2 }])).toEqual([]);
  });
});

describe('trails', () => {
  const place = (id: number | null, x: number) => ({ id, x, y: 3, cls: 2, side: null });

  test('grow to their length and end when the object is gone', () => {
    let trails = NO_TRAILS;
    for (const x of [1, 2, 3, 4]) trails = extendTrails(trails, [place(5, x), place(null, x)], 3);
    expect(trails.get(5)?.map(({ x }) => x)).toEqual([2, 3, 4]);
    expect(trails.size).toBe(1);
    expect(extendTrails(trails, [], 3).size).toBe(0);
  });
});

test('the seen ground lies around the middle of the picture and stops near the pitch', () => {
  const outline = seenOutline(CAMERA);
  expect(outline.length).toBeGreaterThan(20);
  for (const { x, y } of outline) {
    expect(x).toBeGreaterThan(-3.01);
    expect(x).toBeLessThan(108.01);
    expect(y).toBeGreaterThan(-3.01);
    expect(y).toBeLessThan(71.01);
  }
});

test('the pitch has thirds', () => {
  expect([10, 52, 104].map((x) => thirdOf({ x, y: 0 }))).toEqual([0, 1, 2]);
});
