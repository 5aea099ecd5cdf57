import * as v from 'valibot';
import type { Tensor } from '../../contract.ts';

// The detection pipeline's terms, shared by the tab's runner and the coordinator's judge:
// frame → tiles → letterbox and normalise → model → decode → merge over tiles (NMS) → boxes.
// `detect.ts` is the readable CPU truth; the GPU stages are tested against it.

/** Football objects of the subnet, in the order of their `cls_id`. */
export const FOOTBALL_CLASSES = ['ball', 'goalkeeper', 'player', 'referee'] as const;

/** One detected object, in whole pixels of the frame (origin top-left), as the subnet's miners return it. */
export interface Detection {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Index into FOOTBALL_CLASSES. */
  readonly cls_id: number;
  /** 0..1. */
  readonly conf: number;
}

/** Everything that decides a frame's boxes besides pixels and weights; travels in each task. */
export const DetectSettings = v.object({
  /** Side of a square tile in frame pixels; the frame is covered by overlapping tiles. */
  tilePx: v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(4096)),
  /** Least overlap of neighbouring tiles, share of a tile. */
  overlap: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
  personConfidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  ballConfidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  nmsIou: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  maxBoxes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
  /** Drop persons whose feet are not on the pitch (grass mask) and whose size does not fit. */
  pitchPrior: v.boolean(),
});
export type DetectSettings = v.InferOutput<typeof DetectSettings>;

/** Runs one of the pipeline's models by its name in public/models/manifest.json. */
export type InferByName = (
  model: string,
  feeds: Readonly<Record<string, Tensor>>,
) => Promise<Record<string, Tensor>>;
