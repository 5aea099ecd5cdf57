import type { DecodedImage } from '../../contract.ts';
import type { Candidate } from './contract.ts';

// The pitch prior: a person on a football pitch stands on grass and is about as tall as the others
// at that height in the picture. Removes spectators, staff and advertising. Off by default: the
// football head has learnt the same and more (see public/models/football-head.md).

/** Side of a mask cell, share of the frame's longer side. */
const GRID = 1 / 80;
/** Least share of grass pixels of a cell. */
const GRASS_SHARE = 0.4;
/** Least share of grass cells around the feet. */
const FEET_SHARE = 0.25;
/** A person may be this many times taller or shorter than the line through all others. */
const SIZE_FACTOR = 2;

export interface GrassMask {
  readonly width: number;
  readonly height: number;
  /** Frame pixels per cell. */
  readonly cell: number;
  /** 1 where a cell is grass, row-major. */
  readonly cells: Uint8Array;
}

/** Where the frame is grass: green before red and blue, neither dark nor grey. */
export function grassMask(image: DecodedImage): GrassMask {
  const cell = Math.max(4, Math.round(Math.max(image.width, image.height) * GRID));
  const width = Math.ceil(image.width / cell);
  const height = Math.ceil(image.height / cell);
  const cells = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      cells[y * width + x] = grassShare(image, x * cell, y * cell, cell) >= GRASS_SHARE ? 1 : 0;
    }
  }
  return { width, height, cell, cells };
}

/** Share of grass pixels of one cell, every second pixel of every second row. */
function grassShare(image: DecodedImage, x0: number, y0: number, size: number): number {
  let grass = 0;
  let seen = 0;
  for (let y = y0; y < Math.min(y0 + size, image.height); y += 2) {
    for (let x = x0; x < Math.min(x0 + size, image.width); x += 2) {
      const at = (y * image.width + x) * 4;
      const red = image.rgba[at] ?? 0;
      const green = image.rgba[at + 1] ?? 0;
      const blue = image.rgba[at + 2] ?? 0;
      seen++;
      if (green > 40 && green > red * 1.05 && green > blue * 1.15) grass++;
    }
  }
  return grass / seen;
}

/** Below this share of grass a frame shows no pitch, and the prior says nothing. */
const PITCH_SHARE = 0.15;

/** Keeps balls, and the persons that stand on the pitch and are of a likely size. */
export function applyPitchPrior(
  candidates: readonly Candidate[],
  image: DecodedImage,
): Candidate[] {
  const mask = grassMask(image);
  const grass = mask.cells.reduce((sum, cell) => sum + cell, 0);
  if (grass < PITCH_SHARE * mask.cells.length) return [...candidates];
  const standing = candidates.filter((box) => box.cls === 0 || standsOnGrass(box, mask));
  const likely = heightLine(standing.filter((box) => box.cls !== 0));
  return standing.filter((box) => {
    if (box.cls === 0 || likely === null) return true;
    const ratio = (box.y2 - box.y1) / Math.max(1, likely(box.y2));
    return ratio < SIZE_FACTOR && ratio > 1 / SIZE_FACTOR;
  });
}

function standsOnGrass(box: Candidate, mask: GrassMask): boolean {
  const centre = Math.floor((box.x1 + box.x2) / 2 / mask.cell);
  const feet = Math.floor(box.y2 / mask.cell);
  let grass = 0;
  let seen = 0;
  for (let y = feet - 1; y <= feet + 1; y++) {
    for (let x = centre - 2; x <= centre + 2; x++) {
      if (x < 0 || y < 0 || x >= mask.width || y >= mask.height) continue;
      seen++;
      grass += mask.cells[y * mask.width + x] ?? 0;
    }
  }
  return seen > 0 && grass / seen >= FEET_SHARE;
}

/**
 * A person's likely height as a line over the height of the feet in the picture: least squares
 * weighted by confidence; null with fewer than six persons.
 */
function heightLine(persons: readonly Candidate[]): ((feet: number) => number) | null {
  if (persons.length < 6) return null;
  let [weight, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const box of persons) {
    const w = box.conf ** 2;
    const height = box.y2 - box.y1;
    weight += w;
    x += w * box.y2;
    y += w * height;
    xx += w * box.y2 * box.y2;
    xy += w * box.y2 * height;
  }
  const spread = weight * xx - x * x;
  const slope = spread > 1e-6 ? (weight * xy - x * y) / spread : 0;
  const base = (y - slope * x) / weight;
  return (feet) => base + slope * feet;
}
