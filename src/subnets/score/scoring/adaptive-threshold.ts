import { boxArea } from './geometry.ts';
import type { Box, Size } from './geometry.ts';

/** (share of the image that the true box covers, IoU a prediction needs). Section e1. */
const ANCHORS = [
  [0.0005, 0.3],
  [0.01, 0.5],
  [0.05, 0.5],
  [0.25, 0.7],
] as const;

/**
 * IoU that a prediction of this true box needs: small objects need less.
 * The area share is clamped to [0.0005, 0.25]; linear in its decimal logarithm between anchors.
 *
 * @returns 0.3..0.7. Section e1.
 */
export function requiredIou(truth: Box, image: Size): number {
  const share = boxArea(truth) / (image.width * image.height);
  const clamped = Math.min(Math.max(share, ANCHORS[0][0]), ANCHORS[3][0]);
  for (let i = 1; i < ANCHORS.length; i++) {
    const [low, high] = [ANCHORS[i - 1], ANCHORS[i]];
    if (!low || !high || clamped > high[0]) continue;
    const ratio = Math.log10(clamped / low[0]) / Math.log10(high[0] / low[0]);
    return low[1] + ratio * (high[1] - low[1]);
  }
  return ANCHORS[3][1];
}
