import { describe, expect, it } from 'vitest';
import { present } from '../../../../../src/shared/assert.ts';
import { seededRng } from '../../../../../src/shared/rng.ts';
import { type Feed, createFeeder } from '../../../../../src/subnets/score/heads/feed.ts';
import { letterbox } from '../../../../../src/subnets/score/pipeline/letterbox.ts';

const rng = seededRng('feed');
const image = {
  width: 96,
  height: 48,
  rgba: Uint8Array.from({ length: 96 * 48 * 4 }, () => Math.floor(rng.next() * 256)),
};
const WHOLE = { x: 0, y: 0, width: 96, height: 48 };
const SIDE = 96;
const PLANE = SIDE * SIDE;

const feed = (more: Partial<Feed> = {}): Feed => ({
  name: 'images',
  width: SIDE,
  height: SIDE,
  layout: 'nchw',
  channels: 'rgb',
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: 'letterbox',
  pad: 0,
  ...more,
});

const byte = (x: number, y: number, channel: number): number =>
  present(image.rgba[(y * 96 + x) * 4 + channel], 'pixel');

describe('a picture as the model gets it', () => {
  it('is the pipeline’s own letterbox where the model asks for nothing else', () => {
    const { images, place } = createFeeder(feed())(image, WHOLE);
    const expected = new Float32Array(3 * PLANE);
    letterbox(image, WHOLE, { inputWidth: SIDE, inputHeight: SIDE }, expected);

    expect(images.dims).toEqual([1, 3, SIDE, SIDE]);
    expect(images.data).toEqual(expected);
    expect(place).toEqual({ originX: 0, originY: 0, stepX: 1, stepY: 1 });
  });

  it('has blue before red, bytes and grey below for a model that wants them', () => {
    const { images } = createFeeder(feed({ channels: 'bgr', scale: 1, pad: 114 }))(image, WHOLE);

    expect(images.data[7 * SIDE + 5]).toBeCloseTo(byte(5, 7, 2), 3);
    expect(images.data[2 * PLANE + 7 * SIDE + 5]).toBeCloseTo(byte(5, 7, 0), 3);
    expect(images.data[48 * SIDE]).toBe(114);
  });

  it('lies in the middle with its place to match', () => {
    const { images, place } = createFeeder(feed({ fit: 'letterbox-middle', pad: 255 }))(
      image,
      WHOLE,
    );

    expect(place).toEqual({ originX: 0, originY: -24, stepX: 1, stepY: 1 });
    expect(images.data[23 * SIDE + 5]).toBe(1);
    expect(images.data[(24 + 7) * SIDE + 5]).toBeCloseTo(byte(5, 7, 0) / 255, 5);
    expect(images.data[72 * SIDE]).toBe(1);
  });

  it('fills the input when it is stretched, channel by channel and normalised', () => {
    const mean: [number, number, number] = [0.485, 0.456, 0.406];
    const std: [number, number, number] = [0.229, 0.224, 0.225];
    const { images, place } = createFeeder(
      feed({ fit: 'stretch', layout: 'nhwc', mean, std, height: 48, width: 96 }),
    )(image, WHOLE);

    expect(place).toEqual({ originX: 0, originY: 0, stepX: 1, stepY: 1 });
    expect(images.dims).toEqual([1, 48, 96, 3]);
    for (const channel of [0, 1, 2]) {
      const expected = (byte(5, 7, channel) / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
      expect(images.data[(7 * 96 + 5) * 3 + channel]).toBeCloseTo(expected, 4);
    }
    const tall = createFeeder(feed({ fit: 'stretch' }))(image, {
      x: 4,
      y: 2,
      width: 48,
      height: 24,
    });
    expect(tall.place).toEqual({ originX: 4, originY: 2, stepX: 0.5, stepY: 0.25 });
  });
});
