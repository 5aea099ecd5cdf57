import * as v from 'valibot';
import { viewOf } from '../match/camera.ts';
import { type Vec3, along, vec } from '../match/vec.ts';
import { type Homography, invertHomography } from './homography.ts';
import { PITCH_POINTS, type PlanePoint } from './model.ts';

// The broadcast camera that sees a pitch: a pinhole with a little roll and one term of radial lens
// distortion, principal point in the middle of the picture (Brown 1966). What a homography cannot
// say is the lens: at the wide end it bends lines by several pixels.

const Finite = v.pipe(v.number(), v.finite());

export const PitchCamera = v.object({
  /** Place in metres; z above the grass. */
  x: Finite,
  y: Finite,
  z: v.pipe(Finite, v.minValue(0)),
  /** Radians: to the right of straight across the pitch; below the horizon; clockwise. */
  pan: Finite,
  tilt: Finite,
  roll: Finite,
  /** Focal length in pixels of the frame. */
  focal: v.pipe(Finite, v.minValue(1)),
  /** Radial term: an undistorted radius r (in focal lengths) is seen at r (1 + lens · r²). */
  lens: Finite,
  /** Size of the frame in pixels. */
  width: v.pipe(Finite, v.minValue(1)),
  height: v.pipe(Finite, v.minValue(1)),
});
export type PitchCamera = v.InferOutput<typeof PitchCamera>;

/** A camera ready to project: its axes in the world. */
export interface Projector {
  readonly camera: PitchCamera;
  readonly position: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
  readonly forward: Vec3;
}

export function projectorOf(camera: PitchCamera): Projector {
  const position = vec(camera.x, camera.y, camera.z);
  const { right, up, forward } = viewOf({ ...camera, position });
  const [cos, sin] = [Math.cos(camera.roll), Math.sin(camera.roll)];
  return {
    camera,
    position,
    // Seen by a camera that leans to the right, the world leans to the left.
    right: turned(right, up, cos, -sin),
    down: turned(right, up, -sin, -cos),
    forward,
  };
}

function turned(right: Vec3, up: Vec3, a: number, b: number): Vec3 {
  return along(vec(right.x * a, right.y * a, right.z * a), up, b);
}

/** A projected place: pixels, and its depth along the optical axis in metres. */
export interface Seen extends PlanePoint {
  readonly depth: number;
}

/** Nearer than this, a place counts as behind the camera. */
const NEAREST_M = 1;

/** Where a place on the ground is seen; null where it is behind the camera. */
export function seenAt(projector: Projector, x: number, y: number): Seen | null {
  const { camera, position, right, down, forward } = projector;
  const [dx, dy, dz] = [x - position.x, y - position.y, -position.z];
  const depth = dx * forward.x + dy * forward.y + dz * forward.z;
  if (depth < NEAREST_M) return null;
  const a = (dx * right.x + dy * right.y + dz * right.z) / depth;
  const b = (dx * down.x + dy * down.y + dz * down.z) / depth;
  const scale = camera.focal * (1 + camera.lens * (a * a + b * b));
  return { x: camera.width / 2 + a * scale, y: camera.height / 2 + b * scale, depth };
}

/** Where the ray of a pixel meets the ground, in metres; null at and above the horizon. */
export function groundAt(projector: Projector, { x, y }: PlanePoint): PlanePoint | null {
  const { camera, position, right, down, forward } = projector;
  const seenA = (x - camera.width / 2) / camera.focal;
  const seenB = (y - camera.height / 2) / camera.focal;
  let scale = 1;
  // The lens is weak: the fixed point is there to double precision after a few rounds.
  for (let round = 0; round < 12; round++) {
    scale = 1 + (camera.lens * (seenA * seenA + seenB * seenB)) / (scale * scale);
  }
  const [a, b] = [seenA / scale, seenB / scale];
  const dz = forward.z + right.z * a + down.z * b;
  if (!(dz < -1e-6)) return null;
  const t = -position.z / dz;
  return {
    x: position.x + (forward.x + right.x * a + down.x * b) * t,
    y: position.y + (forward.y + right.y * a + down.y * b) * t,
  };
}

/** The map from metres on the ground to pixels, without the lens. */
export function groundHomography({
  camera,
  position,
  right,
  down,
  forward,
}: Projector): Homography {
  const { focal, width, height } = camera;
  const offset = (axis: Vec3): number =>
    -(axis.x * position.x + axis.y * position.y + axis.z * position.z);
  const row = (axis: Vec3, centre: number, k: number): number[] => [
    k * axis.x + centre * forward.x,
    k * axis.y + centre * forward.y,
    k * offset(axis) + centre * offset(forward),
  ];
  const last = row(forward, 0, 1);
  return [...row(right, width / 2, focal), ...row(down, height / 2, focal), ...last];
}

/** The map from pixels to metres on the ground, without the lens. */
export function pixelsToGround(projector: Projector): Homography | null {
  return invertHomography(groundHomography(projector));
}

/** The 32 points of the template as the camera sees them; null outside the picture. */
export function templatePoints(projector: Projector): (PlanePoint | null)[] {
  const { width, height } = projector.camera;
  return PITCH_POINTS.map(({ x, y }) => {
    const seen = seenAt(projector, x, y);
    const isInside =
      seen !== null && seen.x >= 0 && seen.y >= 0 && seen.x < width && seen.y < height;
    return isInside ? { x: seen.x, y: seen.y } : null;
  });
}
