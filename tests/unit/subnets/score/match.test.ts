import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import { capsule } from '../../../../src/subnets/score/match/body.ts';
import { project, viewOf } from '../../../../src/subnets/score/match/camera.ts';
import { composite, createCanvas, extents } from '../../../../src/subnets/score/match/canvas.ts';
import { renderMatchGroup } from '../../../../src/subnets/score/match/group.ts';
import { lineShare } from '../../../../src/subnets/score/match/pitch.ts';
import { planClip } from '../../../../src/subnets/score/match/plan.ts';
import { drawFrame, renderClip } from '../../../../src/subnets/score/match/render.ts';
import { drawSprite } from '../../../../src/subnets/score/match/sprite.ts';
import { vec } from '../../../../src/subnets/score/match/vec.ts';
import { PITCH_POINTS } from '../../../../src/subnets/score/pitch/model.ts';
import { ScoreTruth } from '../../../../src/subnets/score/task.ts';
import * as v from 'valibot';

const SMALL = { width: 320, height: 180, frames: 2, stride: 5 };
const FULL = { width: 1280, height: 720, frames: 2, stride: 5 };

function pixelHash(seed: string): string {
  return sha256Hex(
    [...renderClip(seed, SMALL)].map(({ image }) => sha256Hex(new Uint8Array(image.rgba))).join(),
  );
}

describe('a rendered clip', () => {
  test('is the same for the same seed and another for another', () => {
    expect(pixelHash('a')).toBe(pixelHash('a'));
    expect(pixelHash('a')).not.toBe(pixelHash('b'));
  });

  test.each(['one', 'two', 'three'])(
    '%s: at least 12 persons of 25 to 120 pixels a frame',
    (seed) => {
      for (const { image, truth } of renderClip(seed, { ...FULL, frames: 1 })) {
        expect(v.is(ScoreTruth, truth)).toBe(true);
        const inside = truth.boxes.filter(
          ({ x1, y1, x2, y2, cls_id }) =>
            cls_id !== 0 && x1 > 0 && y1 > 0 && x2 < image.width && y2 < image.height,
        );
        expect(truth.boxes.filter(({ cls_id }) => cls_id !== 0).length).toBeGreaterThanOrEqual(12);
        // A figure that another hides in part may show less than its height.
        const heights = inside.map(({ y1, y2 }) => y2 - y1).toSorted((a, b) => a - b);
        expect(heights[Math.floor(heights.length / 10)]).toBeGreaterThanOrEqual(25);
        expect(heights.at(-1)).toBeLessThanOrEqual(120);
        const kinds = new Set(truth.boxes.map(({ cls_id }) => cls_id));
        expect(kinds.has(2)).toBe(true);
        expect(truth.pitch).toHaveLength(32);
        expect(truth.pitch?.some((point) => point !== null)).toBe(true);
      }
    },
  );

  test('keeps an id on the same person, who moves smoothly', () => {
    const [first, second] = [...renderClip('ids', SMALL)];
    const later = new Map(second?.truth.boxes.map((box) => [box.id, box]));
    const shared = (first?.truth.boxes ?? []).filter(
      (box) => box.cls_id !== 0 && later.has(box.id),
    );
    expect(shared.length).toBeGreaterThanOrEqual(12);
    for (const box of shared) {
      const next = later.get(box.id);
      expect(next?.cls_id).toBe(box.cls_id);
      expect(Math.abs((next?.x2 ?? 0) - box.x2)).toBeLessThan(30);
    }
  });

  test('has boxes that are tight to the drawn pixels', () => {
    const plan = planClip('tight', SMALL);
    const { canvas, figures } = drawFrame(plan, 0);
    const [frame] = renderClip('tight', SMALL);
    expect(frame?.truth.boxes.length).toBeGreaterThan(12);
    for (const box of frame?.truth.boxes ?? []) {
      const owner = figures.findIndex(({ id }) => id === box.id) + 1;
      const pixels = [...canvas.owner.keys()].filter((at) => canvas.owner[at] === owner);
      const xs = pixels.map((at) => at % canvas.width).toSorted((a, b) => a - b);
      expect([box.x1, box.x2 - 1]).toEqual([xs[0], xs.at(-1)]);
      const rows = [pixels[0], pixels.at(-1)].map((at) => Math.floor((at ?? 0) / canvas.width));
      expect([box.y1, box.y2 - 1]).toEqual(rows);
    }
  });

  test('a group stops when its signal aborts', async () => {
    const ctx = {
      encodeImage: async () => new Uint8Array([1]),
      decodeImage: async () => Promise.reject(new Error('not used')),
      signal: AbortSignal.abort(new Error('stop')),
    };
    await expect(renderMatchGroup('secret', ctx)).rejects.toThrow('stop');
  });
});

