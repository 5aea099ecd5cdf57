import { describe, expect, it } from 'vitest';
import { parseInput, parseResult } from '../../../../src/subnets/score/task.ts';
import { answer, honestAnswer, makeScene, withFrame } from './scene.ts';

const scene = makeScene('task', 3);
const good = honestAnswer(scene);
const box = { x1: 10, y1: 10, x2: 20, y2: 20, cls_id: 2, conf: 0.5 };

describe('an answer', () => {
  it('passes when every frame is answered once and in order', () => {
    expect(parseResult(JSON.parse(JSON.stringify(good)), scene.input)).toEqual(good);
  });

  it.each([
    ['a frame too few', answer([[], []]), '2 frames answered, the task has 3'],
    [
      'frames out of order',
      { frames: good.frames.toReversed() },
      'frames[0].frame_id is 2, expected 0',
    ],
    [
      'a frame answered twice',
      { frames: [good.frames[0], good.frames[0], good.frames[2]] },
      'frames[1].frame_id is 0, expected 1',
    ],
    [
      'a box that leaves the frame',
      withFrame(good, 1, [{ ...box, x2: 1281 }]),
      'frames[1].boxes[0]: (10, 10, 1281, 20) leaves the frame of 1280 × 720',
    ],
    [
      'an empty box',
      withFrame(good, 2, [box, { ...box, x2: 10 }]),
      'frames[2].boxes[1]: (10, 10, 10, 20) is empty',
    ],
    ['a fraction of a pixel', withFrame(good, 0, [{ ...box, x1: 10.5 }]), 'frames.0.boxes.0.x1'],
    ['an unknown class', withFrame(good, 0, [{ ...box, cls_id: 4 }]), 'frames.0.boxes.0.cls_id'],
    ['a confidence above one', withFrame(good, 0, [{ ...box, conf: 1.01 }]), 'boxes.0.conf'],
    ['a confidence that is no number', withFrame(good, 0, [{ ...box, conf: NaN }]), 'boxes.0.conf'],
    [
      'more boxes than allowed',
      withFrame(
        good,
        0,
        Array.from({ length: 101 }, () => box),
      ),
      '101 boxes, at most 100',
    ],
    ['keys that nobody asked for', { ...good, note: 'x' }, 'note'],
    ['no object', null, 'Object'],
  ])('is refused with its position: %s', (_, value, message) => {
    expect(() => parseResult(value, scene.input)).toThrow(message);
    expect(() => parseResult(value, scene.input)).toThrow(
      expect.objectContaining({ code: 'submission.malformed' }),
    );
  });
});

describe('a task', () => {
  it('passes unchanged through JSON', () => {
    expect(parseInput(JSON.parse(JSON.stringify(scene.input)))).toEqual(scene.input);
  });

  it('is refused with its position when a hash is none', () => {
    const broken = { ...scene.input, frames: [{ blob: 'x', width: 1280, height: 720 }] };

    expect(() => parseInput(broken)).toThrow('frames.0.blob: must be 64 hexadecimal digits');
    expect(() => parseInput(broken)).toThrow(expect.objectContaining({ code: 'input.malformed' }));
  });
});
