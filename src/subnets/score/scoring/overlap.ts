import { boxIou } from './geometry.ts';
import { filledIou } from './raster.ts';
import { className, DEFAULT_SIZE } from './detection.ts';
import type { Box, Size } from './geometry.ts';
import type {
  DetectionFrame,
  Point,
  PredictedObject,
  ShapedObject,
  TrueObject,
} from './detection.ts';

/**
 * IoU of two objects: of their boxes when neither has a polygon, else of the filled polygons,
 * where an object without one lends the corners of its box. Section e1.
 */
export function objectIou(a: TrueObject, b: TrueObject, size: Size): number {
  if (!a.polygon && !b.polygon) return boxIou(a.box, b.box);
  return filledIou([outlineOf(a)], [outlineOf(b)], size);
}

/**
 * Truth in the form that the predictions of its class and image use: predicted with boxes only,
 * it is reduced to boxes; with polygons only, to polygons; mixed or not predicted, as it is.
 * Section e1.
 */
export function matchedForm(
  truth: readonly TrueObject[],
  predicted: readonly PredictedObject[],
): TrueObject[] {
  return truth.map((object) => {
    const ofClass = predicted.filter((p) => className(p.label) === className(object.label));
    const polygons = ofClass.filter((p) => p.polygon).length;
    if (ofClass.length === 0 || (polygons > 0 && polygons < ofClass.length)) return object;
    const { polygon, ...plain } = object;
    return polygons === 0 ? plain : { ...plain, polygon: polygon ?? corners(object.box) };
  });
}

/** IoU of each true object (rows) with each prediction (columns), shape (G, P). */
export function overlapMatrix(frame: DetectionFrame): number[][] {
  const size = frame.size ?? DEFAULT_SIZE;
  return matchedForm(frame.truth, frame.predicted).map((object) =>
    frame.predicted.map((prediction) => objectIou(object, prediction, size)),
  );
}

/** Box IoU alone, whatever polygons there are; shape (G, P). */
export function boxMatrix(
  truth: readonly TrueObject[],
  predicted: readonly PredictedObject[],
): number[][] {
  return truth.map((object) => predicted.map((prediction) => boxIou(object.box, prediction.box)));
}

/** The polygon of an object, or the corners of its box. */
export function outlineOf({ box, polygon }: ShapedObject): readonly Point[] {
  return polygon ?? corners(box);
}

function corners([x1, y1, x2, y2]: Box): Point[] {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];
}
