import type { DecodedImage } from '../../contract.ts';
import { type PitchCamera, projectorOf, templatePoints } from './camera.ts';
import { distanceMaps } from './distance.ts';
import { type LinePixels, type PixelBox, findLinePixels } from './line-pixels.ts';
import type { PlanePoint } from './model.ts';
import { type Refined, explainedShare, refinePose } from './refine.ts';
import { probesOf, searchPoses } from './search.ts';

/** A pitch with less support, fewer found metres of line or more unexplained pixels is not believed. */
const LEAST_SUPPORT = 0.28;
const LEAST_FOUND = 45;
const LEAST_EXPLAINED = 0.2;

/** A pitch found in a frame. */
export interface FoundPitch {
  /** In pixels of the frame. */
  readonly camera: PitchCamera;
  /** The subnet's 32 points in pixels, null outside the picture. */
  readonly points: readonly (PlanePoint | null)[];
  /** Share of the lines that should be seen and are, 0..1. */
  readonly support: number;
}

export interface FindOptions {
  /** Boxes of players, which hide lines. */
  readonly hidden?: readonly PixelBox[];
  /** The camera of a neighbouring frame of the clip, in this frame's pixels. */
  readonly guess?: PitchCamera | null;
}

/**
 * Finds the pitch in a frame of a main camera: the camera's place, direction and zoom, and with
 * them the 32 points. Deterministic.
 *
 * @returns null where no pose explains the lines
 */
export function findPitch(image: DecodedImage, options: FindOptions = {}): FoundPitch | null {
  const lines = findLinePixels(image, options.hidden);
  if (!lines) return null;
  const probes = probesOf(lines);
  const near = options.guess ? refinePose(rescaled(options.guess, 1 / lines.step), lines) : null;
  const best = near && isBelieved(near, probes) ? near : searchAll(lines, probes);
  if (!best || !isBelieved(best, probes)) return null;
  const camera = { ...rescaled(best.camera, lines.step), width: image.width, height: image.height };
  return { camera, points: templatePoints(projectorOf(camera)), support: best.support };
}

function searchAll(lines: LinePixels, probes: readonly PlanePoint[]): Refined | null {
  const evidence = { lines, maps: distanceMaps(lines), probes };
  const refined = searchPoses(evidence).map(({ camera }) => refinePose(camera, lines));
  return refined.toSorted((a, b) => worth(b) - worth(a))[0] ?? null;
}

/** More support is better, but not that of a handful of pieces. */
function worth({ support, found }: Refined): number {
  return support * Math.min(1, found / 100);
}

function isBelieved({ camera, support, found }: Refined, probes: readonly PlanePoint[]): boolean {
  if (support < LEAST_SUPPORT || found < LEAST_FOUND) return false;
  return explainedShare(camera, probes) >= LEAST_EXPLAINED;
}

/** The same camera behind a picture `scale` times the size. */
function rescaled(camera: PitchCamera, scale: number): PitchCamera {
  const { focal, width, height } = camera;
  return { ...camera, focal: focal * scale, width: width * scale, height: height * scale };
}
