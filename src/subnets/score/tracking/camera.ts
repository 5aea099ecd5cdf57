import type { CameraMotion } from './contract.ts';

// Arithmetic of camera motions: scalings with a shift.

export const STILL: CameraMotion = { scale: 1, dx: 0, dy: 0 };

export interface Corners {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The motion `first` and then `second`. */
export function follow(first: CameraMotion, second: CameraMotion): CameraMotion {
  return {
    scale: first.scale * second.scale,
    dx: first.dx * second.scale + second.dx,
    dy: first.dy * second.scale + second.dy,
  };
}

/** The motion back. */
export function invert({ scale, dx, dy }: CameraMotion): CameraMotion {
  return { scale: 1 / scale, dx: -dx / scale, dy: -dy / scale };
}

export function moveBox({ scale, dx, dy }: CameraMotion, box: Corners): Corners {
  return {
    x1: box.x1 * scale + dx,
    y1: box.y1 * scale + dy,
    x2: box.x2 * scale + dx,
    y2: box.y2 * scale + dy,
  };
}
