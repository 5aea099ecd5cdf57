import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { parseAs } from '../../protocol/parse.ts';
import { Sha256 } from '../../protocol/primitives.ts';
import { DetectSettings } from './pipeline/contract.ts';

// Shapes of a unit: frames in, boxes out, in the subnet's own names (`TVFrameResult` of the
// specification, section c). Truth stays on the coordinator and has its own shape here.

/** Most frames of one unit; the manifest's `unitItems` stays below it. */
export const MAX_FRAMES = 256;

const Side = v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(8192));

const Frame = v.object({ blob: Sha256, width: Side, height: Side });

/** One unit of work; a frame's `frame_id` is its index here. */
export const ScoreInput = v.object({
  version: v.literal(1),
  models: v.pipe(
    v.array(v.object({ name: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/)), sha256: Sha256 })),
    v.minLength(1),
    v.maxLength(8),
  ),
  settings: DetectSettings,
  frames: v.pipe(v.array(Frame), v.minLength(1), v.maxLength(MAX_FRAMES)),
});
export type ScoreInput = v.InferOutput<typeof ScoreInput>;

const Pixel = v.pipe(v.number(), v.integer());

/** A detected object: whole pixels of the frame, origin top-left, x2 and y2 exclusive. */
export const ResultBox = v.strictObject({
  x1: Pixel,
  y1: Pixel,
  x2: Pixel,
  y2: Pixel,
  /** 0 ball, 1 goalkeeper, 2 player, 3 referee. */
  cls_id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
  conf: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1)),
  /** A player's side where `settings.sides` asks for it; which one is 1 says nothing. */
  team_id: v.optional(v.picklist(['1', '2'])),
});
export type ResultBox = v.InferOutput<typeof ResultBox>;

const ResultFrame = v.strictObject({
  frame_id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  boxes: v.array(ResultBox),
});

export const ScoreResult = v.strictObject({
  frames: v.pipe(v.array(ResultFrame), v.maxLength(MAX_FRAMES)),
});
export type ScoreResult = v.InferOutput<typeof ScoreResult>;

/** What the coordinator knows about a frame; never sent to a tab before the unit is decided. */
export const ScoreTruth = v.object({
  boxes: v.array(
    v.object({
      x1: v.number(),
      y1: v.number(),
      x2: v.number(),
      y2: v.number(),
      cls_id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
      /** Shirt colour or side, where the labels have it. */
      team: v.nullish(v.string()),
      /** The same object keeps its id through a clip. */
      id: v.nullish(v.pipe(v.number(), v.integer())),
    }),
  ),
  /** Clip of the frame and its place in it: smoothness is measured along neighbours. */
  group: v.nullish(v.string()),
  ordinal: v.nullish(v.number()),
  /** The 32 points of the pitch template in pixels; null where one is outside the picture. */
  pitch: v.nullish(
    v.pipe(v.array(v.nullable(v.object({ x: v.number(), y: v.number() }))), v.length(32)),
  ),
});
export type ScoreTruth = v.InferOutput<typeof ScoreTruth>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): ScoreInput {
  return parseAs(ScoreInput, value, 'input.malformed');
}

/**
 * Parses an answer and checks it against its task: every frame once and in order, at most
 * `settings.maxBoxes` boxes a frame, each box inside its frame and not empty.
 *
 * @throws AppError `submission.malformed` with the position and the numbers of the first fault
 */
export function parseResult(value: unknown, input: ScoreInput): ScoreResult {
  const result = parseAs(ScoreResult, value, 'submission.malformed');
  const { frames } = result;
  if (frames.length !== input.frames.length) {
    throw malformed(`${frames.length} frames answered, the task has ${input.frames.length}`);
  }
  for (const [index, frame] of frames.entries()) {
    const asked = input.frames[index];
    if (asked === undefined) continue; // lengths are equal
    if (frame.frame_id !== index) {
      throw malformed(`frames[${index}].frame_id is ${frame.frame_id}, expected ${index}`);
    }
    if (frame.boxes.length > input.settings.maxBoxes) {
      throw malformed(
        `frames[${index}] has ${frame.boxes.length} boxes, at most ${input.settings.maxBoxes}`,
      );
    }
    for (const [position, box] of frame.boxes.entries()) {
      const fault = boxFault(box, asked.width, asked.height);
      if (fault) throw malformed(`frames[${index}].boxes[${position}]: ${fault}`);
    }
  }
  return result;
}

function boxFault(box: ResultBox, width: number, height: number): string | null {
  const corners = `(${box.x1}, ${box.y1}, ${box.x2}, ${box.y2})`;
  if (box.x1 < 0 || box.y1 < 0 || box.x2 > width || box.y2 > height) {
    return `${corners} leaves the frame of ${width} × ${height}`;
  }
  return box.x2 <= box.x1 || box.y2 <= box.y1 ? `${corners} is empty` : null;
}

function malformed(message: string): AppError {
  return new AppError('submission.malformed', message);
}
