import { describe, expect, it } from 'vitest';
import type { Detection } from '../../../../../src/subnets/score/pipeline/contract.ts';
import { mergeAnswers } from '../../../../../src/subnets/score/job/merge.ts';

const box = (x1: number, conf: number, cls_id = 2): Detection => ({
  x1,
  y1: 100,
  x2: x1 + 40,
  y2: 200,
  cls_id,
  conf,
});

describe('merging the answers to a frame', () => {
  it('leaves a single answer as it is, by confidence', () => {
    expect(mergeAnswers([[box(10, 0.4), box(300, 0.9)]])).toEqual([box(300, 0.9), box(10, 0.4)]);
  });

  it('has nothing without answers, and nothing of empty ones', () => {
    expect(mergeAnswers([])).toEqual([]);
    expect(mergeAnswers([[], []])).toEqual([]);
  });

  it('takes corners by confidence and the mean of the confidences', () => {
    const [merged, ...others] = mergeAnswers([[box(10, 0.6)], [box(14, 0.2)]]);

    expect(others).toEqual([]);
    expect(merged).toMatchObject({ x1: 11, x2: 51, y1: 100, y2: 200, cls_id: 2 });
    expect(merged?.conf).toBeCloseTo(0.4, 12);
  });

  it('keeps what half of the answers have, with what the others lack taken off its confidence', () => {
    const both = mergeAnswers([[box(10, 0.5), box(300, 0.4)], [box(10, 0.5)]]);
    const third = mergeAnswers([[box(10, 0.5), box(300, 0.4)], [box(10, 0.5)], [box(10, 0.5)]]);

    expect(both.map(({ x1, conf }) => [x1, conf])).toEqual([
      [10, 0.5],
      [300, 0.2],
    ]);
    expect(third.map(({ x1 }) => x1)).toEqual([10]);
  });

  it('never makes one object of two boxes of the same answer', () => {
    const near = mergeAnswers([
      [box(10, 0.8), box(16, 0.7)],
      [box(10, 0.8), box(16, 0.7)],
    ]);

    expect(near.map(({ x1 }) => x1)).toEqual([10, 16]);
  });

  it('decides a role by confidence, and never takes a person for a ball', () => {
    const roles = mergeAnswers([[box(10, 0.5, 1)], [box(10, 0.8, 3)]]);
    const ball = mergeAnswers([[box(10, 0.5, 0)], [box(10, 0.5, 2)]]);

    expect(roles.map(({ cls_id: role }) => role)).toEqual([3]);
    expect(ball.map(({ cls_id: role }) => role)).toEqual([0, 2]);
  });
});
