import type { Tensor } from '../../contract.ts';
import { present } from '../../../shared/assert.ts';
import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';
import { CELL, decode } from '../pipeline/decode.ts';
import type { Head } from './contract.ts';

// CenterNet as the default model has it (see pipeline/decode.ts): a heatmap of person and ball,
// sides of the boxes, and perhaps roles. Its classes are football's by nature.

interface Maps<Value> {
  readonly heat: Value;
  readonly box: Value;
  readonly roles?: Value;
}

/** The maps by their number of channels, whatever their names are; null when they do not fit. */
function mapsOf<Value>(
  outputs: Readonly<Record<string, Value>>,
  dimsOf: (value: Value) => readonly number[],
): Maps<Value> | null {
  const all = Object.values(outputs);
  const withChannels = (...counts: number[]): Value | undefined =>
    all.find((value) => dimsOf(value).length === 4 && counts.includes(dimsOf(value)[1] ?? 0));
  const [heat, box, roles] = [withChannels(2), withChannels(4, 8), withChannels(3)];
  if (heat === undefined || box === undefined) return null;
  return { heat, box, ...(roles === undefined ? {} : { roles }) };
}

export const centernet: Head = {
  expects: 'maps heat (1, 2, h, w), box (1, 4 or 8, h, w) and perhaps roles (1, 3, h, w)',

  classesOf(outputs, { width, height }) {
    const maps = mapsOf(outputs, (dims) => dims);
    if (!maps) return 'it needs a map of 2 channels and one of 4 or 8';
    const [down = 0, across = 0] = maps.heat.slice(2);
    if (down * CELL !== height || across * CELL !== width) {
      return `its maps are ${across} × ${down}; a quarter of the input is ${width / CELL} × ${height / CELL}`;
    }
    return FOOTBALL_CLASSES.length;
  },

  decode({ outputs, place, classes, thresholds }) {
    const maps = present(
      mapsOf<Tensor>(outputs, ({ dims }) => dims),
      'maps of the model',
    );
    const thresholdOf = (own: number): number => {
      const cls = classes[own] ?? null;
      return cls === null ? Infinity : (thresholds[cls] ?? Infinity);
    };
    const [ball = Infinity, ...persons] = FOOTBALL_CLASSES.map((_, own) => thresholdOf(own));
    return decode(
      { ...maps },
      { x: place.originX, y: place.originY },
      { stepX: place.stepX, stepY: place.stepY },
      { personConfidence: Math.min(...persons), ballConfidence: ball },
    ).flatMap((candidate) => {
      const cls = classes[candidate.cls] ?? null;
      return cls === null || candidate.conf < thresholdOf(candidate.cls)
        ? []
        : [{ ...candidate, cls }];
    });
  },
};
