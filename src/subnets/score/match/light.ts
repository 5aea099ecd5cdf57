import type { View } from './camera.ts';
import { type Vec3, dot } from './vec.ts';

/** Light of a match: one direction, and how much of it there is against the sky. */
export interface Light {
  /** Unit vector towards the light. */
  readonly towards: Vec3;
  /** Brightness of a surface that faces the light. */
  readonly key: number;
  /** Brightness from everywhere. */
  readonly ambient: number;
  /** How dark the shadow on the grass is, 0..1. */
  readonly shadow: number;
}

/** Axes of the camera's picture: x right, y down, z to the viewer. */
export interface CameraVector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export function toCamera(view: View, direction: Vec3): CameraVector {
  return {
    x: dot(direction, view.right),
    y: -dot(direction, view.up),
    z: -dot(direction, view.forward),
  };
}
