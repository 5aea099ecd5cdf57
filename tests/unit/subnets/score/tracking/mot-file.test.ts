import { describe, expect, test } from 'vitest';
import {
  formatTracks,
  parseDetections,
  parseTracks,
} from '../../../../../src/subnets/score/tracking/mot-file.ts';

describe('a file of tracks', () => {
  test('gives boxes by frame, and empty frames where no line is', () => {
    expect(parseTracks('1,7,10,20,30,40,1,-1,-1,-1\n3,7,11,20,30,40,1,-1,-1,-1\n')).toEqual([
      { boxes: [{ id: 7, x1: 10, y1: 20, x2: 40, y2: 60 }] },
      { boxes: [] },
      { boxes: [{ id: 7, x1: 11, y1: 20, x2: 41, y2: 60 }] },
    ]);
  });

  test('leaves out lines of confidence 0 where it is ground truth', () => {
    const text = '1,1,0,0,9,9,0,-1,-1,-1\n1,2,5,5,9,9,1,-1,-1,-1\n';

    expect(parseTracks(text, true)[0]?.boxes.map(({ id }) => id)).toEqual([2]);
    expect(parseTracks(text)[0]?.boxes.map(({ id }) => id)).toEqual([1, 2]);
  });

  test.each([
    ['a word', '1,x,0,0,9,9', /line 1: “x” is not a number/],
    ['too few numbers', '1,1,0,0', /line 1: 4 numbers/],
    ['a detection without an id', '1,-1,0,0,9,9,1', /frame 1: -1 is no id/],
    ['an id twice in a frame', '1,1,0,0,9,9,1\n1,1,5,5,9,9,1', /frame 1: id 1 is there twice/],
    ['frame 0', '0,1,0,0,9,9,1', /count from 1/],
    ['a frame past all clips', '2000000,1,0,0,9,9,1', /at most 1000000/],
  ])('%s is named', (_, text, message) => {
    expect(() => parseTracks(text)).toThrow(message);
  });
});

test.each([
  ['shares', [0.25, 0.9], [0.25, 0.9]],
  ['none', [-1, -1], [1, 1]],
  ['another scale', [0.25, 31.5], [1, 1]],
])('confidences of detections: %s', (_, written, read) => {
  const [frame] = parseDetections(
    written.map((conf) => `1,-1,1,2,3,4,${conf},-1,-1,-1\n`).join(''),
  );

  expect(frame?.boxes.map(({ conf }) => conf)).toEqual(read);
});

test('tracks are written as they are read', () => {
  const box = { id: 3, x1: 1.5, y1: 2, x2: 11.25, y2: 30, cls_id: 2, conf: 0.5, seen: true };

  const text = formatTracks([{ boxes: [] }, { boxes: [box] }]);

  expect(text).toBe('2,3,1.5,2,9.75,28,0.5,-1,-1,-1\n');
  expect(parseTracks(text)).toEqual([
    { boxes: [] },
    { boxes: [{ id: 3, x1: 1.5, y1: 2, x2: 11.25, y2: 30 }] },
  ]);
});
