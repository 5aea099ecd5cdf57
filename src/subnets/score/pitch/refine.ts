import { type PitchCamera, type Projector, groundAt, projectorOf, seenAt } from './camera.ts';
import { DIRECTIONS, type LinePixels } from './line-pixels.ts';
import { minimise } from './least-squares.ts';
import { type LinePiece, type PlanePoint, linePieces } from './model.ts';
import { quartersToLine, sectorOf } from './distance.ts';

// From a rough pose to a sharp one: each visible piece of line looks along its normal for the
// nearest line pixel of a like direction, the camera moves to where the pieces say, and again with
// a narrower look (Harris and Stennett 1990, "RAPID").

const PIECE_STEP = 1;
/** How far pieces look in each round, in pixels. */
const LOOKS = [16, 12, 9, 7, 5, 4, 3] as const;
/** A piece as near as this counts as found. */
const FOUND = 3;

/** What is believed of a main camera before it is seen: middle and standard deviation. */
const BELIEF = {
  x: [52, 4],
  y: [-30, 9],
  z: [18, 4],
  roll: [0.004, 0.01],
  lens: [-0.07, 0.05],
} as const;
const KEYS = ['x', 'y', 'z', 'pan', 'tilt', 'roll', 'focal', 'lens'] as const;
const STEPS = [1e-3, 1e-3, 1e-3, 1e-6, 1e-6, 1e-6, 1e-2, 1e-5];

export interface Refined {
  readonly camera: PitchCamera;
  /** Share of the visible pieces on grass that lie on a line pixel, 0..1. */
  readonly support: number;
  /** Pieces found, about a metre of line each. */
  readonly found: number;
}

/** A piece of line and where it was found. */
interface Match {
  readonly piece: LinePiece;
  /** The line pixel in the picture, and the unit normal along which it was found. */
  readonly x: number;
  readonly y: number;
  readonly nx: number;
  readonly ny: number;
  readonly offset: number;
}

/** Sharpens a pose; both are in the pixels of `lines`. */
export function refinePose(start: PitchCamera, lines: LinePixels): Refined {
  const pieces = linePieces(PIECE_STEP);
  let camera = start;
  for (const look of LOOKS) {
    const { matches } = lookAround(projectorOf(camera), pieces, { lines, look });
    if (matches.length < 12) break;
    camera = moved(camera, matches, look);
  }
  const { matches, visible } = lookAround(projectorOf(camera), pieces, { lines, look: FOUND });
  return { camera, support: matches.length / Math.max(1, visible), found: matches.length };
}

function moved(camera: PitchCamera, matches: readonly Match[], look: number): PitchCamera {
  const from = (x: Float64Array): PitchCamera => {
    const next = { ...camera };
    KEYS.forEach((key, i) => (next[key] = x[i] ?? 0));
    return next;
  };
  // Tukey's weights: a match at the end of the look counts little.
  const weights = matches.map(({ offset }) => 1 - (offset / (look + 1)) ** 2);
  const best = minimise(
    {
      start: KEYS.map((key) => camera[key]),
      steps: STEPS,
      residuals: (x) => {
        const projector = projectorOf(from(x));
        const out = new Float64Array(matches.length + 5);
        for (const [i, match] of matches.entries()) {
          const seen = seenAt(projector, match.piece.x, match.piece.y);
          if (!seen) continue;
          const miss = (seen.x - match.x) * match.nx + (seen.y - match.y) * match.ny;
          out[i] = miss * (weights[i] ?? 0);
        }
        // While pieces may still have found the wrong line, belief weighs more.
        out.set(disbelief(projector.camera, look), matches.length);
        return out;
      },
    },
    4,
  );
  return from(best);
}

function disbelief(camera: PitchCamera, weight: number): number[] {
  return (['x', 'y', 'z', 'roll', 'lens'] as const).map((key) => {
    const [middle, deviation] = BELIEF[key];
    return (weight * (camera[key] - middle)) / deviation;
  });
}

/** Metres that a line pixel may lie beside a painted line. */
const BESIDE_M = 0.5;

/** Share of line pixels that lie on a painted line, 0..1: players and boards do not, nor does a pattern. */
export function explainedShare(camera: PitchCamera, probes: readonly PlanePoint[]): number {
  const projector = projectorOf(camera);
  const on = probes.filter((probe) => {
    const ground = groundAt(projector, probe);
    return ground !== null && quartersToLine(ground.x, ground.y) / 4 <= BESIDE_M;
  });
  return on.length / Math.max(1, probes.length);
}

/** The pieces that are in the picture and on grass, and those that find a line pixel. */
function lookAround(
  projector: Projector,
  pieces: readonly LinePiece[],
  { lines, look }: { readonly lines: LinePixels; readonly look: number },
): { matches: Match[]; visible: number } {
  const matches: Match[] = [];
  let visible = 0;
  const { width, height, grass } = lines;
  for (const piece of pieces) {
    const seen = seenAt(projector, piece.x, piece.y);
    if (!seen || seen.x < 0 || seen.y < 0 || seen.x >= width || seen.y >= height) continue;
    const cell = Math.floor(seen.y / grass.cell) * grass.width + Math.floor(seen.x / grass.cell);
    if (grass.cells[cell] !== 1) continue;
    const ahead = seenAt(projector, piece.x + piece.dx * 0.2, piece.y + piece.dy * 0.2);
    if (!ahead) continue;
    visible++;
    const [u, v] = [ahead.x - seen.x, ahead.y - seen.y];
    const length = Math.hypot(u, v);
    if (!(length > 0)) continue;
    const normal = { nx: -v / length, ny: u / length };
    const offset = nearestLine(lines, { ...normal, x: seen.x, y: seen.y }, sectorOf(u, v), look);
    if (offset === null) continue;
    const { nx, ny } = normal;
    matches.push({
      piece,
      x: seen.x + nx * offset,
      y: seen.y + ny * offset,
      nx,
      ny,
      offset,
    });
  }
  return { matches, visible };
}

/** Steps along the normal to the nearest line pixel of a like direction; null where there is none. */
function nearestLine(
  { direction, width, height }: LinePixels,
  { x, y, nx, ny }: { x: number; y: number; nx: number; ny: number },
  sector: number,
  look: number,
): number | null {
  for (let step = 0; step <= look; step++) {
    for (const offset of step === 0 ? [0] : [step, -step]) {
      const column = Math.floor(x + nx * offset);
      const row = Math.floor(y + ny * offset);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const found = direction[row * width + column] ?? 0;
      if (found !== 0 && isLike(found - 1, sector)) {
        return (column + 0.5 - x) * nx + (row + 0.5 - y) * ny;
      }
    }
  }
  return null;
}

/** Whether a ridge's direction is within 22.5° of a sector's. */
function isLike(direction: number, sector: number): boolean {
  const turn = Math.abs(2 * direction - sector);
  return Math.min(turn, 2 * DIRECTIONS - turn) <= 1;
}
