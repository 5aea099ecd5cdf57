import { AppError } from '../../../shared/errors.ts';
import type { Candidate } from '../pipeline/contract.ts';
import type { HeadJob, InputPlace } from './contract.ts';

// What the heads have in common: boxes by centre and size, and the classes that count.

/** A box by its centre and size in pixels of the model's input. */
export interface CentredBox {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
}

/** The box in frame pixels. @throws AppError `model.unusable` when it is not finite */
export function toCandidate(
  { cx, cy, width, height }: CentredBox,
  place: InputPlace,
  { cls, conf }: Pick<Candidate, 'cls' | 'conf'>,
): Candidate {
  if (!Number.isFinite(cx + cy + width + height)) {
    throw new AppError('model.unusable', `a box of confidence ${conf.toFixed(3)} is not finite`);
  }
  const { originX, originY, stepX, stepY } = place;
  return {
    x1: originX + (cx - width / 2) * stepX,
    y1: originY + (cy - height / 2) * stepY,
    x2: originX + (cx + width / 2) * stepX,
    y2: originY + (cy + height / 2) * stepY,
    cls,
    conf,
  };
}

/** A class of the model that the element has, and from which confidence it counts. */
interface CountedClass {
  /** Place among the model's classes. */
  readonly index: number;
  readonly cls: number;
  readonly threshold: number;
}

export function countedClasses({
  classes,
  thresholds,
}: Pick<HeadJob, 'classes' | 'thresholds'>): CountedClass[] {
  return classes.flatMap((cls, index) =>
    cls === null ? [] : [{ index, cls, threshold: thresholds[cls] ?? 1 }],
  );
}

/** Cells of the anchor-free grid: every stride covers the whole input. */
export function gridCells({
  width,
  height,
  strides,
}: Pick<HeadJob, 'width' | 'height' | 'strides'>): number {
  return strides.reduce(
    (sum, stride) => sum + Math.floor(width / stride) * Math.floor(height / stride),
    0,
  );
}
