import type { Attribute, OnnxNode, OnnxTensor } from './onnx.ts';

// Reads back the nodes and weights of a model file that writeOnnx wrote: enough to graft one graph
// onto another. Other producers' files may use fields this does not know.

interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

export interface OnnxParts {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** @throws Error when the file is no model of ours */
export function readOnnx(file: Uint8Array): OnnxParts {
  const graph = fields(file).find((field) => field.number === 7);
  if (!graph) throw new Error('not an ONNX model: it holds no graph');
  const parts = fields(bytesOf(graph));
  return {
    nodes: parts.filter((part) => part.number === 1).map((part) => readNode(bytesOf(part))),
    initializers: parts
      .filter((part) => part.number === 5)
      .map((part) => readTensor(bytesOf(part))),
  };
}

function readNode(bytes: Uint8Array): OnnxNode {
  const parts = fields(bytes);
  const attributes: Record<string, Attribute> = {};
  for (const part of parts.filter((field) => field.number === 5)) {
    const inner = fields(bytesOf(part));
    attributes[textIn(inner, 1)] = readAttribute(inner);
  }
  return {
    op: textIn(parts, 4),
    inputs: parts.filter((part) => part.number === 1).map(textOf),
    outputs: parts.filter((part) => part.number === 2).map(textOf),
    attributes,
  };
}

function readAttribute(parts: readonly Field[]): Attribute {
  switch (intIn(parts, 20)) {
    case 1:
      return { float: floatIn(parts, 2) };
    case 2:
      return intIn(parts, 3);
    case 3:
      return textIn(parts, 4);
    case 7:
      return packedIn(parts, 8);
    default:
      throw new Error(`attribute ${textIn(parts, 1)} has a type this reader does not know`);
  }
}

function readTensor(bytes: Uint8Array): OnnxTensor {
  const parts = fields(bytes);
  if (intIn(parts, 2) !== 1) throw new Error(`tensor ${textIn(parts, 8)} is not float32`);
  // A copy: the weights must start on a multiple of four, and a Buffer's slice would not copy.
  const raw = Uint8Array.from(bytesOf(find(parts, 9)));
  return { name: textIn(parts, 8), dims: packedIn(parts, 1), data: new Float32Array(raw.buffer) };
}

function fields(bytes: Uint8Array): Field[] {
  const found: Field[] = [];
  const cursor = { offset: 0 };
  while (cursor.offset < bytes.length) {
    const key = Number(varint(bytes, cursor));
    const wireType = key & 7;
    if (wireType === 0) found.push({ number: key >> 3, value: varint(bytes, cursor) });
    else found.push({ number: key >> 3, value: chunk(bytes, cursor, wireType) });
  }
  return found;
}

function chunk(bytes: Uint8Array, cursor: { offset: number }, wireType: number): Uint8Array {
  if (wireType !== 2 && wireType !== 5) throw new Error(`wire type ${wireType} is not supported`);
  const length = wireType === 5 ? 4 : Number(varint(bytes, cursor));
  const start = cursor.offset;
  cursor.offset += length;
  if (cursor.offset > bytes.length) throw new Error('the model file is cut short');
  return bytes.subarray(start, cursor.offset);
}

function varint(bytes: Uint8Array, cursor: { offset: number }): bigint {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[cursor.offset++];
    if (byte === undefined) throw new Error('the model file is cut short');
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, value);
  }
}

function find(parts: readonly Field[], number: number): Field {
  const part = parts.find((field) => field.number === number);
  if (!part) throw new Error(`field ${number} is missing`);
  return part;
}

function bytesOf(field: Field): Uint8Array {
  if (typeof field.value === 'bigint') throw new Error(`field ${field.number} holds no bytes`);
  return field.value;
}

function textOf(field: Field): string {
  return new TextDecoder().decode(bytesOf(field));
}

function textIn(parts: readonly Field[], number: number): string {
  return textOf(find(parts, number));
}

/** Zero, which a writer may leave out, when the field is missing. */
function intIn(parts: readonly Field[], number: number): number {
  const value = parts.find((field) => field.number === number)?.value ?? 0n;
  if (typeof value !== 'bigint') throw new Error(`field ${number} is no integer`);
  return Number(value);
}

function floatIn(parts: readonly Field[], number: number): number {
  const bytes = bytesOf(find(parts, number));
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
}

function packedIn(parts: readonly Field[], number: number): number[] {
  const part = parts.find((field) => field.number === number);
  if (!part) return [];
  const bytes = bytesOf(part);
  const values: number[] = [];
  const cursor = { offset: 0 };
  while (cursor.offset < bytes.length) values.push(Number(varint(bytes, cursor)));
  return values;
}
