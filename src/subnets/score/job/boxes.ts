import type { Detection } from '../pipeline/contract.ts';

/** A box of the results: pixels of the customer's own picture, corners to a hundredth. */
export interface FollowedBox extends Detection {
  /** From 1, the same through the clip; -1 where the box belongs to no track. */
  readonly id: number;
}

/**
 * Gives the boxes of consecutive frames ids.
 *
 * @param frames boxes a frame, in any order
 * @returns the same boxes in the same order, each with its id
 */
export type Follow = (
  frames: readonly (readonly Detection[])[],
  clip: { readonly fps: number; readonly width: number; readonly height: number },
) => readonly (readonly FollowedBox[])[];

/** No box belongs to a track. */
export function unfollowed(
  frames: readonly (readonly Detection[])[],
): readonly (readonly FollowedBox[])[] {
  return frames.map((boxes) => boxes.map((box) => ({ ...box, id: -1 })));
}

export function toHundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
