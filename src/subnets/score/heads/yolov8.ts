import { present } from '../../../shared/assert.ts';
import type { Candidate } from '../pipeline/contract.ts';
import { countedClasses, toCandidate } from './boxes.ts';
import type { Head } from './contract.ts';

// YOLOv8 and its like: one output (1, 4 + C, N), a column for every place: centre x, centre y,
// width, height in input pixels, then the class scores 0..1. There is no objectness.

const BOX_VALUES = 4;

export const yolov8: Head = {
  expects: 'one output (1, 4 + classes, N), N larger',

  classesOf(outputs) {
    const [dims, ...others] = Object.values(outputs);
    const [batch, values = 0, places = 0] = dims ?? [];
    if (others.length > 0 || dims?.length !== 3 || batch !== 1 || values <= BOX_VALUES) {
      return 'it needs one output of three dimensions with more than four rows';
    }
    if (places < values) return `${values} rows of ${places} numbers look transposed`;
    return values - BOX_VALUES;
  },

  decode(job) {
    const [output] = Object.values(job.outputs);
    const { data, dims } = present(output, 'output of the model');
    const places = dims[2] ?? 0;
    const at = (value: number, place: number): number => data[value * places + place] ?? 0;
    const found: Candidate[] = [];
    for (const { index, cls, threshold } of countedClasses(job)) {
      for (let place = 0; place < places; place++) {
        const conf = at(BOX_VALUES + index, place);
        if (!(conf >= threshold)) continue;
        const [cx, cy, width, height] = [at(0, place), at(1, place), at(2, place), at(3, place)];
        found.push(toCandidate({ cx, cy, width, height }, job.place, { cls, conf }));
      }
    }
    return found;
  },
};
