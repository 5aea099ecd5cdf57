import { present } from '../../../shared/assert.ts';
import type { Candidate } from '../pipeline/contract.ts';
import { countedClasses, gridCells, toCandidate } from './boxes.ts';
import type { Head, HeadJob } from './contract.ts';

// YOLOX: one output (1, N, 5 + C), a row for every cell of each stride, row by row:
//   centre = (value + cell) · stride    size = exp(value) · stride    in input pixels
//   confidence = objectness · class score, both 0..1 in the output

/** Numbers of a row before the class scores: centre, size, objectness. */
const BOX_VALUES = 5;

export const yolox: Head = {
  expects: 'one output (1, N, 5 + classes), N = cells of all strides',

  classesOf(outputs, input) {
    const [dims, ...others] = Object.values(outputs);
    const [batch, rows = 0, values = 0] = dims ?? [];
    if (others.length > 0 || dims?.length !== 3 || batch !== 1 || values <= BOX_VALUES) {
      return 'it needs one output of three dimensions with more than five numbers a row';
    }
    const cells = gridCells(input);
    if (rows !== cells) {
      return `the output has ${rows} rows; an input of ${input.width} × ${input.height} with strides ${input.strides.join(', ')} has ${cells} cells`;
    }
    return values - BOX_VALUES;
  },

  decode(job) {
    const [output] = Object.values(job.outputs);
    const { data, dims } = present(output, 'output of the model');
    const values = dims[2] ?? 0;
    const counted = countedClasses(job);
    const found: Candidate[] = [];
    for (const { row, stride, x, y } of cellsOf(job)) {
      const at = (index: number): number => data[row * values + index] ?? 0;
      for (const { index, cls, threshold } of counted) {
        const conf = at(4) * at(BOX_VALUES + index);
        if (!(conf >= threshold)) continue;
        const box = {
          cx: (at(0) + x) * stride,
          cy: (at(1) + y) * stride,
          width: Math.exp(at(2)) * stride,
          height: Math.exp(at(3)) * stride,
        };
        found.push(toCandidate(box, job.place, { cls, conf }));
      }
    }
    return found;
  },
};

/** Every cell in the output's order. */
function* cellsOf({ width, height, strides }: HeadJob) {
  let row = 0;
  for (const stride of strides) {
    for (let y = 0; y < Math.floor(height / stride); y++) {
      for (let x = 0; x < Math.floor(width / stride); x++) yield { row: row++, stride, x, y };
    }
  }
}