describe('figures', () => {
  const view = viewOf({
    position: vec(52, -20, 15),
    pan: 0,
    tilt: 0.3,
    focal: 1500,
    width: 400,
    height: 300,
  });

  test('a sphere covers the disc that geometry says, within a pixel', () => {
    const centre = vec(52, 25, 1);
    const sprite = drawSprite(
      view,
      [capsule(centre, centre, 0.5, 0.5, 'leather')],
      centre,
      (_, out) => {
        out.fill(200);
      },
    );
    if (!sprite) throw new Error('not drawn');
    const canvas = createCanvas(view.width, view.height);
    const own = composite(canvas, sprite, 1);
    const [extent] = extents(canvas, 1);
    const { x, y, depth } = project(view, centre);
    const radius = (0.5 * view.focal) / depth;
    expect(Math.abs((extent?.x1 ?? 0) - (x - radius))).toBeLessThanOrEqual(1);
    expect(Math.abs((extent?.y2 ?? 0) - (y + radius))).toBeLessThanOrEqual(1);
    expect(own / (Math.PI * radius * radius)).toBeCloseTo(1, 1);
  });

  test('what stands in front takes the pixels', () => {
    const canvas = createCanvas(view.width, view.height);
    for (const [order, y] of [30, 25].entries()) {
      const centre = vec(52, y, 1);
      const sprite = drawSprite(
        view,
        [capsule(centre, centre, 0.5, 0.5, 'leather')],
        centre,
        () => undefined,
      );
      if (sprite) composite(canvas, sprite, order + 1);
    }
    const [behind, before] = extents(canvas, 2);
    expect(before?.pixels).toBeGreaterThan(behind?.pixels ?? 0);
  });

  test('nothing is drawn behind the camera', () => {
    const centre = vec(52, -60, 1);
    const shape = [capsule(centre, centre, 0.5, 0.5, 'leather')];
    expect(drawSprite(view, shape, centre, () => undefined)).toBeNull();
  });
});

describe('the pitch', () => {
  test('every point of the template but the spots lies on a line', () => {
    for (const [index, { x, y }] of PITCH_POINTS.entries()) {
      const share = lineShare(x + 0.001, y + 0.001, 0.02, 0.02);
      expect(share, `point ${index}`).toBeGreaterThan(0.5);
    }
  });

  test('mirrors left to right as the template does', () => {
    const flip = [
      24, 25, 26, 27, 28, 29, 22, 23, 21, 17, 18, 19, 20, 13, 14, 15, 16, 9, 10, 11, 12, 8, 6, 7, 0,
      1, 2, 3, 4, 5, 31, 30,
    ];
    for (const [index, point] of PITCH_POINTS.entries()) {
      const mirrored = PITCH_POINTS[flip[index] ?? -1];
      expect(mirrored?.x).toBeCloseTo(105 - point.x, 9);
      expect(mirrored?.y).toBeCloseTo(point.y, 9);
    }
  });

  test('grass away from lines is no line', () => {
    expect(lineShare(30, 30, 0.05, 0.1)).toBe(0);
    expect(lineShare(200, 30, 0.05, 0.1)).toBe(0);
  });
});
