import type { DetectSettings } from '../pipeline/contract.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import type { Detector } from './detector.ts';
import { createStageTimes } from './stage-times.ts';
import { syntheticFrame } from './synthetic-frame.ts';

/** Size of a synthetic frame and the settings under which it is one tile. */
export interface Load {
  readonly width: number;
  readonly height: number;
  readonly settings: DetectSettings;
}

/** A frame as units have it. */
export const FULL_LOAD: Load = { width: 1280, height: 720, settings: DEFAULT_SETTINGS };

/** About a sixteenth of the pixels: to find out soon whether the rest is worth trying. */
export const SMALL_LOAD: Load = {
  width: 320,
  height: 180,
  settings: { ...DEFAULT_SETTINGS, inputWidth: 320, inputHeight: 192 },
};

/**
 * Milliseconds a detector takes for a frame: the best of `rounds` after one that is not counted,
 * in which memory is claimed and kernels are compiled.
 *
 * @param now      monotonic milliseconds
 * @param deadline no further round starts after it; then the first may be the answer
 */
export async function measureDetector(
  detector: Detector,
  { width, height, settings }: Load,
  { now, deadline, rounds = 2 }: { now: () => number; deadline: number; rounds?: number },
): Promise<number> {
  const frame = await syntheticFrame(width, height);
  const once = async (): Promise<number> => {
    const startedAt = now();
    await detector.detect(frame, settings, createStageTimes(now));
    return now() - startedAt;
  };
  let best = await once();
  for (let round = 0; round < rounds && now() < deadline; round++) {
    best = Math.min(best, await once());
  }
  frame.bitmap.close();
  return best;
}
