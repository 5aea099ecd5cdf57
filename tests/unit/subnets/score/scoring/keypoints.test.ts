import { describe, expect, test } from 'vitest';
import { randomNormal, seededRng } from '../../../../../src/shared/rng.ts';
import { renderClip } from '../../../../../src/subnets/score/match/render.ts';
import type { PlanePoint } from '../../../../../src/subnets/score/pitch/model.ts';
import { edges } from '../../../../../src/subnets/score/scoring/keypoints/canny.ts';
import {
  type Plane,
  above,
  blur,
  dilate,
  greyOf,
  topHat,
  warp,
} from '../../../../../src/subnets/score/scoring/keypoints/plane.ts';
import { regionsOf } from '../../../../../src/subnets/score/scoring/keypoints/regions.ts';
import {
  judgeKeypoints,
  keypointsIou,
} from '../../../../../src/subnets/score/scoring/keypoints/score.ts';
import {
  TEMPLATE_POINTS,
  drawTemplate,
} from '../../../../../src/subnets/score/scoring/keypoints/template.ts';

/** A plane from rows of digits (times `unit`). */
function plane(rows: readonly string[], unit = 1): Plane {
  const width = rows[0]!.length;
  const pixels = Uint8Array.from(rows.join(''), (digit) => Number(digit) * unit);
  return { width, height: rows.length, pixels };
}

function rowsOf({ width, height, pixels }: Plane): string[] {
  return Array.from({ length: height }, (_, y) =>
    [...pixels.subarray(y * width, (y + 1) * width)].join(' '),
  );
}

describe('operators', () => {
  test('grey is the weighted sum of the channels', () => {
    const rgba = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 90, 90, 90, 255);
    expect([...greyOf({ width: 4, height: 1, rgba }).pixels]).toEqual([76, 150, 29, 90]);
  });

  test('dilation takes the largest of a square and ignores what is outside', () => {
    expect(rowsOf(dilate(plane(['0000', '0900', '0000', '0001']), 3))).toEqual([
      '9 9 9 0',
      '9 9 9 0',
      '9 9 9 1',
      '0 0 1 1',
    ]);
  });

  test('the top hat keeps a thin line and removes a broad area', () => {
    const line = plane(['11111111', '11511999', '11511999', '11111999', '11111999'], 10);
    const kept = topHat(line, 3);
    expect(kept.pixels[8 + 2]).toBe(40);
    expect(kept.pixels[8 + 6]).toBe(0);
  });

  test('a blurred dot is 1-4-6-4-1 both ways', () => {
    const empty = Array.from({ length: 4 }, () => '000000000');
    const dot = plane([...empty, '000010000', ...empty], 255);
    const middle = rowsOf(blur(dot)).slice(2, 7);
    expect(middle.map((row) => row.slice(4, -4))).toEqual([
      '1 4 6 4 1',
      '4 16 24 16 4',
      '6 24 36 24 6',
      '4 16 24 16 4',
      '1 4 6 4 1',
    ]);
  });

  test('a shift by half a pixel mixes neighbours, and outside is black', () => {
    const moved = warp(plane(['0204'], 50), [1, 0, 0.5, 0, 1, 0, 0, 0, 1], { width: 5, height: 1 });
    expect([...moved.pixels]).toEqual([0, 50, 50, 100, 100]);
  });

  test('an edge of a bright area is one pixel wide; a weak edge counts only beside a strong one', () => {
    const step = plane(
      Array.from({ length: 7 }, () => '000099999'),
      20,
    );
    expect(rowsOf(edges(step, 30, 100))[3]).toBe('0 0 0 1 0 0 0 0 0');
    const weak = plane(
      Array.from({ length: 7 }, () => '000022222'),
      10,
    );
    expect(edges(weak, 30, 100).pixels.some((pixel) => pixel === 1)).toBe(false);
    expect(edges(weak, 30, 60).pixels.some((pixel) => pixel === 1)).toBe(true);
  });

  test('regions join over corners, and one in a hole of another is not an outer one', () => {
    const mask = plane(['1111100', '1000101', '1010110', '1000100', '1111100']);
    expect(regionsOf(mask)).toEqual([
      { width: 7, height: 5, isOuter: true },
      { width: 1, height: 1, isOuter: false },
    ]);
  });
});

describe('the template', () => {
  test('has a line at each of its points but the spots', () => {
    const { pixels, width } = drawTemplate();
    for (const [i, { x, y }] of TEMPLATE_POINTS.entries()) {
      const isSpot = i === 8 || i === 21;
      expect(pixels[y * width + x], `point ${i + 1}`).toBe(isSpot ? 128 : 255);
    }
  });

  test('is one ground with one net of lines', () => {
    const template = drawTemplate();
    expect(regionsOf(above(template, 10))).toHaveLength(1);
    expect(regionsOf(above(template, 200))).toHaveLength(1);
  });
});

describe('the points of a rendered frame', () => {
  const [frame] = renderClip('keypoint score', { width: 1280, height: 720, frames: 1, stride: 5 });
  const image = frame!.image;
  const exact = frame!.truth.pitch!.map((point) => point ?? { x: 0, y: 0 });
  const moved = (by: (point: PlanePoint) => PlanePoint): PlanePoint[] =>
    exact.map((point) => (point.x === 0 && point.y === 0 ? point : by(point)));
  const shaken = (pixels: number): PlanePoint[] => {
    const rng = seededRng('shaken');
    return moved(({ x, y }) => ({
      x: x + pixels * randomNormal(rng),
      y: y + pixels * randomNormal(rng),
    }));
  };

  test('score high when they are exact, less the more they are shaken', () => {
    const scores = [0, 6, 25].map((pixels) => judgeKeypoints(image, shaken(pixels)).score);
    expect(scores[0]).toBeGreaterThan(0.7);
    expect(scores[1]).toBeLessThan(scores[0]!);
    expect(scores[2]).toBeLessThan(scores[1]!);
  });

  test('score 0 when fewer than four are in the frame', () => {
    const outside = moved(({ x, y }) => ({ x: x + 1300, y }));
    expect(judgeKeypoints(image, outside)).toEqual({ score: 0, fault: 'points' });
    expect(judgeKeypoints(image, exact.slice(1))).toEqual({ score: 0, fault: 'points' });
  });

  test('score 0 when they turn the pitch inside out', () => {
    const left = Array.from({ length: 32 }, () => ({ x: 0, y: 0 }));
    for (const [i, point] of [
      [9, { x: 300, y: 200 }],
      [12, { x: 900, y: 500 }],
      [17, { x: 900, y: 200 }],
      [20, { x: 300, y: 500 }],
    ] as const) {
      left[i] = point;
    }
    expect(judgeKeypoints(image, left)).toEqual({ score: 0, fault: 'twisted' });
  });

  test('score 0 when the ground fills the frame', () => {
    const near = TEMPLATE_POINTS.map(({ x, y }) => ({
      x: (x - 525) * 3 + 640,
      y: (y - 343) * 3 + 360,
    }));
    expect(judgeKeypoints(image, near)).toEqual({ score: 0, fault: 'ground' });
  });

  test('score 0 when the lines span too little of the frame', () => {
    const small = TEMPLATE_POINTS.map(({ x, y }) => ({ x: 500 + x * 0.3, y: 300 + y * 0.25 }));
    expect(judgeKeypoints(image, small).score).toBe(0);
  });

  test('are averaged over frames', () => {
    expect(
      keypointsIou([
        { score: 0.8, fault: null },
        { score: 0, fault: 'twisted' },
      ]),
    ).toBe(0.4);
    expect(keypointsIou([])).toBe(0);
  });
});
