import { describe, expect, it } from 'vitest';
import { seededRng } from '../../../../../src/shared/rng.ts';
import type { DecodedImage, SourceContext } from '../../../../../src/subnets/contract.ts';
import { disguiseFrame } from '../../../../../src/subnets/score/job/disguise.ts';
import { preparePicture } from '../../../../../src/subnets/score/job/prepare.ts';
import { resample } from '../../../../../src/subnets/score/job/resample.ts';
import { ScoreTruth } from '../../../../../src/subnets/score/task.ts';
import { parse } from 'valibot';

/** A grey picture with one bright rectangle. */
function picture(width: number, height: number, at: { x: number; y: number; side: number }) {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(40);
  for (let y = at.y; y < at.y + at.side; y++) {
    for (let x = at.x; x < at.x + at.side; x++)
      rgba.fill(240, (y * width + x) * 4, (y * width + x) * 4 + 4);
  }
  return { width, height, rgba };
}

let encoded: DecodedImage | null = null;

function contextOf(image: DecodedImage): SourceContext {
  return {
    decodeImage: () => Promise.resolve(image),
    encodeImage(made) {
      encoded = made;
      return Promise.resolve(new Uint8Array([1]));
    },
    signal: new AbortController().signal,
  };
}

/** Corners of the bright part. */
function brightIn({ width, height, rgba }: DecodedImage) {
  let [x1, y1, x2, y2] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((rgba[(y * width + x) * 4] ?? 0) < 140) continue;
      [x1, y1, x2, y2] = [
        Math.min(x1, x),
        Math.min(y1, y),
        Math.max(x2, x + 1),
        Math.max(y2, y + 1),
      ];
    }
  }
  return { x1, y1, x2, y2 };
}

describe('preparing a picture', () => {
  it('limits its size and notes the size it had', async () => {
    const large = picture(2400, 1200, { x: 0, y: 0, side: 4 });
    const { meta, facts } = await preparePicture(new Uint8Array(), contextOf(large));

    expect(meta).toEqual({ width: 1920, height: 960 });
    expect(facts).toEqual({ width: 2400, height: 1200, worked: { width: 1920, height: 960 } });
  });

  it('refuses what is too small or no picture, in words', async () => {
    const small = contextOf(picture(200, 40, { x: 0, y: 0, side: 4 }));
    const broken = {
      ...small,
      decodeImage: () => Promise.reject(new Error('unsupported image format')),
    };

    await expect(preparePicture(new Uint8Array(), small)).rejects.toThrow(/200 × 40 pixels/);
    await expect(preparePicture(new Uint8Array(), broken)).rejects.toMatchObject({
      code: 'media.unsupported',
    });
  });
});

describe('a known answer made over', () => {
  const source = picture(320, 180, { x: 150, y: 80, side: 30 });
  const truth = {
    boxes: [
      { x1: 150, y1: 80, x2: 180, y2: 110, cls_id: 2 },
      { x1: -20, y1: 0, x2: 6, y2: 30, cls_id: 1 },
    ],
  };

  it.each([
    ['smaller', { width: 160, height: 120 }],
    ['larger', { width: 640, height: 360 }],
    ['of the same size', { width: 320, height: 180 }],
  ])('%s has its object where its truth says', async (_, like) => {
    for (let draw = 0; draw < 12; draw++) {
      const known = { bytes: new Uint8Array(), truth };
      const made = await disguiseFrame(known, like, seededRng(`${draw}`), contextOf(source));
      const boxes = parse(ScoreTruth, made?.truth).boxes;
      const person = boxes.find(({ cls_id }) => cls_id === 2);
      const bright = encoded && brightIn(encoded);

      expect(encoded).toMatchObject(like);
      expect(boxes.every((box) => box.x1 >= 0 && box.x2 <= like.width)).toBe(true);
      for (const side of ['x1', 'y1', 'x2', 'y2'] as const) {
        expect(Math.abs((person?.[side] ?? 0) - (bright?.[side] ?? 0))).toBeLessThanOrEqual(1.5);
      }
    }
  });

  it('is mirrored in half of the cases, and never the picture it was', async () => {
    const sums = new Set<number>();
    for (let draw = 0; draw < 8; draw++) {
      const known = { bytes: new Uint8Array(), truth };
      const like = { width: 320, height: 180 };
      await disguiseFrame(known, like, seededRng(`${draw}`), contextOf(source));
      sums.add(brightIn(encoded ?? source).x1);
    }

    expect(sums.size).toBeGreaterThan(4);
  });

  it('is none without a size, a truth, or an object that still shows', async () => {
    const known = { bytes: new Uint8Array(), truth };
    const ctx = contextOf(source);
    const edge = { boxes: [{ x1: -100, y1: 0, x2: 1, y2: 100, cls_id: 2 }] };
    const like = { width: 320, height: 180 };

    expect(await disguiseFrame(known, {}, seededRng('a'), ctx)).toBeNull();
    expect(await disguiseFrame({ ...known, truth: 1 }, like, seededRng('a'), ctx)).toBeNull();
    expect(await disguiseFrame({ ...known, truth: edge }, like, seededRng('a'), ctx)).toBeNull();
  });
});

describe('resampling', () => {
  it('keeps a picture at its own size, and a flat one at any', () => {
    const source = picture(12, 8, { x: 3, y: 2, side: 4 });
    const whole = { x: 0, y: 0, width: 12, height: 8 };
    const same = resample(source, whole, { width: 12, height: 8, mirrored: false });
    const twice = resample(source, whole, { width: 12, height: 8, mirrored: true });
    const flat = picture(12, 8, { x: 0, y: 0, side: 0 });

    expect([...same.rgba]).toEqual([...source.rgba]);
    expect(brightIn(twice)).toEqual({ x1: 5, y1: 2, x2: 9, y2: 6 });
    for (const [width, height] of [
      [5, 3],
      [31, 17],
    ] as const) {
      const made = resample(flat, whole, { width, height, mirrored: false });
      expect([...new Set(made.rgba)]).toEqual([40]);
    }
  });
});
