import { describe, expect, it } from 'vitest';
import { requiredIou } from '../../../../../src/subnets/score/scoring/adaptive-threshold.ts';
import { boxArea, boxIou } from '../../../../../src/subnets/score/scoring/geometry.ts';

describe('boxes', () => {
  it('have the area of their sides, and none when they are inside out', () => {
    expect(boxArea([2, 3, 5, 7])).toBe(12);
    expect(boxArea([0, 0, 0.5, 0.5])).toBe(0.25);
    expect(boxArea([5, 0, 3, 4])).toBe(0);
    expect(boxArea([0, 5, 4, 3])).toBe(0);
  });

  it('overlap by the shared part of what both cover', () => {
    expect(boxIou([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(50 / 150, 12);
    expect(boxIou([0, 0, 10, 10], [2, 4, 6, 6])).toBeCloseTo(8 / 100, 12);
    expect(boxIou([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
  });

  it('that only touch, or are empty, do not overlap', () => {
    expect(boxIou([0, 0, 10, 10], [10, 0, 20, 10])).toBe(0);
    expect(boxIou([0, 0, 10, 10], [0, 10, 10, 20])).toBe(0);
    expect(boxIou([0, 0, 10, 10], [50, 50, 60, 60])).toBe(0);
    expect(boxIou([4, 4, 4, 4], [4, 4, 4, 4])).toBe(0);
  });
});

describe('the overlap that an object needs', () => {
  // A frame of a million pixels: a box one pixel high covers a millionth for each pixel of width.
  const needed = (share: number) =>
    requiredIou([0, 0, share * 1_000_000, 1], { width: 1000, height: 1000 });

  it.each([
    [0.0005, 0.3],
    [0.01, 0.5],
    [0.05, 0.5],
    [0.25, 0.7],
  ])('of a share of %f is %f', (share, iou) => {
    expect(needed(share)).toBeCloseTo(iou, 9);
  });

  it.each([
    [Math.sqrt(0.0005 * 0.01), 0.4],
    [0.02, 0.5],
    [Math.sqrt(0.05 * 0.25), 0.6],
  ])('grows with the logarithm of the share: %f needs %f', (share, iou) => {
    expect(needed(share)).toBeCloseTo(iou, 9);
  });

  it('stays the same below the smallest share and above the largest', () => {
    expect(needed(0.0001)).toBe(0.3);
    expect(needed(0)).toBe(0.3);
    expect(needed(0.9)).toBe(0.7);
  });

  it('begins to grow right after each level part', () => {
    expect(needed(0.000_51)).toBeGreaterThan(0.3);
    expect(needed(0.051)).toBeGreaterThan(0.5);
    expect(needed(0.249)).toBeLessThan(0.7);
    expect(needed(0.0099)).toBeLessThan(0.5);
  });
});
