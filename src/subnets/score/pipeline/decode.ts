import { present } from '../../../shared/assert.ts';
import type { Tensor } from '../../contract.ts';
import type { Candidate, DetectSettings, Tile } from './contract.ts';
import type { Fit } from './letterbox.ts';

// Model outputs → candidates. The model's outputs, all at a quarter of the input's size:
//   heat  (1, 2, h, w) person and ball, 0..1
//   box   (1, 4 or 8, h, w) distances in input pixels from the cell's corner to left, top, right,
//         bottom; with 8 channels the ball has its own four
//   roles (1, 3, h, w), optional: scores of goalkeeper, player, referee; the largest wins
// A cell is an object where its heat reaches the threshold and is the largest of its 3×3
// neighbourhood (equal neighbours both count; suppression settles it).

/** Input pixels per heatmap cell. */
export const CELL = 4;

const BALL = 0;
const GOALKEEPER = 1;
const PLAYER = 2;

/** Cells that are peaks of one heat plane at or above `threshold`, in reading order. */
export function peaks(
  heat: Float32Array,
  shape: { readonly offset: number; readonly height: number; readonly width: number },
  threshold: number,
): number[] {
  const { offset, height, width } = shape;
  const found: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = y * width + x;
      const value = heat[offset + cell] ?? 0;
      if (value < threshold) continue;
      if (value >= neighbourhoodMax(heat, shape, x, y)) found.push(cell);
    }
  }
  return found;
}

function neighbourhoodMax(
  heat: Float32Array,
  shape: { readonly offset: number; readonly height: number; readonly width: number },
  x: number,
  y: number,
): number {
  let max = 0;
  for (let v = Math.max(0, y - 1); v <= Math.min(shape.height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(shape.width - 1, x + 1); u++) {
      max = Math.max(max, heat[shape.offset + v * shape.width + u] ?? 0);
    }
  }
  return max;
}

/**
 * Candidates of one tile in frame pixels, persons before balls, each in reading order.
 *
 * @param outputs model outputs of a batch of one; see the head of this file
 * @throws Error when an output is missing
 */
export function decode(
  outputs: Readonly<Record<string, Tensor>>,
  tile: Pick<Tile, 'x' | 'y'>,
  fit: Pick<Fit, 'stepX' | 'stepY'>,
  settings: Pick<DetectSettings, 'personConfidence' | 'ballConfidence'>,
): Candidate[] {
  const heat = present(outputs['heat'], 'output heat');
  const box = present(outputs['box'], 'output box');
  const roles = outputs['roles'];
  const [, , height = 0, width = 0] = heat.dims;
  const plane = height * width;
  const found: Candidate[] = [];
  const add = (cell: number, heatPlane: number, boxPlane: number, cls: number): void => {
    const x = (cell % width) * CELL;
    const y = Math.floor(cell / width) * CELL;
    const side = (index: number) => box.data[(boxPlane + index) * plane + cell] ?? 0;
    found.push({
      x1: tile.x + (x - side(0)) * fit.stepX,
      y1: tile.y + (y - side(1)) * fit.stepY,
      x2: tile.x + (x + side(2)) * fit.stepX,
      y2: tile.y + (y + side(3)) * fit.stepY,
      cls,
      conf: heat.data[heatPlane * plane + cell] ?? 0,
    });
  };
  const shape = { offset: 0, height, width };
  for (const cell of peaks(heat.data, shape, settings.personConfidence)) {
    add(cell, 0, 0, roles ? roleAt(roles.data, plane, cell) : PLAYER);
  }
  const ballPlane = box.dims[1] === 8 ? 4 : 0;
  for (const cell of peaks(heat.data, { ...shape, offset: plane }, settings.ballConfidence)) {
    add(cell, 1, ballPlane, BALL);
  }
  return found;
}

/** Class of a person cell: the role with the highest score, the first on a tie. */
function roleAt(roles: Float32Array, plane: number, cell: number): number {
  let best = 0;
  for (let role = 1; role < 3; role++) {
    if ((roles[role * plane + cell] ?? 0) > (roles[best * plane + cell] ?? 0)) best = role;
  }
  return GOALKEEPER + best;
}
