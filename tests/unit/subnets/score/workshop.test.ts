import { describe, expect, it } from 'vitest';
import {
  likenessOf,
  sideReport,
  type TriedPicture,
} from '../../../../src/subnets/score/workshop/side.ts';

const box = (x: number, cls_id = 2) => ({ x1: x, y1: 100, x2: x + 60, y2: 220, cls_id });

/** A picture of two players and a ball, of which the detector has the first `hits`. */
function picture(hits: number, ms = 100): TriedPicture {
  const truth = [box(100), box(400), { ...box(800, 0), x2: 820, y2: 120 }];
  return {
    width: 1280,
    height: 720,
    truth,
    found: truth.slice(0, hits).map((one) => ({ ...one, conf: 0.9 })),
    ms,
  };
}

const pictures = (count: number, hits: number, ms?: number): TriedPicture[] =>
  Array.from({ length: count }, () => picture(hits, ms));

describe('one side of a comparison', () => {
  it('is scored as a unit is, with the subnet’s own terms beside it', () => {
    const perfect = sideReport('mine', pictures(4, 3));

    expect(perfect).toMatchObject({ name: 'mine', map50: 1, falsePositive: 1 });
    expect(perfect.quality).toBeCloseTo(1, 9);
    expect(perfect.components.map(({ name }) => name)).toContain('BallDetect.weight_score');
    expect(sideReport('mine', pictures(4, 2)).map50).toBe(0.5);
  });

  it('passes the gate of an element by its own rate', () => {
    // 2000 ms / 10 000 × 25 / 5 is 1; a little more fails.
    expect(sideReport('mine', pictures(4, 3, 2000)).realTime['PlayerDetect']).toBe(1);
    expect(sideReport('mine', pictures(4, 3, 2010)).realTime['BallDetect']).toBeGreaterThan(1);
    expect(sideReport('mine', [picture(3, 10), picture(3, 20)]).p95Ms).toBe(10);
  });
});

describe('the copy rule between two detectors', () => {
  it('takes them for one when both sets are alike', () => {
    expect(likenessOf(pictures(20, 3), pictures(20, 3))).toEqual([
      { element: 'PlayerDetect', alike: true, common: 20, different: 0 },
      { element: 'BallDetect', alike: true, common: 20, different: 0 },
    ]);
  });

  it('tells them apart by the element in which they differ', () => {
    expect(likenessOf(pictures(20, 3), pictures(20, 2))).toMatchObject([
      { element: 'PlayerDetect', alike: true },
      { element: 'BallDetect', alike: false, different: 20 },
    ]);
  });

  it('says nothing with too few pictures', () => {
    expect(likenessOf(pictures(9, 3), pictures(9, 3)).map(({ alike }) => alike)).toEqual([
      false,
      false,
    ]);
  });
});
