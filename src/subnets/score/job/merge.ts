import { boxIou } from '../scoring/geometry.ts';
import type { Detection } from '../pipeline/contract.ts';
import { toHundredth } from './boxes.ts';

/** Boxes of two answers that overlap so much are one object. */
const SAME_OBJECT_IOU = 0.5;
const BALL = 0;

interface Cluster {
  readonly seed: Detection;
  readonly members: { readonly answer: number; readonly box: Detection }[];
}

/**
 * One frame's boxes from all accepted answers to it.
 *
 * Boxes are taken in the order of their confidence; each joins the object of another answer that it
 * overlaps most, by IoU 0.5 or more (persons of any role are one kind, balls another), or is one of
 * its own. An object stays when at least half of the answers have it. Its corners are the mean
 * weighted by confidence, its role the one with the most confidence behind it, its confidence the
 * sum over the answers divided by their number: who does not have it counts as 0.
 *
 * @param answers boxes per answer
 * @returns boxes by confidence, highest first; of a single answer its own boxes. O(n²)
 */
export function mergeAnswers(answers: readonly (readonly Detection[])[]): Detection[] {
  const clusters: Cluster[] = [];
  const all = answers
    .flatMap((boxes, answer) => boxes.map((box) => ({ answer, box })))
    .sort((a, b) => b.box.conf - a.box.conf);
  for (const entry of all) {
    const home = nearest(clusters, entry);
    if (home) home.members.push(entry);
    else clusters.push({ seed: entry.box, members: [entry] });
  }
  return clusters
    .filter(({ members }) => members.length * 2 >= answers.length)
    .map(({ members }) =>
      meanOf(
        members.map(({ box }) => box),
        answers.length,
      ),
    )
    .sort((a, b) => b.conf - a.conf);
}

function nearest(clusters: readonly Cluster[], entry: Cluster['members'][number]): Cluster | null {
  let best: Cluster | null = null;
  let bestIou = SAME_OBJECT_IOU;
  for (const cluster of clusters) {
    const { seed, members } = cluster;
    if ((seed.cls_id === BALL) !== (entry.box.cls_id === BALL)) continue;
    if (members.some(({ answer }) => answer === entry.answer)) continue;
    const iou = overlap(seed, entry.box);
    if (iou < bestIou) continue;
    bestIou = iou;
    best = cluster;
  }
  return best;
}

function meanOf(boxes: readonly Detection[], answers: number): Detection {
  const total = boxes.reduce((sum, { conf }) => sum + conf, 0);
  const mean = (pick: (box: Detection) => number): number =>
    total > 0
      ? toHundredth(boxes.reduce((sum, box) => sum + pick(box) * box.conf, 0) / total)
      : Math.max(...boxes.map(pick));
  const roles = new Map<number, number>();
  for (const { cls_id, conf } of boxes) roles.set(cls_id, (roles.get(cls_id) ?? 0) + conf);
  const [role] = [...roles].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return {
    x1: mean(({ x1 }) => x1),
    y1: mean(({ y1 }) => y1),
    x2: mean(({ x2 }) => x2),
    y2: mean(({ y2 }) => y2),
    cls_id: role?.[0] ?? BALL,
    conf: total / answers,
  };
}

function overlap(a: Detection, b: Detection): number {
  return boxIou([a.x1, a.y1, a.x2, a.y2], [b.x1, b.y1, b.x2, b.y2]);
}
