import { MessageWriter } from './protobuf.ts';

// Writes an ONNX model file. Field numbers follow onnx.proto3 of ONNX 1.14 (IR version 8).

const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Plain numbers and lists are integers; `{float}` is a float. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  /** Names are free dimensions. */
  readonly dims: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** The bytes of a model file; the same graph gives the same bytes. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const body = new MessageWriter();
  for (const node of graph.nodes) body.message(1, nodeMessage(node));
  body.text(2, graph.name);
  for (const tensor of graph.initializers) body.message(5, tensorMessage(tensor));
  for (const value of graph.inputs) body.message(11, valueMessage(value));
  for (const value of graph.outputs) body.message(12, valueMessage(value));
  return new MessageWriter()
    .int(1, IR_VERSION)
    .text(2, 'adit')
    .message(7, body)
    .message(8, new MessageWriter().text(1, '').int(2, graph.opset))
    .finish();
}

function nodeMessage(node: OnnxNode): MessageWriter {
  const message = new MessageWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.outputs[0] ?? node.op).text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    message.message(5, attributeMessage(name, value));
  }
  return message;
}

function attributeMessage(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.text(4, value).int(20, 3);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  return message.ints(8, value).int(20, 7);
}

function tensorMessage(tensor: OnnxTensor): MessageWriter {
  const { data } = tensor;
  return new MessageWriter()
    .ints(1, tensor.dims)
    .int(2, data instanceof Float32Array ? FLOAT : INT64)
    .text(8, tensor.name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function valueMessage(value: OnnxValue): MessageWriter {
  const shape = new MessageWriter();
  for (const dim of value.dims) {
    const one = new MessageWriter();
    shape.message(1, typeof dim === 'number' ? one.int(1, dim) : one.text(2, dim));
  }
  const tensor = new MessageWriter().int(1, FLOAT).message(2, shape);
  return new MessageWriter().text(1, value.name).message(2, new MessageWriter().message(1, tensor));
}
