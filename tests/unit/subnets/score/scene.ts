import { seededRng, randomBetween, randomInt, randomNormal } from '../../../../src/shared/rng.ts';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import { utf8, fromUtf8 } from '../../../../src/shared/bytes.ts';
import { DEFAULT_SETTINGS } from '../../../../src/subnets/score/pipeline/settings.ts';
import type { JudgeContext } from '../../../../src/subnets/contract.ts';
import type { Detection } from '../../../../src/subnets/score/pipeline/contract.ts';
import type { ScoreInput, ScoreResult, ScoreTruth } from '../../../../src/subnets/score/task.ts';

// A small match for tests of the judge: walking players, a ball, and a detector whose boxes and
// confidences depend on the frame as a real one's do. A frame's "pixels" are its JSON.

export const WIDTH = 1280;
export const HEIGHT = 720;

export interface Scene {
  readonly input: ScoreInput;
  readonly truths: readonly ScoreTruth[];
  /** What the reference detector finds in each frame. */
  readonly found: readonly (readonly Detection[])[];
  readonly ctx: JudgeContext;
}

/** Consecutive frames of one clip; `speed` is in pixels a frame. */
export function makeScene(seed: string, frameCount = 6, speed = 2): Scene {
  const rng = seededRng(seed);
  const players = Array.from({ length: 14 }, (_, id) => ({
    x: randomBetween(rng, 40, WIDTH - 120),
    y: randomBetween(rng, 150, HEIGHT - 140),
    height: randomBetween(rng, 40, 110),
    stepX: randomNormal(rng) * speed,
    stepY: randomNormal(rng) * speed * 0.4,
    cls_id: id === 0 ? 3 : id < 3 ? 1 : 2,
  }));
  const blobs = new Map<string, Uint8Array>();
  const truths = Array.from({ length: frameCount }, (_, ordinal): ScoreTruth => {
    const boxes = players.map((player) => {
      const [x1, y1] = [player.x + player.stepX * ordinal, player.y + player.stepY * ordinal];
      return clip({
        x1,
        y1,
        x2: x1 + player.height * 0.4,
        y2: y1 + player.height,
        cls_id: player.cls_id,
      });
    });
    const ballX = 200 + 9 * ordinal;
    boxes.push({ x1: ballX, y1: 400, x2: ballX + 9, y2: 409, cls_id: 0 });
    return { boxes, group: seed, ordinal };
  });
  const frames = truths.map((truth) => {
    const bytes = utf8(JSON.stringify(truth));
    const blob = sha256Hex(bytes);
    blobs.set(blob, bytes);
    return { blob, width: WIDTH, height: HEIGHT };
  });
  return {
    input: {
      version: 1,
      models: [{ name: 'centernet', sha256: 'a'.repeat(64) }],
      settings: DEFAULT_SETTINGS,
      frames,
    },
    truths,
    found: truths.map(detectIn),
    ctx: sceneContext(blobs),
  };
}

/** The reference detector of these scenes, in the shape that the judge calls. */
export function detectScene(image: { readonly rgba: Uint8Array | Uint8ClampedArray }) {
  return Promise.resolve(detectIn(JSON.parse(fromUtf8(Uint8Array.from(image.rgba)))));
}

/** An honest answer of a device whose arithmetic differs a little, as a GPU's does. */
export function honestAnswer(scene: Scene, seed = 'honest'): ScoreResult {
  const rng = seededRng(seed);
  return answer(
    scene.found.map((boxes) =>
      boxes.map((box) => ({
        ...box,
        x1: Math.max(0, box.x1 - (randomInt(rng, 20) === 0 ? 1 : 0)),
        conf: Math.min(1, Math.max(0, box.conf + randomBetween(rng, -5e-4, 5e-4))),
      })),
    ),
  );
}

export function answer(frames: readonly (readonly Detection[])[]): ScoreResult {
  return { frames: frames.map((boxes, frame_id) => ({ frame_id, boxes: [...boxes] })) };
}

/** An answer with one frame replaced. */
export function withFrame(
  result: ScoreResult,
  item: number,
  boxes: readonly Detection[],
): ScoreResult {
  return answer(result.frames.map((frame, i) => (i === item ? boxes : frame.boxes)));
}

/** Whole pixels inside the frame, never empty. */
export function clip<Box extends { x1: number; y1: number; x2: number; y2: number }>(
  box: Box,
): Box {
  const x1 = Math.min(Math.max(0, Math.round(box.x1)), WIDTH - 2);
  const y1 = Math.min(Math.max(0, Math.round(box.y1)), HEIGHT - 2);
  return {
    ...box,
    x1,
    y1,
    x2: Math.min(WIDTH, Math.max(x1 + 1, Math.round(box.x2))),
    y2: Math.min(HEIGHT, Math.max(y1 + 1, Math.round(box.y2))),
  };
}

/** What the reference detector finds in the bytes of a frame of these scenes. */
export function foundIn(bytes: Uint8Array): Detection[] {
  return detectIn(JSON.parse(fromUtf8(bytes)) as ScoreTruth); // written by makeScene
}

/** Boxes near the truth, every role a player, confidence its own in every frame. */
function detectIn(truth: ScoreTruth): Detection[] {
  const rng = seededRng(JSON.stringify(truth));
  return truth.boxes
    .map((box) =>
      clip({
        x1: box.x1 + randomNormal(rng),
        y1: box.y1 + randomNormal(rng),
        x2: box.x2 + randomNormal(rng),
        y2: box.y2 + randomNormal(rng),
        cls_id: box.cls_id === 0 ? 0 : 2,
        conf: Math.min(0.95, Math.max(0.3, 0.6 + 0.1 * randomNormal(rng))),
      }),
    )
    .sort((a, b) => b.conf - a.conf);
}

function sceneContext(blobs: ReadonlyMap<string, Uint8Array>): JudgeContext {
  return {
    blob: (sha256) => {
      const bytes = blobs.get(sha256);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`no blob ${sha256}`));
    },
    decodeImage: (bytes) => Promise.resolve({ width: WIDTH, height: HEIGHT, rgba: bytes }),
    infer: () => Promise.reject(new Error('these scenes need no model')),
  };
}
