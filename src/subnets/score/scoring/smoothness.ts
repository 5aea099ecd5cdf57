import { mean } from './detection.ts';
import type { Box } from './geometry.ts';

// Pillar `smoothness` (section e1). Label: from the specification; no recorded pair covers it.

/** One frame's boxes; `team` splits the types further. */
export interface SmoothFrame {
  readonly objects: readonly {
    readonly box: Box;
    readonly label: string;
    readonly team?: string;
  }[];
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
  const areas = run.map((frame) =>
    frame.objects.filter((o) => typeOf(o) === type).map((o) => o.box),
  );
  return areas.slice(1).flatMap((boxes, i) => {
    const before = areas[i] ?? [];
    return boxes.length === 0 && before.length === 0 ? [] : [coveredIou(before, boxes)];
  });
}

function typeOf(object: { readonly label: string; readonly team?: string }): string {
  return `${object.label}\n${object.team ?? ''}`;
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
