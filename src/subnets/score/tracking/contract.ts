import type { Detection } from '../pipeline/contract.ts';

// The tracker's terms. Frames are consecutive pictures of one clip; coordinates are pixels of the
// frame, origin top-left.

/** A picture's detections, in any order. */
export interface TrackInput {
  readonly boxes: readonly Detection[];
}

/** An object in one frame that keeps its id through the clip. Corners to a hundredth of a pixel. */
export interface TrackedBox extends Detection {
  /** From 1, in the order of first appearance. */
  readonly id: number;
  /** False where the detector had nothing and the way was carried over the gap. */
  readonly seen: boolean;
}

export interface TrackedFrame {
  readonly boxes: readonly TrackedBox[];
}

/**
 * How the camera moved from the frame before: a point (x, y) of that frame lies at
 * (scale · x + dx, scale · y + dy) now. No rotation: a camera on a stand does not roll.
 */
export interface CameraMotion {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

export interface TrackOptions {
  /** Frames a second of the list, not of the video it was taken from. */
  readonly fps: number;
  /** Detections below this confidence are not looked at, 0..1. */
  readonly lowConfidence: number;
  /** From here a detection takes part in the first association. */
  readonly highConfidence: number;
  /** From here a detection that nobody claims begins a track. */
  readonly birthConfidence: number;
  /** An object that was never seen this surely is not reported. */
  readonly sureConfidence: number;
  /**
   * Nor is one whose mean confidence is lower, 0 where it was not seen; frames in which others stand
   * in front of it do not count.
   */
  readonly steadyConfidence: number;
  /** Most seconds that a track waits for its object to be seen again. */
  readonly patience: number;
  /** Fewest frames in which an object must have been seen to be reported. */
  readonly leastSeen: number;
  /** Whether the corners are smoothed along the track; otherwise they stay the detector's. */
  readonly smooth: boolean;
  /** Motion into each frame where somebody measured it on the pictures; null or absent: by the boxes. */
  readonly motions?: readonly (CameraMotion | null)[];
  /** Boxes are cut to this size of the frame. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** The operating point where nothing else is asked; measured by `tests/bench/track-clips.ts`. */
export const DEFAULT_TRACKING: TrackOptions = {
  fps: 25,
  lowConfidence: 0.25,
  highConfidence: 0.4,
  birthConfidence: 0.4,
  sureConfidence: 0.5,
  steadyConfidence: 0.4,
  patience: 1.2,
  leastSeen: 3,
  smooth: true,
};
