import { expect, it } from 'vitest';
import { seededRng } from '../../../../src/shared/rng.ts';
import { letterbox } from '../../../../src/subnets/score/pipeline/letterbox.ts';
import { DEFAULT_SETTINGS } from '../../../../src/subnets/score/pipeline/settings.ts';

const rng = seededRng('letterbox');
const image = {
  width: 101,
  height: 99,
  rgba: Uint8Array.from({ length: 101 * 99 * 4 }, () => Math.floor(rng.next() * 256)),
};
const settings = { ...DEFAULT_SETTINGS, inputWidth: 96, inputHeight: 128 };
const PLANE = 96 * 128;

it('copies a tile of the input’s own size bit for bit, black below it', () => {
  const out = new Float32Array(3 * PLANE).fill(0.5);
  const fit = letterbox(image, { x: 5, y: 3, width: 96, height: 96 }, settings, out);
  expect(fit).toEqual({ contentWidth: 96, contentHeight: 96, stepX: 1, stepY: 1 });
  const expected = Float32Array.from({ length: 3 * PLANE }, (_, i) => {
    const [channel, y, x] = [Math.floor(i / PLANE), Math.floor((i % PLANE) / 96), i % 96];
    const byte = y < 96 ? (image.rgba[((y + 3) * 101 + x + 5) * 4 + channel] ?? 0) : 0;
    return byte * (1 / 255);
  });
  expect(Buffer.from(out.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
});

it('samples between pixel centres and stays inside the tile', () => {
  const out = new Float32Array(3 * PLANE);
  const fit = letterbox(image, { x: 0, y: 0, width: 48, height: 32 }, settings, out);
  expect(fit).toEqual({ contentWidth: 96, contentHeight: 64, stepX: 0.5, stepY: 0.5 });
  const red = (x: number, y: number): number => (image.rgba[(y * 101 + x) * 4] ?? 0) / 255;
  expect(out[0]).toBeCloseTo(red(0, 0), 6);
  const across = 0.75 * red(47, 31) + 0.25 * red(46, 31);
  const above = 0.75 * red(47, 30) + 0.25 * red(46, 30);
  expect(out[62 * 96 + 94]).toBeCloseTo(0.75 * across + 0.25 * above, 6);
  expect(out[63 * 96 + 95]).toBeCloseTo(red(47, 31), 6);
});
