import { expect, it } from 'vitest';
import { growBalls } from '../../../../src/subnets/score/pipeline/merge.ts';

it('balls grow about their centre, persons stay as they are', () => {
  const ball = { x1: 100, y1: 200, x2: 110, y2: 208, cls: 0, conf: 0.5 };
  const person = { x1: 0, y1: 0, x2: 40, y2: 100, cls: 2, conf: 0.9 };

  expect(growBalls([person, ball], 1.5)).toEqual([
    person,
    { x1: 97.5, y1: 198, x2: 112.5, y2: 210, cls: 0, conf: 0.5 },
  ]);
  expect(growBalls([ball], 1)).toEqual([ball]);
});
