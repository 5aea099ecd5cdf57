import { describe, expect, it } from 'vitest';
import { seededRng } from '../../../../../src/shared/rng.ts';
import type { Tensor } from '../../../../../src/subnets/contract.ts';
import { centernet } from '../../../../../src/subnets/score/heads/centernet.ts';
import type { HeadJob } from '../../../../../src/subnets/score/heads/contract.ts';
import { detr } from '../../../../../src/subnets/score/heads/detr.ts';
import { yolov8 } from '../../../../../src/subnets/score/heads/yolov8.ts';
import { yolox } from '../../../../../src/subnets/score/heads/yolox.ts';
import type { Candidate } from '../../../../../src/subnets/score/pipeline/contract.ts';

// Made-up outputs against references that say the rule of each head in the plainest way.

/** Input 64 × 32; a frame of 128 × 96 whose tile starts at (10, 20), 2 and 3 frame pixels a step. */
const PLACE = { originX: 10, originY: 20, stepX: 2, stepY: 3 };

function job(outputs: Record<string, Tensor>, more: Partial<HeadJob> = {}): HeadJob {
  return {
    outputs,
    width: 64,
    height: 32,
    place: PLACE,
    strides: [8, 16, 32],
    classes: [0, 1, 2, 3],
    thresholds: [0.5, 0.5, 0.5, 0.5],
    ...more,
  };
}

function random(seed: string, dims: readonly number[], low = 0, high = 1): Tensor {
  const rng = seededRng(seed);
  const length = dims.reduce((product, side) => product * side, 1);
  return { dims, data: Float32Array.from({ length }, () => low + (high - low) * rng.next()) };
}

/** A box by centre and size in input pixels, as the frame has it. */
function framed(
  [cx, cy, width, height]: readonly [number, number, number, number],
  cls: number,
  conf: number,
): Candidate {
  return {
    x1: 10 + 2 * (cx - width / 2),
    y1: 20 + 3 * (cy - height / 2),
    x2: 10 + 2 * (cx + width / 2),
    y2: 20 + 3 * (cy + height / 2),
    cls,
    conf,
  };
}

const key = ({ conf, cls, x1, y1 }: Candidate): string =>
  [conf, cls, x1, y1].map((value) => value.toFixed(4)).join(' ');

function expectSame(found: readonly Candidate[], expected: readonly Candidate[]): void {
  expect(expected.length).toBeGreaterThan(0);
  const sorted = (list: readonly Candidate[]) =>
    list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(found).toHaveLength(expected.length);
  for (const [i, box] of sorted(found).entries()) {
    const other = sorted(expected)[i];
    for (const side of ['x1', 'y1', 'x2', 'y2', 'cls', 'conf'] as const) {
      expect(box[side]).toBeCloseTo(other?.[side] ?? NaN, 3);
    }
  }
}

const nth = (data: Float32Array, index: number): number => data[index] ?? NaN;

describe('YOLOX', () => {
  /** Rows of the grid for 64 × 32: 8 × 4, 4 × 2, 2 × 1 cells. */
  const ROWS = 32 + 8 + 2;

  it('reads a row as its cell says: centre, size, objectness times class', () => {
    const data = new Float32Array(ROWS * 9);
    // Row 32 + 4 + 1: stride 16, cell x 1, y 1.
    data.set([0.5, 0.25, Math.log(2), Math.log(0.5), 0.8, 0, 0, 0.75, 0], 37 * 9);

    expectSame(yolox.decode(job({ out: { dims: [1, ROWS, 9], data } })), [
      framed([24, 20, 32, 8], 2, 0.6),
    ]);
  });

  it('finds what a walk over strides, rows and columns finds', () => {
    const out = random('yolox', [1, ROWS, 9]);
    const expected: Candidate[] = [];
    let row = 0;
    for (const [stride, columns, rows] of [
      [8, 8, 4],
      [16, 4, 2],
      [32, 2, 1],
    ] as const) {
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++, row++) {
          const [cx, cy, w, h, object] = out.data.slice(
            row * 9,
            row * 9 + 5,
          ) as unknown as number[];
          for (let cls = 0; cls < 4; cls++) {
            const conf = (object ?? NaN) * nth(out.data, row * 9 + 5 + cls);
            if (conf < 0.5) continue;
            const centre = [((cx ?? NaN) + x) * stride, ((cy ?? NaN) + y) * stride] as const;
            const size = [Math.exp(w ?? NaN) * stride, Math.exp(h ?? NaN) * stride] as const;
            expected.push(framed([...centre, ...size], cls, conf));
          }
        }
      }
    }

    expectSame(yolox.decode(job({ out })), expected);
  });

  it('leaves out classes that the element does not have', () => {
    const out = random('yolox', [1, ROWS, 9]);
    const found = yolox.decode(job({ out }, { classes: [null, null, 2, null] }));

    expect(new Set(found.map(({ cls }) => cls))).toEqual(new Set([2]));
  });
});

