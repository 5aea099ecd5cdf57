// Boxes and their overlap. Source of every rule in this folder: subnet 44's specification
// (score-technologies/turbovision ea7412f, 2026-08-22), section named in each docstring.

/** (x1, y1, x2, y2) in pixels, origin top-left. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Area in square pixels; 0 for an empty or inverted box. */
export function boxArea([x1, y1, x2, y2]: Box): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}

/** Intersection over union of two boxes, 0..1; 0 where both are empty. Section e1. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  const union = boxArea(a) + boxArea(b) - shared;
  return union > 0 ? shared / union : 0;
}
