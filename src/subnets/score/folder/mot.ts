import { type LabelBox, LabelFault, type Size, numberedLines, numbersOf } from './labels.ts';

const PLAYER = 2;
/** MOTChallenge's class of a person who walks; sets without classes write -1. */
const PEDESTRIAN = 1;

/** One line of a MOTChallenge file: frames from 1, pixels as written. */
export interface MotRow {
  readonly frame: number;
  /** -1 where the file is of detections. */
  readonly id: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of ground truth 1 or 0 (not to be counted); of detections any number. */
  readonly confidence: number;
  /** Class of ground truth; sets without classes write -1. */
  readonly kind: number;
}

/**
 * Lines `frame, id, left, top, width, height, confidence, class, …`.
 *
 * @throws LabelFault with the line of the first fault
 */
export function parseMotRows(text: string): MotRow[] {
  return numberedLines(text).map(({ line, text: row }) => {
    const values = numbersOf(row.split(','), line);
    if (values.length < 6)
      throw new LabelFault(`line ${line}: ${values.length} numbers, expected 6 or more`);
    const [frame = 0, id = 0, left = 0, top = 0, width = 0, height = 0, confidence = 1, kind = -1] =
      values;
    if (!Number.isInteger(frame) || frame < 0) {
      throw new LabelFault(`line ${line}: ${frame} is not a frame number`);
    }
    return { frame, id, left, top, width, height, confidence, kind };
  });
}

/**
 * MOTChallenge `gt.txt`, pixels from 1. Lines with confidence 0 are marked as not to be counted;
 * all persons are players, as the format knows no roles.
 *
 * @returns boxes in pixels by frame number
 * @throws LabelFault with the line of the first fault
 */
export function parseMot(text: string): Map<number, LabelBox[]> {
  const frames = new Map<number, LabelBox[]>();
  for (const { frame, id, left, top, width, height, confidence, kind } of parseMotRows(text)) {
    const boxes = frames.get(frame) ?? [];
    frames.set(frame, boxes);
    if (confidence === 0 || (kind > 0 && kind !== PEDESTRIAN)) continue;
    const [x1, y1] = [left - 1, top - 1];
    const ids = Number.isInteger(id) && id >= 0 ? { id } : {};
    boxes.push({ x1, y1, x2: x1 + width, y2: y1 + height, cls_id: PLAYER, ...ids });
  }
  return frames;
}

/** Pixels → shares of a picture of that size. */
export function inShares(boxes: readonly LabelBox[], { width, height }: Size): LabelBox[] {
  return boxes.map((box) => ({
    ...box,
    x1: box.x1 / width,
    y1: box.y1 / height,
    x2: box.x2 / width,
    y2: box.y2 / height,
  }));
}
