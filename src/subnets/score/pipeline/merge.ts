import type { Candidate, DetectSettings, Detection, Tile } from './contract.ts';
import { territoryOf } from './tiles.ts';

// Candidates of all tiles → the frame's boxes.

/** Candidates whose centre lies in their tile's own territory. */
export function ownCandidates(
  candidates: readonly Candidate[],
  tile: Tile,
  tiles: readonly Tile[],
): Candidate[] {
  const own = territoryOf(tile, tiles);
  return candidates.filter((box) => {
    const x = (box.x1 + box.x2) / 2;
    const y = (box.y1 + box.y2) / 2;
    return x >= own.x1 && x < own.x2 && y >= own.y1 && y < own.y2;
  });
}

/** Corners of a box; x2 and y2 exclusive. */
export type Corners = Pick<Candidate, 'x1' | 'y1' | 'x2' | 'y2'>;

/** Intersection over union of two boxes, 0..1. */
export function iou(a: Corners, b: Corners): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - shared);
}

/** Most confident first; ties by place, so that the order never depends on the tiles' order. */
function byConfidence(a: Candidate, b: Candidate): number {
  return b.conf - a.conf || a.y1 - b.y1 || a.x1 - b.x1 || a.cls - b.cls;
}

/** Which classes hide each other: the same number for both. */
export type KindOf = (cls: number) => number;

/** In football persons of every role are one kind, balls the other. */
export const footballKind: KindOf = (cls) => Math.min(cls, 1);

/**
 * Greedy suppression: a box goes when it overlaps a kept one of its kind by more than `nmsIou`.
 *
 * @returns most confident first
 */
export function suppress(
  candidates: readonly Candidate[],
  nmsIou: number,
  kindOf = footballKind,
): Candidate[] {
  const kept: Candidate[] = [];
  for (const box of [...candidates].sort(byConfidence)) {
    const kind = kindOf(box.cls);
    if (!kept.some((other) => kindOf(other.cls) === kind && iou(box, other) > nmsIou)) {
      kept.push(box);
    }
  }
  return kept;
}

/** Balls with sides `scale` times as long about the same centre; persons as they are. */
export function growBalls(candidates: readonly Candidate[], scale: number): Candidate[] {
  const more = (scale - 1) / 2;
  return candidates.map((box) => {
    if (box.cls !== 0) return box;
    const [width, height] = [(box.x2 - box.x1) * more, (box.y2 - box.y1) * more];
    return {
      ...box,
      x1: box.x1 - width,
      y1: box.y1 - height,
      x2: box.x2 + width,
      y2: box.y2 + height,
    };
  });
}

/**
 * Rounds to whole pixels, clips to the frame, drops what is empty, keeps the `maxBalls` most
 * confident balls and the `maxBoxes` most confident boxes. Confidence is rounded to six decimals: a box survives the trip through JSON unchanged.
 */
export function finish(
  candidates: readonly Candidate[],
  frame: { readonly width: number; readonly height: number },
  settings: Pick<DetectSettings, 'maxBalls' | 'maxBoxes'>,
): Detection[] {
  const boxes: Detection[] = [];
  let balls = 0;
  for (const box of candidates) {
    if (boxes.length === settings.maxBoxes) break;
    if (box.cls === 0 && balls === settings.maxBalls) continue;
    const x1 = clampRound(box.x1, frame.width);
    const y1 = clampRound(box.y1, frame.height);
    const x2 = clampRound(box.x2, frame.width);
    const y2 = clampRound(box.y2, frame.height);
    if (x2 <= x1 || y2 <= y1) continue;
    const conf = Math.min(1, Math.max(0, Math.round(box.conf * 1e6) / 1e6));
    if (box.cls === 0) balls++;
    boxes.push({ x1, y1, x2, y2, cls_id: box.cls, conf });
  }
  return boxes;
}

function clampRound(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, Math.round(value)));
}
