import * as v from 'valibot';
import type { Tensor } from '../../contract.ts';
import type { Side } from '../teams/sides.ts';

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
  /** A player's side by the shirt, where the task asks for it and the shirt tells. */
  readonly team_id?: Side | undefined;
}

/** Side of the model's input: its deepest stride is 32. */
const InputSide = v.pipe(
  v.number(),
  v.integer(),
  v.multipleOf(32),
  v.minValue(64),
  v.maxValue(2048),
);
const TileSide = v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(8192));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Everything that decides a frame's boxes besides pixels and weights; travels in each task. */
export const DetectSettings = v.object({
  /** Tile sizes are given for a frame whose longer side has this many pixels. */
  resizeLong: v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(8192)),
  /** Size of a tile; the frame is covered by overlapping tiles (one, if it fits). */
  tileWidth: TileSide,
  tileHeight: TileSide,
  /** Size of the model's input in pixels; a tile is scaled to fit it and keeps its aspect. */
  inputWidth: InputSide,
  inputHeight: InputSide,
  /** Least overlap of neighbouring tiles, share of a tile. */
  overlap: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
  personConfidence: Share,
  ballConfidence: Share,
  nmsIou: Share,
  /** Most balls of a frame; a match has one. */
  maxBalls: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  maxBoxes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
  /** Factor by which a ball's sides grow about its centre: models see less of a ball than people box. */
  ballScale: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(3)), 1),
  /** Drop persons whose feet are not on the pitch (grass mask) and whose size does not fit. */
  pitchPrior: v.boolean(),
  /** Tell the two sides apart by their shirts, in each frame by itself. */
  sides: v.optional(v.boolean(), false),
});
export type DetectSettings = v.InferOutput<typeof DetectSettings>;

/** A part of the frame that goes through the model at once, in whole frame pixels. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An object found in one tile: frame pixels, not yet rounded. */
export interface Candidate {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls: number;
  readonly conf: number;
}

/** Runs one of the pipeline's models by its name in public/models/manifest.json. */
export type InferByName = (
  model: string,
  feeds: Readonly<Record<string, Tensor>>,
) => Promise<Record<string, Tensor>>;
