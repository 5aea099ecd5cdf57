import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../src/subnets/score/pipeline/settings.ts';
import { combineFrames, compareFrame, TOLERANCE } from '../../../../src/subnets/score/verify.ts';
import type { Detection } from '../../../../src/subnets/score/pipeline/contract.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, personConfidence: 0.25, ballConfidence: 0.5 };
const PLAYER = 2;
const BALL = 0;

/** A box of 100 × 100 in its own place. */
function box(place: number, change: Partial<Detection> = {}): Detection {
  const x1 = 200 * place;
  return { x1, y1: 0, x2: x1 + 100, y2: 100, cls_id: PLAYER, conf: 0.75, ...change };
}

const boxes = (count: number, change: Partial<Detection> = {}) =>
  Array.from({ length: count }, (_, place) => box(place, change));
const compare = (reference: readonly Detection[], answer: readonly Detection[]) =>
  compareFrame(3, reference, answer, SETTINGS);

describe('two answers to a frame', () => {
  it('are held to these numbers', () => {
    expect(TOLERANCE).toEqual({
      frameIou: 0.95,
      edgePx: 1,
      marginalConf: 0.02,
      marginalBoxes: 2,
      boxesPerDrift: 8,
      medianConf: 0.01,
      ninthConf: 0.05,
    });
  });

  it('agree fully when they are the same', () => {
    expect(compare(boxes(4), boxes(4))).toMatchObject({
      item: 3,
      sameBoxes: true,
      sameConf: true,
      iou: 1,
      unpaired: 0,
      medianConf: 0,
      ninthConf: 0,
    });
    expect(compare([], [])).toMatchObject({ sameBoxes: true, sameConf: true, iou: 1 });
  });

  it('may differ by a pixel at every edge, whichever way', () => {
    const shifted = (by: number) => compare([box(1)], [box(1, { x1: 200 + by, y2: 100 - by })]);

    expect(shifted(1).iou).toBe(1);
    expect(shifted(-1).iou).toBe(1);
    expect(shifted(2).iou).toBeLessThan(1);
    for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) {
      const far = box(1)[edge] + (edge.endsWith('1') ? 2 : -2);
      expect(compare([box(1)], [box(1, { [edge]: far })]).iou).toBeCloseTo(0.98, 12);
    }
  });

  it('have the boxes of one work at a frame score of 0.95, and not below', () => {
    const narrow = (x2: number) => compare([box(0)], [box(0, { x2 })]).sameBoxes;

    expect(narrow(95)).toBe(true);
    expect(narrow(94)).toBe(false);
  });

  it('take the worse of both directions', () => {
    const { iou, unpaired, sameBoxes } = compare(boxes(1), boxes(2));

    expect([iou, unpaired, sameBoxes]).toEqual([0.5, 1, false]);
    expect(compare(boxes(2), boxes(1)).iou).toBe(0.5);
  });
});

describe('a box without a partner', () => {
  it('is drift when there is one for eight boxes', () => {
    expect(compare(boxes(8), boxes(7))).toMatchObject({ unpaired: 1, sameBoxes: true });
    expect(compare(boxes(7), boxes(8))).toMatchObject({ unpaired: 1, sameBoxes: true });
    expect(compare(boxes(7), boxes(6))).toMatchObject({ unpaired: 1, sameBoxes: false });
    expect(compare(boxes(9), boxes(7))).toMatchObject({ unpaired: 2, sameBoxes: false });
    expect(compare(boxes(16), boxes(14))).toMatchObject({ unpaired: 2, sameBoxes: true });
  });

  it('is no drift where the pairs themselves lie apart', () => {
    const loose = (x2: number) =>
      compare(
        boxes(8),
        boxes(7).map((one) => ({ ...one, x2: one.x1 + x2 })),
      ).sameBoxes;

    expect(loose(95)).toBe(true);
    expect(loose(94)).toBe(false);
  });

  it('is excused when it only just passed its threshold, on either side', () => {
    const extra = (change: Partial<Detection>) => compare([box(0)], [box(0), box(1, change)]);

    expect(extra({ conf: 0.26 }).unpaired).toBe(0);
    expect(extra({ conf: 0.271 }).unpaired).toBe(1);
    expect(extra({ conf: 0.25 + 0.02 }).unpaired).toBe(1);
    expect(extra({ conf: 0.51, cls_id: BALL }).unpaired).toBe(0);
    expect(extra({ conf: 0.53, cls_id: BALL }).unpaired).toBe(1);
    expect(extra({ conf: 0.51, cls_id: 1 }).unpaired).toBe(1);
    expect(compare([box(0), box(1, { conf: 0.26 })], [box(0)]).unpaired).toBe(0);
  });

  it('is excused twice in a frame, both sides together', () => {
    const weak = (place: number) => box(place, { conf: 0.26 });

    expect(compare([box(0)], [box(0), weak(1), weak(2)]).unpaired).toBe(0);
    expect(compare([box(0)], [box(0), weak(1), weak(2), weak(3)]).unpaired).toBe(1);
    expect(compare([box(0), weak(4), weak(5)], [box(0), weak(1)]).unpaired).toBe(1);
  });
});

