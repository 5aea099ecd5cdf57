import { type OnnxGraph, type OnnxNode, writeOnnx } from '../../src/convert/onnx.ts';

// Small real ONNX models: one that works, and the ways a stranger's may be broken.

const INPUT = { name: 'images', dims: [1, 3, 64, 64] };
/** Places of the detector's output; class scores of four classes. */
const PLACES = 12;

function model(graph: Partial<OnnxGraph> & Pick<OnnxGraph, 'nodes' | 'outputs'>) {
  const bytes = writeOnnx({
    name: 'tiny',
    opset: 17,
    initializers: [],
    inputs: [INPUT],
    ...graph,
  });
  return new Uint8Array(bytes);
}

/** A number that depends on the picture, times nothing: makes constants an answer to it. */
const NOTHING: readonly OnnxNode[] = [
  { op: 'ReduceMean', inputs: ['images'], outputs: ['mean'], attributes: { keepdims: 0 } },
  { op: 'Mul', inputs: ['mean', 'zero'], outputs: ['nothing'] },
];
const ZERO = { name: 'zero', dims: [], data: new Float32Array([0]) };

/** Gives the same YOLOv8 output to every picture: one box of confidence 0.9 in class `cls`. */
export function constantDetector(cls = 2): Uint8Array<ArrayBuffer> {
  const data = new Float32Array(8 * PLACES);
  for (const [row, value] of [32, 32, 16, 24].entries()) data[row * PLACES] = value;
  data[(4 + cls) * PLACES] = 0.9;
  return model({
    nodes: [...NOTHING, { op: 'Add', inputs: ['found', 'nothing'], outputs: ['output'] }],
    initializers: [ZERO, { name: 'found', dims: [1, 8, PLACES], data }],
    outputs: [{ name: 'output', dims: [1, 8, PLACES] }],
  });
}

/** Divides nothing by nothing. */
export function nanDetector(): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [
      ...NOTHING,
      { op: 'Div', inputs: ['nothing', 'zero'], outputs: ['nan'] },
      { op: 'Add', inputs: ['found', 'nan'], outputs: ['output'] },
    ],
    initializers: [
      ZERO,
      { name: 'found', dims: [1, 8, PLACES], data: new Float32Array(8 * PLACES) },
    ],
    outputs: [{ name: 'output', dims: [1, 8, PLACES] }],
  });
}

/** One operator that nobody has. */
export function unknownOperator(): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [{ op: 'Summon', inputs: ['images'], outputs: ['output'] }],
    outputs: [{ name: 'output', dims: [1, 8, PLACES] }],
  });
}

/** A classifier: its output is no boxes. */
export function classifier(): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [
      {
        op: 'ReduceMean',
        inputs: ['images'],
        outputs: ['output'],
        attributes: { axes: [2, 3], keepdims: 0 },
      },
    ],
    outputs: [{ name: 'output', dims: [1, 3] }],
  });
}
