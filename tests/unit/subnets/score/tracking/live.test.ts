import { describe, expect, test } from 'vitest';
import type { Detection } from '../../../../../src/subnets/score/pipeline/contract.ts';
import { createLiveTracker } from '../../../../../src/subnets/score/tracking/live.ts';

function person(x: number, y: number): Detection {
  return { x1: x - 15, y1: y - 40, x2: x + 15, y2: y + 40, cls_id: 2, conf: 0.8 };
}

describe('tracking while frames come in', () => {
  test('gives an id from the third sighting and keeps it', () => {
    const tracker = createLiveTracker();

    const ids = Array.from(
      { length: 8 },
      (_, i) => tracker.add([person(100 + 3 * i, 200)]).boxes[0]?.id,
    );

    expect(ids).toEqual([undefined, undefined, 1, 1, 1, 1, 1, 1]);
  });

  test('keeps every box in its order, also those without an id', () => {
    const tracker = createLiveTracker();
    const boxes = [person(300, 200), person(100, 220)];
    for (let i = 0; i < 4; i++) tracker.add(boxes);

    const { boxes: shown } = tracker.add([...boxes, person(700, 300)]);

    expect(shown.map(({ x1 }) => x1)).toEqual([285, 85, 685]);
    expect(shown.map(({ id }) => id)).toEqual([1, 2, undefined]);
  });

  test('draws trails where the ground was, not where the camera pointed', () => {
    const tracker = createLiveTracker();
    const places = [120, 300, 410, 560, 700];
    const last = Array.from({ length: 20 }, (_, i) =>
      tracker.add(places.map((x, row) => person(x + 10 * i, 200 + 30 * row))),
    ).at(-1);

    for (const { points } of last?.trails ?? []) {
      const [first, end] = [points[0], points.at(-1)];
      // Nobody walked, so that nobody leaves a trail, although all moved 190 pixels in the picture.
      expect(Math.abs((first?.[0] ?? 0) - (end?.[0] ?? 0))).toBeLessThan(10);
    }
    expect(last?.trails).toHaveLength(5);
  });

  test('forgets what is long past', () => {
    const tracker = createLiveTracker({ fps: 10 });
    let longest = 0;
    for (let i = 0; i < 200; i++) {
      const { trails } = tracker.add([person(100 + (i % 7), 200)]);
      longest = Math.max(longest, ...trails.map(({ points }) => points.length));
    }

    expect(longest).toBe(15);
  });
});