describe('confidences', () => {
  /** Eleven pairs: so many of them differ by so much. */
  const differing = (...differences: number[]) =>
    compare(
      boxes(11, { conf: 0.5 }),
      boxes(11, { conf: 0.5 }).map((one, i) => ({ ...one, conf: 0.5 + (differences[i] ?? 0) })),
    );
  const times = (count: number, value: number) => Array.from({ length: count }, () => value);

  it('are compared by the middle pair and by the ninth of ten', () => {
    const { medianConf, ninthConf } = differing(0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07);

    // Sorted: four zeros, then 0.01 to 0.07; the sixth and the tenth.
    expect(medianConf).toBeCloseTo(0.02, 12);
    expect(ninthConf).toBeCloseTo(0.06, 12);
  });

  it('are the same work up to a median of 0.01', () => {
    expect(differing(...times(6, 0.0099)).sameConf).toBe(true);
    expect(differing(...times(6, 0.0101)).sameConf).toBe(false);
    expect(differing(...times(5, 0.04)).sameConf).toBe(true);
  });

  it('may be far off in one pair of ten', () => {
    expect(differing(0.4).sameConf).toBe(true);
    expect(differing(0.4, 0.4).sameConf).toBe(false);
    expect(differing(0.049, 0.049).sameConf).toBe(true);
    expect(differing(0.0504, 0.0504).sameConf).toBe(false);
  });

  it('count in either direction', () => {
    expect(differing(...times(6, -0.02)).medianConf).toBeCloseTo(0.02, 12);
  });
});

describe('the frames of a slice', () => {
  it('pass when each agrees', () => {
    const frames = [compare(boxes(3), boxes(3)), compareFrame(4, boxes(2), boxes(2), SETTINGS)];

    expect(combineFrames(frames)).toMatchObject({
      passed: true,
      sameBoxes: true,
      sameConf: true,
      meanIou: 1,
      worstConf: 0,
    });
  });

  it('fail with one that does not, in boxes or in confidences', () => {
    const good = compare(boxes(3), boxes(3));
    const moved = compareFrame(4, boxes(3), boxes(3, { x1: 5000, x2: 5100 }), SETTINGS);
    const doubtful = compareFrame(4, boxes(3), boxes(3, { conf: 0.5 }), SETTINGS);

    expect(combineFrames([good, moved])).toMatchObject({
      passed: false,
      sameBoxes: false,
      sameConf: true,
      meanIou: 0.5,
    });
    expect(combineFrames([good, doubtful])).toMatchObject({
      passed: false,
      sameBoxes: true,
      sameConf: false,
      worstConf: 0.25,
    });
  });

  it('fail when the drift of single frames adds up', () => {
    const drifting = (item: number) => compareFrame(item, boxes(8), boxes(7), SETTINGS);

    expect(drifting(0).sameBoxes).toBe(true);
    // Seven of eight are 0.875, below 0.95; two boxes missing are soft drift, three are not.
    expect(combineFrames([drifting(0), drifting(1)]).sameBoxes).toBe(true);
    expect(combineFrames([drifting(0), drifting(1), drifting(2)]).sameBoxes).toBe(false);
  });

  it('prove nothing when there are none', () => {
    expect(combineFrames([])).toMatchObject({ passed: false, sameBoxes: false, meanIou: 0 });
    expect(combineFrames([]).worstConf).toBe(0);
  });
});
