import type { DecodedImage } from '../../contract.ts';
import type { PitchCamera } from '../pitch/camera.ts';
import { findPitch } from '../pitch/find.ts';
import type { PixelBox } from '../pitch/line-pixels.ts';

// The pitch along a clip. A frame after one whose camera is known costs a tenth of a search, and a
// close-up has no pitch to be searched for frame after frame.

/** Frames without a pitch after which the next search comes. */
const PAUSE = 12;

export interface PitchWatch {
  /** The camera of the clip's next frame, null where the pitch is not to be found. */
  look(image: DecodedImage, hidden: readonly PixelBox[]): PitchCamera | null;
}

export function createPitchWatch(): PitchWatch {
  let camera: PitchCamera | null = null;
  let pause = 0;
  return {
    look(image, hidden) {
      if (pause > 0) {
        pause--;
        return null;
      }
      camera = findPitch(image, { hidden, guess: camera })?.camera ?? null;
      if (!camera) pause = PAUSE;
      return camera;
    },
  };
}
