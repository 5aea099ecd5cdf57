import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../src/convert/onnx-reader.ts';
import { writeOnnx } from '../../../src/convert/onnx.ts';
import type { OnnxGraph } from '../../../src/convert/onnx.ts';
import { MessageWriter } from '../../../src/convert/protobuf.ts';

const graph: OnnxGraph = {
  name: 'tiny',
  opset: 17,
  nodes: [
    {
      op: 'Conv',
      inputs: ['x', 'w0'],
      outputs: ['y'],
      attributes: { pads: [1, 1, 2, 2], group: 300, mode: 'linear', alpha: { float: 0.25 } },
    },
  ],
  initializers: [{ name: 'w0', dims: [1, 1, 1, 2], data: new Float32Array([1.5, -2]) }],
  inputs: [{ name: 'x', dims: ['n', 1, 'h', 'w'] }],
  outputs: [{ name: 'y', dims: ['n', 1, 'h', 'w'] }],
};

describe('ONNX files', () => {
  it('read back the nodes, attributes and weights that were written', () => {
    const parts = readOnnx(writeOnnx(graph));

    expect(parts.nodes).toEqual(graph.nodes);
    expect(parts.initializers).toEqual(graph.initializers);
  });

  it('are refused when they are cut short', () => {
    const file = writeOnnx(graph);

    expect(() => readOnnx(file.subarray(0, file.length - 20))).toThrow('cut short');
  });

  it('are refused when they hold no graph', () => {
    expect(() => readOnnx(new MessageWriter().int(1, 8).finish())).toThrow('no graph');
  });
});

describe('protocol-buffers writer', () => {
  it('writes 150 in field 1 as the encoding guide’s first example', () => {
    expect([...new MessageWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
  });

  it('writes a negative integer in ten bytes', () => {
    expect(new MessageWriter().int(1, -1).finish()).toHaveLength(11);
  });
});
