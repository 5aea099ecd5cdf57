import type { DecodedImage } from '../../../contract.ts';
import { applyHomography, fitHomography, isTwisted } from '../../pitch/homography.ts';
import type { PlanePoint } from '../../pitch/model.ts';
import { mean } from '../detection.ts';
import { edges } from './canny.ts';
import { type Plane, above, blur, dilate, greyOf, topHat, warp } from './plane.ts';
import { regionsOf } from './regions.ts';
import { TEMPLATE_CORNERS, TEMPLATE_POINTS, drawTemplate } from './template.ts';

// How well 32 pitch points fit a frame: the template's lines, drawn where the points say, over the
// lines of the picture. Section e2 (PitchCalib iou). Label: from the specification; no recorded
// pair exists, and the template's drawing is ours.

/** Why a frame scores 0. */
export type KeypointFault =
  'points' | 'homography' | 'twisted' | 'ground' | 'lines' | 'wide-line' | 'small' | 'elsewhere';

export type KeypointVerdict =
  | { readonly score: number; readonly fault: null }
  | { readonly score: 0; readonly fault: KeypointFault };

const GROUND_ABOVE = 10;
const LINES_ABOVE = 200;
const MOST_GROUND = 0.9;
const LEAST_SPAN = 0.2;
/** Largest share of line pixels, seen or expected, that were seen and not expected. */
const MOST_ELSEWHERE = 0.9;

let template: Plane | null = null;

/**
 * Scores the points of one frame.
 *
 * @param points one per template point; (0, 0) where missing, and outside the frame counts so, too
 * @returns overlap of expected and seen line pixels / expected ones, 0..1
 */
export function judgeKeypoints(
  image: DecodedImage,
  points: readonly PlanePoint[],
): KeypointVerdict {
  const { width, height } = image;
  if (points.length !== TEMPLATE_POINTS.length) return zero('points');
  const pairs = points.flatMap((point, i) => {
    const isInside = point.x >= 0 && point.y >= 0 && point.x < width && point.y < height;
    const model = TEMPLATE_POINTS[i];
    return model && isInside && (point.x !== 0 || point.y !== 0) ? [{ point, model }] : [];
  });
  if (pairs.length < 4) return zero('points');
  const h = fitHomography(
    pairs.map(({ model }) => model),
    pairs.map(({ point }) => point),
  );
  if (!h) return zero('homography');
  template ??= drawTemplate();
  const drawn = warp(template, h, { width, height });
  if (isTwisted(TEMPLATE_CORNERS.map((corner) => applyHomography(h, corner)))) {
    return zero('twisted');
  }
  const ground = above(drawn, GROUND_ABOVE);
  const expected = above(drawn, LINES_ABOVE);
  const fault = groundFault(ground) ?? linesFault(expected);
  return fault ? zero(fault) : overlap(expected, seenLines(image, ground));
}

/** Mean over frames; a frame without an answer is 0. */
export function keypointsIou(verdicts: readonly KeypointVerdict[]): number {
  return mean(verdicts.map(({ score }) => score));
}

function zero(fault: KeypointFault): KeypointVerdict {
  return { score: 0, fault };
}

function countOf({ pixels }: Plane): number {
  return pixels.reduce((sum, pixel) => sum + pixel, 0);
}

/** The ground is one region and less than nine tenths of the frame. */
function groundFault(ground: Plane): KeypointFault | null {
  const isOne = regionsOf(ground).length === 1;
  return isOne && countOf(ground) / ground.pixels.length < MOST_GROUND ? null : 'ground';
}

/** Lines are somewhere, not everywhere, and no outer contour is exactly as wide as it is high. */
function linesFault(lines: Plane): KeypointFault | null {
  const count = countOf(lines);
  if (count === 0 || count === lines.pixels.length) return 'lines';
  const isWide = regionsOf(lines).some(({ width, height, isOuter }) => isOuter && width === height);
  return isWide ? 'wide-line' : null;
}

/** Line pixels of the picture: edges of what is bright and narrow, on the ground, thickened. */
function seenLines(image: DecodedImage, ground: Plane): Plane {
  const found = edges(blur(topHat(greyOf(image), 31)), 30, 100);
  const pixels = found.pixels.map((pixel, i) => pixel & (ground.pixels[i] ?? 0));
  // Three times a square of 3 is once a square of 7.
  return dilate({ ...found, pixels }, 7);
}

function overlap(expected: Plane, seen: Plane): KeypointVerdict {
  const { width, height, pixels } = expected;
  let [left, right, top, bottom] = [width, 0, height, 0];
  let [both, either, wanted, elsewhere] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const isWanted = pixels[at] === 1;
      const isSeen = seen.pixels[at] === 1;
      if (!isWanted && !isSeen) continue;
      either++;
      if (!isWanted) {
        elsewhere++;
        continue;
      }
      wanted++;
      if (isSeen) both++;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (((right - left) * (bottom - top)) / (width * height) < LEAST_SPAN) return zero('small');
  if (elsewhere / either > MOST_ELSEWHERE) return zero('elsewhere');
  return { score: both / (wanted + 1e-8), fault: null };
}
