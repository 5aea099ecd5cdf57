import { describe, expect, test } from 'vitest';
import { randomBetween, randomNormal, seededRng } from '../../../../../src/shared/rng.ts';
import {
  STILL,
  follow,
  invert,
  moveBox,
} from '../../../../../src/subnets/score/tracking/camera.ts';
import { motionByBoxes } from '../../../../../src/subnets/score/tracking/camera-boxes.ts';
import { motionByPictures } from '../../../../../src/subnets/score/tracking/camera-picture.ts';
import type { CameraMotion } from '../../../../../src/subnets/score/tracking/contract.ts';
import { type GrayPicture, grayOf } from '../../../../../src/subnets/score/tracking/gray.ts';

const MOTION: CameraMotion = { scale: 1.01, dx: -9, dy: 4 };

/** Persons all over the picture. */
function crowd(seed: string, count: number) {
  const rng = seededRng(seed);
  return Array.from({ length: count }, () => {
    const [x, y] = [randomBetween(rng, 0, 1240), randomBetween(rng, 100, 600)];
    return { x1: x, y1: y, x2: x + 30, y2: y + 80 };
  });
}

test('a motion and the way back leave a box where it was', () => {
  const [box = { x1: 0, y1: 0, x2: 1, y2: 1 }] = crowd('back', 1);
  const back = moveBox(follow(MOTION, invert(MOTION)), box);

  expect(back.x1).toBeCloseTo(box.x1, 9);
  expect(back.y2).toBeCloseTo(box.y2, 9);
});

describe('the camera’s motion by boxes', () => {
  test('is found among persons who tremble, walk, come and go', () => {
    const rng = seededRng('boxes');
    const before = crowd('boxes', 18);
    const now = before.slice(2).map((box, index) => {
      const walk = index < 4 ? 20 : 0;
      const moved = moveBox(MOTION, box);
      const x = walk + randomNormal(rng);
      const y = randomNormal(rng);
      return { x1: moved.x1 + x, y1: moved.y1 + y, x2: moved.x2 + x, y2: moved.y2 + y };
    });

    const found = motionByBoxes(before, [...now, ...crowd('new', 2)], STILL);

    for (const x of [0, 640, 1280]) {
      const wanted = MOTION.scale * x + MOTION.dx;
      expect(Math.abs((found?.scale ?? NaN) * x + (found?.dx ?? NaN) - wanted)).toBeLessThan(2.5);
    }
  });

  test('is unknown with two persons', () => {
    expect(motionByBoxes(crowd('two', 2), crowd('two', 2), STILL)).toBeNull();
  });
});

/** A picture of blots, seen through a motion. */
function blots(seed: string, motion: CameraMotion): GrayPicture {
  const [width, height] = [427, 240];
  const rng = seededRng(seed);
  const spots = Array.from({ length: 260 }, () => ({
    x: randomBetween(rng, -60, width + 60),
    y: randomBetween(rng, -60, height + 60),
    radius: randomBetween(rng, 1.5, 4),
    light: randomBetween(rng, -90, 90),
  }));
  const data = new Float32Array(width * height).fill(110);
  const back = invert({ ...motion, dx: motion.dx / 3, dy: motion.dy / 3 });
  for (const { x, y, radius, light } of spots) {
    const reach = 4 * radius;
    for (let row = 0; row < height; row++) {
      const sourceY = row * back.scale + back.dy;
      if (Math.abs(sourceY - y) > reach) continue;
      for (let column = 0; column < width; column++) {
        const sourceX = column * back.scale + back.dx;
        if (Math.abs(sourceX - x) > reach) continue;
        const distance = Math.hypot(sourceX - x, sourceY - y) / radius;
        const i = row * width + column;
        data[i] = (data[i] ?? 0) + light * Math.exp(-0.5 * distance * distance);
      }
    }
  }
  return { width, height, data, factor: 3 };
}

describe('the camera’s motion by pictures', () => {
  test.each<CameraMotion>([
    { scale: 1, dx: 0, dy: 0 },
    { scale: 1, dx: -17.4, dy: 6.3 },
    { scale: 1.012, dx: -21, dy: -8 },
  ])('is found to a pixel: %o', (motion) => {
    const found = motionByPictures(blots('sky', STILL), blots('sky', motion), []);

    for (const [x, y] of [
      [0, 0],
      [1280, 720],
    ] as const) {
      const at = (side: number, shift: number, of: CameraMotion): number => side * of.scale + shift;
      expect(
        Math.abs(at(x, found?.dx ?? NaN, found ?? STILL) - at(x, motion.dx, motion)),
      ).toBeLessThan(1);
      expect(
        Math.abs(at(y, found?.dy ?? NaN, found ?? STILL) - at(y, motion.dy, motion)),
      ).toBeLessThan(1);
    }
  });

  test('is unknown between two pictures that share nothing', () => {
    expect(motionByPictures(blots('one', STILL), blots('two', STILL), [])).toBeNull();
  });

  test('is not asked of plain grass, nor of what stands in boxes', () => {
    const plain = {
      width: 427,
      height: 240,
      data: new Float32Array(427 * 240).fill(90),
      factor: 3,
    };
    const everything = [{ x1: 0, y1: 0, x2: 1281, y2: 720 }];

    expect(motionByPictures(plain, plain, [])).toBeNull();
    expect(motionByPictures(blots('sky', STILL), blots('sky', STILL), everything)).toBeNull();
  });
});

test('a gray picture is the mean of blocks', () => {
  const rgba = new Uint8Array(960 * 2 * 4).map((_, i) => (Math.floor(i / 4) % 2 === 0 ? 0 : 200));

  const gray = grayOf({ width: 960, height: 2, rgba });

  expect(gray).toMatchObject({ width: 480, height: 1, factor: 2 });
  expect(gray.data[100]).toBeCloseTo(100, 3);
});
