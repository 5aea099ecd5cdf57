import { DEFAULT_SIZE, mean, type ShapedObject } from './detection.ts';
import { outlineOf } from './overlap.ts';
import { filledIou } from './raster.ts';
import type { Box, Size } from './geometry.ts';

// Pillar `smoothness` (section e1). Label: from the specification; no recorded pair covers it.

/** One object of a frame; `team` splits the types further. */
interface SmoothObject extends ShapedObject {
  readonly label: string;
  readonly team?: string;
}

export interface SmoothFrame {
  readonly objects: readonly SmoothObject[];
  /** Frame in pixels, which matters to polygons alone; 960 × 540 where it is not known. */
  readonly size?: Size;
}

/**
 * How steadily what is found moves: per (label, team) the IoU of the covered area in consecutive
 * frames, mean / (1 + mean |change|), 0 with fewer than 2 transitions; mean of types.
 *
 * A pair of frames that both lack a type is no transition of it (the specification is silent).
 *
 * @param runs each a list of consecutive frames of one clip
 * @returns 0..1; 0 when nothing was found
 */
export function smoothnessPillar(runs: readonly (readonly SmoothFrame[])[]): number {
  const overlaps = new Map<string, number[]>();
  const changes = new Map<string, number[]>();
  const types = new Set(runs.flat().flatMap((frame) => frame.objects.map(typeOf)));
  for (const type of types) {
    overlaps.set(type, []);
    changes.set(type, []);
    for (const run of runs) {
      const ious = transitions(run, type);
      overlaps.get(type)?.push(...ious);
      changes.get(type)?.push(...ious.slice(1).map((iou, i) => Math.abs(iou - (ious[i] ?? 0))));
    }
  }
  return mean(
    [...types].map((type) => {
      const ious = overlaps.get(type) ?? [];
      return ious.length < 2 ? 0 : mean(ious) / (1 + mean(changes.get(type) ?? []));
    }),
  );
}

function transitions(run: readonly SmoothFrame[], type: string): number[] {
  const covers = run.map(({ objects, size = DEFAULT_SIZE }) => ({
    objects: objects.filter((object) => typeOf(object) === type),
    size,
  }));
  return covers.slice(1).flatMap(({ objects, size }, i) => {
    const before = covers[i]?.objects ?? [];
    return objects.length === 0 && before.length === 0 ? [] : [coverIou(before, objects, size)];
  });
}

function typeOf({ label, team = '' }: SmoothObject): string {
  return `${label}\n${team}`;
}

/** Of boxes exactly; as filled pixels where one of the objects is a polygon. */
function coverIou(
  before: readonly ShapedObject[],
  after: readonly ShapedObject[],
  size: Size,
): number {
  return [...before, ...after].some(({ polygon }) => polygon)
    ? filledIou(before.map(outlineOf), after.map(outlineOf), size)
    : coveredIou(boxesOf(before), boxesOf(after));
}

function boxesOf(objects: readonly ShapedObject[]): Box[] {
  return objects.map(({ box }) => box);
}

/**
 * IoU of the areas that two lists of boxes cover, exact for any coordinates: the plane is cut
 * into the cells between all box edges. O(n³) in the number of boxes, tens of boxes in practice.
 */
export function coveredIou(a: readonly Box[], b: readonly Box[]): number {
  const boxes = [...a, ...b];
  const xs = cuts(boxes.flatMap(([x1, , x2]) => [x1, x2]));
  const ys = cuts(boxes.flatMap(([, y1, , y2]) => [y1, y2]));
  let shared = 0;
  let union = 0;
  for (let i = 0; i + 1 < ys.length; i++) {
    const [y1 = 0, y2 = 0] = [ys[i], ys[i + 1]];
    const rowA = a.filter((box) => box[1] <= y1 && box[3] >= y2);
    const rowB = b.filter((box) => box[1] <= y1 && box[3] >= y2);
    if (rowA.length + rowB.length === 0) continue;
    for (let j = 0; j + 1 < xs.length; j++) {
      const [x1 = 0, x2 = 0] = [xs[j], xs[j + 1]];
      const inA = rowA.some((box) => box[0] <= x1 && box[2] >= x2);
      const inB = rowB.some((box) => box[0] <= x1 && box[2] >= x2);
      const area = (x2 - x1) * (y2 - y1);
      if (inA && inB) shared += area;
      if (inA || inB) union += area;
    }
  }
  return union > 0 ? shared / union : 0;
}

function cuts(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