describe('YOLOv8', () => {
  it('finds what a walk over the columns finds', () => {
    const places = 50;
    const out = random('yolov8', [1, 8, places], 0, 0.8);
    const at = (value: number, place: number): number => nth(out.data, value * places + place);
    const expected: Candidate[] = [];
    for (let place = 0; place < places; place++) {
      const [cx, cy, width, height] = [at(0, place), at(1, place), at(2, place), at(3, place)];
      for (let cls = 0; cls < 4; cls++) {
        const conf = at(4 + cls, place);
        if (conf >= 0.5) expected.push(framed([cx, cy, width, height], cls, conf));
      }
    }

    expectSame(yolov8.decode(job({ out })), expected);
  });
});

describe('DETR', () => {
  const queries = 30;

  it('finds what a softmax over each query finds, the last class being nothing', () => {
    const logits = random('logits', [1, queries, 5], -3, 3);
    const boxes = random('boxes', [1, queries, 4]);
    const expected: Candidate[] = [];
    for (let query = 0; query < queries; query++) {
      const row = Array.from(logits.data.slice(query * 5, query * 5 + 5), Math.exp);
      const sum = row.reduce((total, value) => total + value, 0);
      const at = (index: number): number => nth(boxes.data, query * 4 + index);
      for (let cls = 0; cls < 4; cls++) {
        const conf = (row[cls] ?? NaN) / sum;
        if (conf < 0.5) continue;
        expected.push(framed([at(0) * 64, at(1) * 32, at(2) * 64, at(3) * 32], cls, conf));
      }
    }

    expectSame(detr.decode(job({ logits, boxes })), expected);
    // Named otherwise and in another order they are told apart by their shapes.
    expectSame(detr.decode(job({ b: boxes, a: logits })), expected);
  });

  it('tells boxes from the logits of three classes by their names', () => {
    const logits = random('logits', [1, queries, 4], -3, 3);
    const pred_boxes = random('boxes', [1, queries, 4]);
    const three = { classes: [0, 1, 2] };

    expect(detr.decode(job({ logits, pred_boxes }, three))).toEqual(
      detr.decode(job({ pred_boxes, logits }, three)),
    );
    expect(detr.classesOf({ logits: [1, 30, 4], pred_boxes: [1, 30, 4] }, job({}))).toBe(3);
  });
});

describe('CenterNet', () => {
  const [across, down] = [16, 8];
  const plane = across * down;

  function maps(): Record<string, Tensor> {
    const heat = new Float32Array(2 * plane);
    const box = new Float32Array(8 * plane);
    const roles = new Float32Array(3 * plane);
    const cell = 3 * across + 5;
    heat[cell] = 0.9; // a person at (20, 12) of the input
    heat[cell + 1] = 0.8; // beside the peak: none of its own
    for (const [side, length] of [3, 4, 5, 6].entries()) box[side * plane + cell] = length;
    roles[2 * plane + cell] = 1;
    const ball = plane + 6 * across + 2;
    heat[ball] = 0.7; // a ball at (8, 24)
    for (let side = 4; side < 8; side++) box[side * plane + 6 * across + 2] = 1;
    return {
      heat: { dims: [1, 2, down, across], data: heat },
      box: { dims: [1, 8, down, across], data: box },
      roles: { dims: [1, 3, down, across], data: roles },
    };
  }

  const person = { x1: 44, y1: 44, x2: 60, y2: 74, cls: 3, conf: 0.9 };
  const ball = { x1: 24, y1: 89, x2: 28, y2: 95, cls: 0, conf: 0.7 };

  it('takes the peaks of its heatmaps with their sides and roles', () => {
    expectSame(centernet.decode(job(maps())), [person, ball]);
  });

  it('knows its maps by their channels and leaves out roles that are not wanted', () => {
    const { heat, box, roles } = maps();
    const renamed = { one: box, two: roles, three: heat } as Record<string, Tensor>;

    expectSame(centernet.decode(job(renamed)), [person, ball]);
    expectSame(centernet.decode(job(renamed, { classes: [0, 1, 2, null] })), [ball]);
  });
});

it('a box that is not finite is refused, and a confidence that is not is no object', () => {
  const data = new Float32Array(8 * 10).fill(0.1);
  data[4 * 10] = NaN;
  expect(yolov8.decode(job({ out: { dims: [1, 8, 10], data } }))).toEqual([]);

  data[4 * 10] = 0.9;
  data[0] = Infinity;
  expect(() => yolov8.decode(job({ out: { dims: [1, 8, 10], data } }))).toThrow(
    'a box of confidence 0.900 is not finite',
  );
});
