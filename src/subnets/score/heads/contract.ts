import type { Tensor } from '../../contract.ts';
import type { Candidate } from '../pipeline/contract.ts';

// A head: how the outputs of one kind of detector become boxes. One file each.

export const HEADS = ['yolox', 'yolov8', 'centernet', 'detr'] as const;
export type HeadName = (typeof HEADS)[number];

/** Where the model's input lies in the frame: frame = origin + step · input, in pixels. */
export interface InputPlace {
  readonly originX: number;
  readonly originY: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** What a head reads. */
export interface HeadJob {
  /** Of a batch of one. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Size of the model's input in pixels. */
  readonly width: number;
  readonly height: number;
  readonly place: InputPlace;
  /** Cell sizes of the anchor-free grid, in its order. */
  readonly strides: readonly number[];
  /** `cls_id` of each class of the model; null where the element has no such object. */
  readonly classes: readonly (number | null)[];
  /** Least confidence by `cls_id`. */
  readonly thresholds: readonly number[];
}

export interface Head {
  /** The outputs it reads, in one line for people. */
  readonly expects: string;
  /**
   * Number of the model's classes.
   *
   * @returns a sentence instead where the outputs are not this head's
   */
  classesOf(
    outputs: Readonly<Record<string, readonly number[]>>,
    input: Pick<HeadJob, 'width' | 'height' | 'strides'>,
  ): number | string;
  /**
   * Candidates at or above their threshold, in frame pixels and reading order; before suppression.
   *
   * @throws AppError `model.unusable` when a box is not finite
   */
  decode(job: HeadJob): Candidate[];
}
