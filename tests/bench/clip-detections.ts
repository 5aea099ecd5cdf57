import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import * as v from 'valibot';
import { sha256Hex } from '../../src/shared/hash.ts';
import type { InferByName } from '../../src/subnets/score/pipeline/contract.ts';
import { DEFAULT_SETTINGS, detectFrame } from '../../src/subnets/score/pipeline/detect.ts';
import { STILL } from '../../src/subnets/score/tracking/camera.ts';
import { motionByPictures } from '../../src/subnets/score/tracking/camera-picture.ts';
import type { CameraMotion } from '../../src/subnets/score/tracking/contract.ts';
import { type GrayPicture, grayOf } from '../../src/subnets/score/tracking/gray.ts';
import type { BenchFrame, Detector } from './labelled.ts';
import { detectYolox } from './yolox.ts';

// Detections, truth and camera motions of clips, kept in a folder of temporary files: a network
// takes minutes for a clip, a tracker a moment.

/** Everything from here on is kept; trackers choose their own threshold. */
const LEAST_CONFIDENCE = 0.05;

const Box = v.object({
  x1: v.number(),
  y1: v.number(),
  x2: v.number(),
  y2: v.number(),
  cls_id: v.number(),
});

const Kept = v.object({
  motions: v.array(v.nullable(v.object({ scale: v.number(), dx: v.number(), dy: v.number() }))),
  motionMs: v.number(),
  detectMs: v.number(),
  frames: v.array(
    v.object({
      truth: v.array(v.object({ ...Box.entries, id: v.number() })),
      partial: v.array(Box),
      found: v.array(v.object({ ...Box.entries, conf: v.number() })),
    }),
  ),
});
export type ClipDetections = v.InferOutput<typeof Kept>;

/** A clip and how its frames are made. */
export interface ClipSource {
  readonly name: string;
  readonly count: number;
  /** Frames from the first to before the second. */
  frames(from: number, to: number): AsyncIterable<BenchFrame>;
}

/** Frames that are kept in one file: all pixels of a clip are much, and a run may end between. */
const CHUNK = 25;

/**
 * @param model    bytes of the detector; its hash is part of the names under which results are kept
 * @param deadline on the clock of `performance.now()`; after it nothing more is detected
 * @returns null where the time was not enough for all: what is there is kept for the next run
 */
export async function clipDetections(
  { name, count, frames }: ClipSource,
  variant: 'centernet' | 'yolox',
  model: Uint8Array,
  deadline: number,
): Promise<ClipDetections | null> {
  const folder = join(tmpdir(), 'adit-clip-detections');
  mkdirSync(folder, { recursive: true });
  const stem = join(folder, `${name}-${variant}-${sha256Hex(model).slice(0, 12)}`);
  const clip: ClipDetections = { motions: [], motionMs: 0, detectMs: 0, frames: [] };
  let detect: Detector | null = null;
  for (let from = 0; from < count; from += CHUNK) {
    const file = `${stem}-${from}.json`;
    if (!existsSync(file)) {
      if (performance.now() > deadline) return null;
      detect ??= await createDetector(variant, model);
      // The frame before is needed for the motion into the first one.
      const lead = from > 0 ? 1 : 0;
      const part = await detectPart(detect, frames(from - lead, from + CHUNK), lead);
      writeFileSync(`${file}.part`, JSON.stringify(part));
      renameSync(`${file}.part`, file);
    }
    const part = v.parse(Kept, JSON.parse(readFileSync(file, 'utf8')));
    clip.motions.push(...part.motions);
    clip.frames.push(...part.frames);
    clip.motionMs += part.motionMs;
    clip.detectMs += part.detectMs;
  }
  return clip;
}

/** @param lead frames at the start that are only there for the motion out of them */
async function detectPart(
  detect: Detector,
  frames: AsyncIterable<BenchFrame>,
  lead: number,
): Promise<ClipDetections> {
  const clip: ClipDetections = { motions: [], motionMs: 0, detectMs: 0, frames: [] };
  let before: GrayPicture | null = null;
  let motion: CameraMotion | null = null;
  let place = 0;
  for await (const { image, truth, partial } of frames) {
    const isLead = place++ < lead;
    let started = performance.now();
    const found = isLead ? [] : [...(await detect(image))];
    clip.detectMs += performance.now() - started;
    started = performance.now();
    const now = grayOf(image);
    const avoid = clip.frames.at(-1)?.found.filter(({ conf }) => conf > 0.3) ?? [];
    motion = before && motionByPictures(before, now, avoid, motion ?? STILL);
    before = now;
    clip.motionMs += performance.now() - started;
    if (isLead) continue;
    clip.motions.push(motion);
    const known = truth.flatMap(({ id, ...box }) =>
      typeof id === 'number' ? [{ ...box, id }] : [],
    );
    clip.frames.push({ truth: known, partial: [...partial], found });
  }
  return clip;
}

async function createDetector(
  variant: 'centernet' | 'yolox',
  model: Uint8Array,
): Promise<Detector> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(model);
  const infer: InferByName = async (_name, feeds) => {
    const inputs = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const outputs = await session.run(Object.fromEntries(inputs));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { dims, data }]) => {
        if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
        return [name, { dims, data }];
      }),
    );
  };
  if (variant === 'yolox') return (image) => detectYolox(image, infer, LEAST_CONFIDENCE);
  const settings = {
    ...DEFAULT_SETTINGS,
    personConfidence: LEAST_CONFIDENCE,
    ballConfidence: LEAST_CONFIDENCE,
    maxBalls: 5,
  };
  return (image) => detectFrame(image, settings, infer);
}
