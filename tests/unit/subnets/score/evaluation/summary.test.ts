import { describe, expect, it } from 'vitest';
import {
  type MeasuredFrame,
  summarise,
  summariseTracks,
} from '../../../../../src/subnets/score/evaluation/summary.ts';

const box = (x: number, cls_id: number, size = 100) => ({
  x1: x,
  y1: 100,
  x2: x + size,
  y2: 100 + size,
  cls_id,
});
const seen = (x: number, cls_id: number, conf: number) => ({ ...box(x, cls_id), conf });

function frame(more: Partial<MeasuredFrame>): MeasuredFrame {
  return {
    name: 'frame',
    width: 1280,
    height: 720,
    truth: [],
    cut: [],
    found: [],
    msPerStage: {},
    ...more,
  };
}

describe('the figures of a detector', () => {
  it('count persons of every role as one kind and balls as the other', () => {
    const { person, ball } = summarise([
      frame({
        truth: [box(0, 1), box(300, 2), box(600, 3), box(900, 0)],
        found: [seen(0, 2, 0.9), seen(310, 3, 0.8), seen(1100, 2, 0.7), seen(600, 0, 0.6)],
      }),
    ]);

    expect(person).toEqual({ recall: 2 / 3, precision: 2 / 3 });
    expect(ball).toEqual({ recall: 0, precision: 0 });
  });

  it('ask for an overlap above 0.4 and give each object to one detection', () => {
    // Boxes of 100 shifted by 42 and 43 pixels overlap by 0.408 and 0.399.
    const near = summarise([frame({ truth: [box(0, 2)], found: [seen(42, 2, 0.9)] })]);
    const far = summarise([frame({ truth: [box(0, 2)], found: [seen(43, 2, 0.9)] })]);
    const twice = summarise([
      frame({ truth: [box(0, 2)], found: [seen(0, 2, 0.9), seen(1, 2, 0.8)] }),
    ]);

    expect(near.person).toEqual({ recall: 1, precision: 1 });
    expect(far.person).toEqual({ recall: 0, precision: 0 });
    expect(twice.person).toEqual({ recall: 1, precision: 0.5 });
  });

  it('leave out what lies on an object that the edge cuts', () => {
    const { person, map50 } = summarise([
      frame({
        truth: [box(300, 2)],
        cut: [box(0, 2)],
        found: [seen(5, 2, 0.9), seen(300, 2, 0.5)],
      }),
    ]);

    expect(person).toEqual({ recall: 1, precision: 1 });
    expect(map50).toBe(1);
  });

  it('have no share where there is nothing to share', () => {
    expect(summarise([frame({})])).toEqual({
      frames: 1,
      person: { recall: null, precision: null },
      ball: { recall: null, precision: null },
      map50: 0,
      msPerStage: {},
    });
  });

  it('average the precision of both kinds and the time of each stage', () => {
    const { map50, msPerStage } = summarise([
      frame({
        truth: [box(0, 2), box(300, 0)],
        found: [seen(0, 1, 0.9)],
        msPerStage: { model: 300, boxes: 2 },
      }),
      frame({ msPerStage: { model: 100 } }),
    ]);

    expect(map50).toBe(0.5);
    expect(msPerStage).toEqual({ model: 200, boxes: 1 });
  });
});

it('persons are followed by their ids, and tracks on cut objects count nowhere', () => {
  const known = (x: number, id: number) => ({ ...box(x, 2), id });
  const tracked = (id: number, x: number, cls_id = 2) => ({
    ...seen(x, cls_id, 0.9),
    id,
    seen: true,
  });
  const frames = [0, 10, 20].map((shift) =>
    frame({ truth: [known(shift, 1), known(400 + shift, 2)], cut: [known(900, 3)] }),
  );
  const boxes = (shift: number, second: number) => ({
    boxes: [tracked(7, shift), tracked(second, 400 + shift), tracked(9, 900), tracked(5, 600, 0)],
  });

  expect(summariseTracks(frames, [boxes(0, 8), boxes(10, 8), boxes(20, 8)])).toEqual({
    mota: 1,
    idf1: 1,
    idSwitches: 0,
  });
  expect(summariseTracks(frames, [boxes(0, 8), boxes(10, 8), boxes(20, 6)]).idSwitches).toBe(1);
});
