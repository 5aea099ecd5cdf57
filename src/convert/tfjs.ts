import * as v from 'valibot';

// Reads a TensorFlow.js graph model: topology as JSON, weights as one binary, float16 expanded.

const AttributeValue = v.looseObject({
  s: v.optional(v.string()),
  list: v.optional(
    v.looseObject({ s: v.optional(v.array(v.string())), i: v.optional(v.array(v.string())) }),
  ),
});

const GraphNode = v.object({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string()), []),
  attr: v.optional(v.record(v.string(), AttributeValue), {}),
});
export type GraphNode = v.InferOutput<typeof GraphNode>;

const GraphModel = v.object({
  modelTopology: v.object({ node: v.array(GraphNode) }),
  weightsManifest: v.array(
    v.object({
      weights: v.array(
        v.object({
          name: v.string(),
          shape: v.array(v.number()),
          dtype: v.picklist(['float32', 'int32']),
          quantization: v.optional(v.object({ dtype: v.literal('float16') })),
        }),
      ),
    }),
  ),
});

export interface Weight {
  readonly dims: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface SourceGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly weights: ReadonlyMap<string, Weight>;
}

/**
 * Parses a graph model.
 *
 * @param json  text of the model file
 * @param bytes all weights in the order of the manifest
 * @throws Error when the text is no graph model or the sizes do not agree
 */
export function readGraphModel(json: string, bytes: Uint8Array): SourceGraph {
  const model = v.parse(GraphModel, JSON.parse(json));
  const weights = new Map<string, Weight>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (const spec of model.weightsManifest.flatMap((group) => group.weights)) {
    const count = spec.shape.reduce((product, side) => product * side, 1);
    const read = reader(view, spec.dtype, spec.quantization !== undefined);
    const data = spec.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = read.at(offset + i * read.size);
    weights.set(spec.name, { dims: spec.shape, data });
    offset += count * read.size;
  }
  if (offset !== bytes.length) {
    throw new Error(
      `the manifest describes ${offset} bytes of weights, the file has ${bytes.length}`,
    );
  }
  return { nodes: new Map(model.modelTopology.node.map((node) => [node.name, node])), weights };
}

function reader(view: DataView, dtype: 'float32' | 'int32', half: boolean) {
  if (dtype === 'int32') return { size: 4, at: (offset: number) => view.getInt32(offset, true) };
  if (!half) return { size: 4, at: (offset: number) => view.getFloat32(offset, true) };
  return { size: 2, at: (offset: number) => fromHalf(view.getUint16(offset, true)) };
}

/** The value of an IEEE 754 half-precision bit pattern. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A string attribute, e.g. `SAME`. */
export function textOf(node: GraphNode, name: string): string {
  const value = node.attr[name]?.s;
  return value === undefined ? '' : atob(value);
}

/** A list of strings, e.g. the fused operations. */
export function textsOf(node: GraphNode, name: string): readonly string[] {
  return (node.attr[name]?.list?.s ?? []).map((value) => atob(value));
}

/** A list of integers, e.g. strides as NHWC. */
export function intsOf(node: GraphNode, name: string): readonly number[] {
  return (node.attr[name]?.list?.i ?? []).map(Number);
}
