import type { DecodedImage } from '../../src/subnets/contract.ts';
import type { Detection } from '../../src/subnets/score/pipeline/contract.ts';
import { PLAIN_VIEW, rasterOf, readFrames } from '../../src/train/frames.ts';

export interface TruthBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls_id: number;
  /** Where the same object is known in other frames. */
  readonly id?: number | null | undefined;
}

export interface BenchFrame {
  readonly image: DecodedImage;
  readonly truth: readonly TruthBox[];
  /** Objects cut by the frame's edge: not counted, and a detection on one is not false. */
  readonly partial: readonly TruthBox[];
}

export type Detector = (image: DecodedImage) => Promise<readonly Detection[]>;

export interface Counts {
  persons: number;
  personHits: number;
  personFalse: number;
  roleHits: number;
  balls: number;
  ballHits: number;
  ballFalse: number;
}

export function emptyCounts(): Counts {
  return {
    persons: 0,
    personHits: 0,
    personFalse: 0,
    roleHits: 0,
    balls: 0,
    ballHits: 0,
    ballFalse: 0,
  };
}

export function addCounts(sum: Counts, counts: Counts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key]; // own keys
}

/** Stills of a YOLO folder at 1280×720. */
export async function stillFrames(folder: string): Promise<BenchFrame[]> {
  const frames: BenchFrame[] = [];
  for (const frame of readFrames(folder)) {
    const image = await rasterOf(frame, PLAIN_VIEW);
    const truth = frame.labels.map((label) => ({
      x1: (label.cx - label.width / 2) * image.width,
      y1: (label.cy - label.height / 2) * image.height,
      x2: (label.cx + label.width / 2) * image.width,
      y2: (label.cy + label.height / 2) * image.height,
      cls_id: label.cls,
    }));
    frames.push({ image, truth, partial: [] });
  }
  return frames;
}

export function overlap(a: TruthBox, b: TruthBox): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - shared);
}

const MATCH_IOU = 0.4;

/** Counts one frame: most confident first, each takes the free truth it overlaps most, IoU > 0.4. */
export function countFrame(frame: BenchFrame, found: readonly Detection[]): Counts {
  const person = matched(frame, found, (cls) => cls !== 0);
  const ball = matched(frame, found, (cls) => cls === 0);
  return {
    persons: person.truths,
    personHits: person.hits,
    personFalse: person.wrong,
    roleHits: person.sameClass,
    balls: ball.truths,
    ballHits: ball.hits,
    ballFalse: ball.wrong,
  };
}

function matched(frame: BenchFrame, found: readonly Detection[], isKind: (cls: number) => boolean) {
  const free = new Set(frame.truth.filter((box) => isKind(box.cls_id)));
  const counts = { truths: free.size, hits: 0, wrong: 0, sameClass: 0 };
  const ordered = found.filter((box) => isKind(box.cls_id)).sort((a, b) => b.conf - a.conf);
  for (const box of ordered) {
    let best: TruthBox | null = null;
    for (const truth of free) {
      if (overlap(box, truth) > (best ? overlap(box, best) : MATCH_IOU)) best = truth;
    }
    if (best) {
      free.delete(best);
      counts.hits++;
      if (best.cls_id === box.cls_id) counts.sameClass++;
    } else if (!frame.partial.some((cut) => isKind(cut.cls_id) && overlap(box, cut) > 0.2)) {
      counts.wrong++;
    }
  }
  return counts;
}
