import { describe, expect, test } from 'vitest';
import { randomBetween, seededRng } from '../../../../../src/shared/rng.ts';
import { project, viewOf } from '../../../../../src/subnets/score/match/camera.ts';
import { vec } from '../../../../../src/subnets/score/match/vec.ts';
import {
  type PitchCamera,
  groundAt,
  groundHomography,
  pixelsToGround,
  projectorOf,
  seenAt,
  templatePoints,
} from '../../../../../src/subnets/score/pitch/camera.ts';
import { applyHomography } from '../../../../../src/subnets/score/pitch/homography.ts';
import { PITCH_POINTS } from '../../../../../src/subnets/score/pitch/model.ts';

const CAMERA: PitchCamera = {
  x: 51,
  y: -29,
  z: 18,
  pan: 0.2,
  tilt: 0.31,
  roll: 0.01,
  focal: 1100,
  lens: -0.08,
  width: 1280,
  height: 720,
};

/** A camera that may be met, by chance. */
function someCamera(seed: string): PitchCamera {
  const rng = seededRng(seed);
  return {
    ...CAMERA,
    y: randomBetween(rng, -45, -20),
    z: randomBetween(rng, 12, 26),
    pan: randomBetween(rng, -0.6, 0.6),
    tilt: randomBetween(rng, 0.2, 0.4),
    roll: randomBetween(rng, -0.02, 0.02),
    focal: randomBetween(rng, 900, 2000),
    lens: randomBetween(rng, -0.12, 0.05),
  };
}

describe('a camera', () => {
  test.each(['a', 'b', 'c', 'd', 'e', 'f'])(
    '%s: from the ground to pixels and back is the way round',
    (seed) => {
      const projector = projectorOf(someCamera(seed));
      for (const { x, y } of PITCH_POINTS) {
        const seen = seenAt(projector, x, y);
        // Far outside the picture the lens's one term folds back on itself.
        if (!seen || Math.abs(seen.x - 640) > 900) continue;
        const ground = groundAt(projector, seen);
        expect(Math.hypot(ground!.x - x, ground!.y - y)).toBeLessThan(1e-6);
      }
    },
  );

  test('without roll and lens sees what the rendered match draws', () => {
    const camera = { ...CAMERA, roll: 0, lens: 0 };
    const view = viewOf({ ...camera, position: vec(camera.x, camera.y, camera.z) });
    for (const { x, y } of PITCH_POINTS) {
      const seen = seenAt(projectorOf(camera), x, y);
      const drawn = project(view, vec(x, y, 0));
      expect(seen?.x).toBeCloseTo(drawn.x, 9);
      expect(seen?.y).toBeCloseTo(drawn.y, 9);
    }
  });

  test('without a lens is a homography either way', () => {
    const projector = projectorOf({ ...CAMERA, lens: 0 });
    for (const point of PITCH_POINTS) {
      const seen = seenAt(projector, point.x, point.y);
      const image = applyHomography(groundHomography(projector), point);
      expect(Math.hypot(image.x - seen!.x, image.y - seen!.y)).toBeLessThan(1e-9);
      const back = applyHomography(pixelsToGround(projector)!, image);
      expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-9);
    }
  });

  test('that leans to the right sees a level line rise to the right', () => {
    const level = projectorOf({ ...CAMERA, pan: 0, roll: 0, lens: 0 });
    const leaning = projectorOf({ ...CAMERA, pan: 0, roll: 0.02, lens: 0 });
    const rise = (projector: typeof level): number =>
      seenAt(projector, 71, 34)!.y - seenAt(projector, 31, 34)!.y;
    expect(rise(level)).toBeCloseTo(0, 9);
    expect(rise(leaning)).toBeLessThan(-5);
  });

  test('sees no ground above the horizon and nothing behind itself', () => {
    const projector = projectorOf({ ...CAMERA, tilt: 0.1 });
    expect(groundAt(projector, { x: 640, y: 5 })).toBeNull();
    expect(seenAt(projector, 51, -40)).toBeNull();
  });

  test('gives the points of the template that are in the picture, in their order', () => {
    const points = templatePoints(projectorOf({ ...CAMERA, pan: -0.4 }));
    expect(points).toHaveLength(32);
    expect(points[13]).not.toBeNull();
    expect(points[29]).toBeNull();
    for (const point of points) {
      if (point) expect(point.x >= 0 && point.x < 1280 && point.y >= 0 && point.y < 720).toBe(true);
    }
  });
});
