import type { Tensor } from '../../contract.ts';
import { present } from '../../../shared/assert.ts';
import type { Candidate } from '../pipeline/contract.ts';
import { countedClasses, toCandidate } from './boxes.ts';
import type { Head } from './contract.ts';

// DETR and its like: `logits` (1, Q, C + 1) whose last class is "nothing", and `boxes` (1, Q, 4) as
// centre x, centre y, width, height, 0..1 of the model's input. confidence = softmax(logits).

interface Pair<Value> {
  readonly logits: Value;
  readonly boxes: Value;
}

/** The two outputs, by name where they have one and by shape otherwise; null when they do not fit. */
function pairOf<Value>(
  outputs: Readonly<Record<string, Value>>,
  dimsOf: (value: Value) => readonly number[],
): Pair<Value> | null {
  const named = Object.entries(outputs);
  if (named.length !== 2) return null;
  const isBox = ([, value]: [string, Value]): boolean => dimsOf(value)[2] === 4;
  const boxes =
    named.find((entry) => /box/i.test(entry[0]) && isBox(entry)) ??
    named.find((entry) => !/logit|score|class/i.test(entry[0]) && isBox(entry));
  const logits = named.find((entry) => entry !== boxes);
  if (!boxes || !logits) return null;
  const [batch, queries, classes = 0, ...more] = dimsOf(logits[1]);
  const fits = batch === 1 && dimsOf(boxes[1])[1] === queries && classes > 1 && more.length === 0;
  return fits ? { logits: logits[1], boxes: boxes[1] } : null;
}

export const detr: Head = {
  expects: 'two outputs, logits (1, Q, classes + 1) and boxes (1, Q, 4)',

  classesOf(outputs) {
    const pair = pairOf(outputs, (dims) => dims);
    if (!pair) return 'it needs logits and boxes with the same number of queries';
    return (pair.logits[2] ?? 1) - 1;
  },

  decode(job) {
    const { logits, boxes } = present(
      pairOf<Tensor>(job.outputs, ({ dims }) => dims),
      'logits and boxes',
    );
    const [, queries = 0, classes = 0] = logits.dims;
    const found: Candidate[] = [];
    for (let query = 0; query < queries; query++) {
      const shares = softmax(logits.data.subarray(query * classes, (query + 1) * classes));
      const at = (index: number): number => boxes.data[query * 4 + index] ?? 0;
      for (const { index, cls, threshold } of countedClasses(job)) {
        const conf = shares[index] ?? 0;
        if (!(conf >= threshold)) continue;
        const box = {
          cx: at(0) * job.width,
          cy: at(1) * job.height,
          width: at(2) * job.width,
          height: at(3) * job.height,
        };
        found.push(toCandidate(box, job.place, { cls, conf }));
      }
    }
    return found;
  },
};

function softmax(logits: Float32Array): number[] {
  const highest = logits.reduce((max, value) => Math.max(max, value), -Infinity);
  const powers = Array.from(logits, (value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
