import type { DecodedImage } from '../../contract.ts';
import type { Candidate, DetectSettings, Detection, InferByName } from './contract.ts';
import { decode } from './decode.ts';
import { letterbox } from './letterbox.ts';
import { finish, growBalls, ownCandidates, suppress } from './merge.ts';
import { applyPitchPrior } from './prior.ts';
import { giveSides } from './sides.ts';
import { planTiles } from './tiles.ts';

export { DEFAULT_SETTINGS } from './settings.ts';

/** Name of the detector in public/models/manifest.json. */
export const DETECTOR = 'centernet';

/**
 * Finds players and balls in one frame: the truth every faster path is compared with.
 *
 * Deterministic: the same pixels, settings and model outputs give the same boxes in the same order
 * (most confident first). One model call a tile; the input buffer is made once a frame.
 *
 * @param image    RGBA, row-major
 * @param settings from the task
 * @param infer    runs the model `centernet` on `images` (1, 3, inputHeight, inputWidth)
 */
export async function detectFrame(
  image: DecodedImage,
  settings: DetectSettings,
  infer: InferByName,
): Promise<Detection[]> {
  const tiles = planTiles(image.width, image.height, settings);
  const { inputWidth, inputHeight } = settings;
  const data = new Float32Array(3 * inputWidth * inputHeight);
  const images = { dims: [1, 3, inputHeight, inputWidth], data };
  const found: Candidate[] = [];
  for (const tile of tiles) {
    const fit = letterbox(image, tile, settings, data);
    const outputs = await infer(DETECTOR, { images });
    found.push(...ownCandidates(decode(outputs, tile, fit, settings), tile, tiles));
  }
  return mergeTiles(found, image, settings);
}

/**
 * The last stages: candidates of all tiles (each tile's own, see ownCandidates) → the frame's boxes.
 *
 * @param image only read when `readsPixels` says so
 */
export function mergeTiles(
  candidates: readonly Candidate[],
  image: DecodedImage,
  settings: DetectSettings,
): Detection[] {
  const kept = growBalls(suppress(candidates, settings.nmsIou), settings.ballScale);
  const boxes = finish(settings.pitchPrior ? applyPitchPrior(kept, image) : kept, image, settings);
  return settings.sides ? giveSides(boxes, image) : boxes;
}

/** Whether the stages after the model look at the picture again. */
export function readsPixels({ pitchPrior, sides }: DetectSettings): boolean {
  return pitchPrior || sides;
}
