import type { Detection } from '../pipeline/contract.ts';
import { type Corners, iou } from '../pipeline/merge.ts';

// Boxes held against labels: persons of every role are one kind, balls the other.

/** A labelled object in pixels of its frame. */
export interface TruthBox extends Corners {
  readonly cls_id: number;
  /** The same object keeps its id through a clip. */
  readonly id?: number | null | undefined;
}

export interface LabelledBoxes {
  readonly truth: readonly TruthBox[];
  /** Objects cut by the frame's edge: not counted, and a detection on one is not false. */
  readonly cut: readonly TruthBox[];
}

export type Kind = 'person' | 'ball';

export function kindOf({ cls_id }: Pick<TruthBox, 'cls_id'>): Kind {
  return cls_id === 0 ? 'ball' : 'person';
}

/** IoU that a detection must exceed to be right. */
const MATCH_IOU = 0.4;
/** IoU with a cut object above which a detection that is not right is not false either. */
const CUT_IOU = 0.2;

/** What became of one kind's detections in a frame. */
export interface Matched {
  /** Labelled objects of the kind. */
  readonly truths: number;
  /** Right detections; with the label's own class among them. */
  readonly hits: number;
  readonly sameClass: number;
  /** Detections on nothing, and those on a cut object, which count nowhere. */
  readonly wrong: readonly Detection[];
  readonly ignored: readonly Detection[];
}

/** Most confident first, each takes the free object it overlaps most, IoU > 0.4. */
export function matchKind(
  { truth, cut }: LabelledBoxes,
  found: readonly Detection[],
  kind: Kind,
): Matched {
  const free = new Set(truth.filter((box) => kindOf(box) === kind));
  const truths = free.size;
  const wrong: Detection[] = [];
  const ignored: Detection[] = [];
  let [hits, sameClass] = [0, 0];
  const ordered = found.filter((box) => kindOf(box) === kind).sort((a, b) => b.conf - a.conf);
  for (const box of ordered) {
    let best: TruthBox | null = null;
    for (const object of free) {
      if (iou(box, object) > (best ? iou(box, best) : MATCH_IOU)) best = object;
    }
    if (best) {
      free.delete(best);
      hits++;
      if (best.cls_id === box.cls_id) sameClass++;
    } else {
      const isCut = cut.some((object) => kindOf(object) === kind && iou(box, object) > CUT_IOU);
      (isCut ? ignored : wrong).push(box);
    }
  }
  return { truths, hits, sameClass, wrong, ignored };
}
