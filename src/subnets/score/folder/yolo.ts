import type { ClassMap } from './classes.ts';
import { type LabelBox, LabelFault, numberedLines, numbersOf } from './labels.ts';

/** How far a box may reach out of the picture, share of it: rounding and cut figures. */
const SLACK = 0.1;

/**
 * YOLO text: `class cx cy width height [confidence]` or `class x y x y x y …` (an outline), shares
 * of the picture.
 *
 * @throws LabelFault with the line of the first fault
 */
export function parseYolo(text: string, classes: ClassMap): LabelBox[] {
  return numberedLines(text).flatMap(({ line, text: row }) => {
    const [classNumber = -1, ...values] = numbersOf(row.split(/\s+/), line);
    if (!Number.isInteger(classNumber) || classNumber < 0) {
      throw new LabelFault(`line ${line}: ${classNumber} is not a class number`);
    }
    const isOutline = values.length >= 6 && values.length % 2 === 0;
    if (!isOutline && values.length !== 4 && values.length !== 5) {
      throw new LabelFault(`line ${line}: ${values.length + 1} numbers, expected 5`);
    }
    const cls = classes(classNumber);
    if (cls === null) return [];
    const box = isOutline ? outlineBox(values) : centredBox(values);
    const sides = [box.x1, box.y1, box.x2, box.y2];
    if (sides.some((value) => value < -SLACK || value > 1 + SLACK)) {
      throw new LabelFault(`line ${line}: not in shares of the picture (0 to 1)`);
    }
    return [{ ...box, cls_id: cls }];
  });
}

type Corners = Pick<LabelBox, 'x1' | 'y1' | 'x2' | 'y2'>;

function centredBox([cx = 0, cy = 0, width = 0, height = 0]: readonly number[]): Corners {
  return { x1: cx - width / 2, y1: cy - height / 2, x2: cx + width / 2, y2: cy + height / 2 };
}

function outlineBox(values: readonly number[]): Corners {
  const xs = values.filter((_, index) => index % 2 === 0);
  const ys = values.filter((_, index) => index % 2 === 1);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}
