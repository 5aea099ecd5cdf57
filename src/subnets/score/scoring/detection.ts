import type { Box, Size } from './geometry.ts';

// What the detection metrics look at. I images, G true objects, P predictions.

export type Point = readonly [x: number, y: number];

/** Where something is: a box, and its outline where that is known. */
export interface ShapedObject {
  readonly box: Box;
  readonly polygon?: readonly Point[];
}

export interface TrueObject extends ShapedObject {
  readonly label: string;
  /** Shirt colour. */
  readonly team?: string | null;
}

export interface PredictedObject extends TrueObject {
  /** 0..1; missing, NaN or infinite counts as 1. */
  readonly score?: number | null;
}

/** One image that has a ground truth, possibly an empty one. Other images never count. */
export interface DetectionFrame {
  readonly truth: readonly TrueObject[];
  /** Boxes before polygons: the order decides ties. */
  readonly predicted: readonly PredictedObject[];
  /** Frame in pixels; the subnet assumes 960 × 540 where it is not known. */
  readonly size?: Size;
}

export const DEFAULT_SIZE: Size = { width: 960, height: 540 };

/** Class name as average precision reads it: trimmed, lower case. Section e1. */
export function className(label: string): string {
  return label.trim().toLowerCase();
}

export function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
