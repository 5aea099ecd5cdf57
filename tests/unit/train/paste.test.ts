import { describe, expect, test } from 'vitest';
import { seededRng } from '../../../src/shared/rng.ts';
import type { Label, Raster } from '../../../src/train/frames.ts';
import { pasteBalls } from '../../../src/train/paste.ts';

const [WIDTH, HEIGHT] = [320, 180];
const BALL: Label = { cls: 0, cx: 0.5, cy: 0.5, width: 8 / WIDTH, height: 8 / HEIGHT };
const PERSONS: readonly Label[] = [0.2, 0.4, 0.7].map((cx) => ({
  cls: 2,
  cx,
  cy: 0.4,
  width: 0.03,
  height: 0.15,
}));

/** Grass with a white disc where the ball is. */
function grass(): Raster {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    const isBall = Math.hypot(x - WIDTH / 2, y - HEIGHT / 2) < 4;
    rgba.set(isBall ? [240, 240, 240, 255] : [60, 120, 40, 255], at * 4);
  }
  return { width: WIDTH, height: HEIGHT, rgba };
}

describe('more balls in a frame', () => {
  test('look like its own ball and are labelled where they are', () => {
    const { raster, labels } = pasteBalls(grass(), [BALL, ...PERSONS], 6, seededRng('paste'));

    const copies = labels.slice(1 + PERSONS.length);
    expect(copies.length).toBeGreaterThan(2);
    for (const { cls, cx, cy, width } of copies) {
      expect(cls).toBe(0);
      expect(width).toBe(BALL.width);
      const at = (Math.floor(cy * HEIGHT) * WIDTH + Math.floor(cx * WIDTH)) * 4;
      expect([...raster.rgba.subarray(at, at + 3)]).toEqual([240, 240, 240]);
    }
  });

  test('are the same for the same random numbers, and leave the given frame alone', () => {
    const given = grass();
    const paste = () => pasteBalls(given, [BALL, ...PERSONS], 4, seededRng('same'));
    const [one, other] = [paste(), paste()];
    expect(one.labels).toEqual(other.labels);
    expect(Buffer.compare(one.raster.rgba, other.raster.rgba)).toBe(0);
    expect(Buffer.compare(given.rgba, grass().rgba)).toBe(0);
  });

  test('are none where the frame has no ball, or nobody to put them near', () => {
    const frame = grass();
    for (const labels of [PERSONS, [BALL]]) {
      const pasted = pasteBalls(frame, labels, 4, seededRng('none'));
      expect(pasted.raster).toBe(frame);
      expect(pasted.labels).toBe(labels);
    }
  });
});
