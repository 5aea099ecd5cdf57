import { type Vec3, dot, sub, vec } from './vec.ts';

// A pinhole camera without roll, as on the main stand.

export interface Camera {
  readonly position: Vec3;
  /** Radians to the right of the direction across the pitch. */
  readonly pan: number;
  /** Radians below the horizon. */
  readonly tilt: number;
  /** Focal length in pixels. */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
}

/** The camera with its axes: unit vectors in metres. */
export interface View extends Camera {
  readonly right: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
}

/** A projected point: pixels and the depth along the optical axis in metres (≤ 0 is behind). */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export function viewOf(camera: Camera): View {
  const { pan, tilt } = camera;
  const [sinPan, cosPan, sinTilt, cosTilt] = [
    Math.sin(pan),
    Math.cos(pan),
    Math.sin(tilt),
    Math.cos(tilt),
  ];
  return {
    ...camera,
    right: vec(cosPan, -sinPan, 0),
    up: vec(sinPan * sinTilt, cosPan * sinTilt, cosTilt),
    forward: vec(sinPan * cosTilt, cosPan * cosTilt, -sinTilt),
  };
}

export function project(view: View, point: Vec3): Projected {
  const offset = sub(point, view.position);
  const depth = dot(offset, view.forward);
  const scale = view.focal / depth;
  return {
    x: view.width / 2 + dot(offset, view.right) * scale,
    y: view.height / 2 - dot(offset, view.up) * scale,
    depth,
  };
}

/** Pan and tilt that put `target` in the middle of the picture. */
export function aimAt(position: Vec3, target: Vec3): { pan: number; tilt: number } {
  const offset = sub(target, position);
  return {
    pan: Math.atan2(offset.x, offset.y),
    tilt: Math.atan2(-offset.z, Math.hypot(offset.x, offset.y)),
  };
}
