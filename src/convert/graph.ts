import { present } from '../shared/assert.ts';
import type { Attribute, OnnxNode, OnnxTensor } from './onnx.ts';
import { intsOf, textOf, textsOf } from './tfjs.ts';
import type { GraphNode, SourceGraph, Weight } from './tfjs.ts';

// Turns the operations of a TensorFlow.js graph (NHWC) into ONNX nodes (NCHW), walking back from
// the wanted outputs. The source is purely convolutional, so every tensor simply changes layout
// and no transpose is left. Constant factors are carried along with a tensor as its `scale` and
// multiplied into the weights of the convolution that reads it; only where none does are they
// spelled out.

/** An emitted tensor: the source's value is `scale` times the ONNX tensor `name`. */
interface Emitted {
  readonly name: string;
  readonly scale: number;
}

export interface ConvertOptions {
  readonly input: {
    readonly name: string;
    /** The source's input is this times ours. */
    readonly scale: number;
  };
  /** Output channels to keep of a convolution, by the name of its weights. */
  readonly keep?: Readonly<Record<string, readonly number[]>>;
}

export class GraphConverter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly #source: SourceGraph;
  readonly #options: ConvertOptions;
  readonly #emitted = new Map<string, Emitted>();
  #count = 0;

  constructor(source: SourceGraph, options: ConvertOptions) {
    this.#source = source;
    this.#options = options;
  }

  /**
   * Emits everything a source node needs and gives its value the output name `as`.
   *
   * @throws Error on an operation or an attribute outside the supported set
   */
  output(node: string, as: string): void {
    const tensor = this.#plain(this.#convert(node));
    this.nodes.push({ op: 'Identity', inputs: [tensor], outputs: [as] });
  }

  #convert(name: string): Emitted {
    const known = this.#emitted.get(name);
    if (known) return known;
    const emitted = this.#operation(present(this.#source.nodes.get(name), `node ${name}`));
    this.#emitted.set(name, emitted);
    return emitted;
  }

  #operation(node: GraphNode): Emitted {
    switch (node.op) {
      case 'Placeholder':
        return { name: this.#options.input.name, scale: this.#options.input.scale };
      case 'Identity':
        return this.#convert(input(node, 0));
      case '_FusedConv2D':
      case 'Conv2D':
        return this.#convolution(node, false);
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.#convolution(node, true);
      case 'Mul':
        return this.#product(node);
      case 'Add':
        return this.#emit('Add', [
          this.#plain(this.#arg(node, 0)),
          this.#plain(this.#arg(node, 1)),
        ]);
      case 'Relu':
        return this.#scaled('Relu', this.#arg(node, 0));
      case 'Sigmoid':
        return this.#emit('Sigmoid', [this.#plain(this.#arg(node, 0))]);
      case 'Mean':
        return this.#scaled('GlobalAveragePool', this.#arg(node, 0));
      case 'ResizeBilinear':
        return this.#upsample(node);
      case 'ConcatV2':
        return this.#concat(node);
      default:
        throw new Error(`operation ${node.op} of ${node.name} is not supported`);
    }
  }

  #arg(node: GraphNode, index: number): Emitted {
    return this.#convert(input(node, index));
  }

  #convolution(node: GraphNode, depthwise: boolean): Emitted {
    const from = this.#arg(node, 0);
    const weightName = input(node, 1);
    const kept = this.#options.keep?.[weightName];
    const kernel = this.#weight(weightName);
    const weights = kernelToNchw(kernel, { depthwise, scale: from.scale, kept });
    const inputs = [from.name, this.#constant(weights.dims, weights.data)];
    const fused = textsOf(node, 'fused_ops');
    if (fused[0] === 'BiasAdd') {
      const bias = this.#weight(input(node, 2)).data;
      const picked = kept ? kept.map((channel) => present(bias[channel], 'bias')) : bias;
      inputs.push(this.#constant([picked.length], Float32Array.from(picked)));
    }
    const result = this.#emit('Conv', inputs, {
      ...geometry(node, kernel),
      ...(depthwise ? { group: present(kernel.dims[2], 'channels') } : {}),
    });
    const activation = fused[1];
    if (activation === undefined) return result;
    if (activation !== 'Relu') throw new Error(`activation ${activation} is not supported`);
    return this.#emit('Relu', [result.name]);
  }

  #product(node: GraphNode): Emitted {
    const [a, b] = [input(node, 0), input(node, 1)];
    for (const [left, right] of [
      [a, b],
      [b, a],
    ] as const) {
      const factor = this.#scalar(left);
      if (factor === null) continue;
      const gate = this.#gateArgument(right);
      if (gate !== null) {
        const hard = this.#hardSigmoid(this.#plain(this.#convert(gate)));
        return { name: hard, scale: 6 * factor };
      }
      const tensor = this.#convert(right);
      return { name: tensor.name, scale: tensor.scale * factor };
    }
    return this.#hardSwish(a, b) ?? this.#hardSwish(b, a) ?? this.#multiply(a, b);
  }

  /** `(c·x) · relu6(x + 3)` is `6c · x · hardSigmoid(x)`; null when the pattern is another. */
  #hardSwish(scaledName: string, gateName: string): Emitted | null {
    const scaled = this.#source.nodes.get(scaledName);
    const x = this.#gateArgument(gateName);
    if (scaled?.op !== 'Mul' || x === null) return null;
    const [a, b] = [input(scaled, 0), input(scaled, 1)];
    const factor = a === x ? this.#scalar(b) : b === x ? this.#scalar(a) : null;
    if (factor === null) return null;
    const value = this.#plain(this.#convert(x));
    const product = this.#emit('Mul', [value, this.#hardSigmoid(value)]);
    return { name: product.name, scale: 6 * factor };
  }

  /** The `x` of `relu6(x + 3)`, or null. */
  #gateArgument(name: string): string | null {
    const relu6 = this.#source.nodes.get(name);
    if (relu6?.op !== 'Relu6') return null;
    const sum = this.#source.nodes.get(input(relu6, 0));
    if (sum?.op !== 'Add') throw new Error(`${name} does not follow an addition of 3`);
    const [a, b] = [input(sum, 0), input(sum, 1)];
    if (this.#scalar(b) === 3) return a;
    if (this.#scalar(a) === 3) return b;
    throw new Error(`${sum.name} does not add 3`);
  }

  #hardSigmoid(x: string): string {
    return this.#emit('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }).name;
  }

  #multiply(a: string, b: string): Emitted {
    const [left, right] = [this.#convert(a), this.#convert(b)];
    const { name } = this.#emit('Mul', [left.name, right.name]);
    return { name, scale: left.scale * right.scale };
  }

  #upsample(node: GraphNode): Emitted {
    const from = this.#arg(node, 0);
    const scales = this.#constant([4], new Float32Array([1, 1, 2, 2]));
    const { name } = this.#emit('Resize', [from.name, '', scales], {
      mode: 'linear',
      coordinate_transformation_mode: 'asymmetric',
    });
    return { name, scale: from.scale };
  }

  #concat(node: GraphNode): Emitted {
    const axis = this.#weight(present(node.input.at(-1), 'axis')).data[0];
    if (axis !== 3) throw new Error(`${node.name} joins along axis ${axis}, only 3 is supported`);
    const parts = node.input.slice(0, -1).map((part) => this.#plain(this.#convert(part)));
    return this.#emit('Concat', parts, { axis: 1 });
  }

  /** An operation that a positive factor passes through. */
  #scaled(op: string, from: Emitted): Emitted {
    return { name: this.#emit(op, [from.name]).name, scale: from.scale };
  }

  /** The tensor with its factor multiplied in. */
  #plain(tensor: Emitted): string {
    if (tensor.scale === 1) return tensor.name;
    const factor = this.#constant([], new Float32Array([tensor.scale]));
    return this.#emit('Mul', [tensor.name, factor]).name;
  }

  #emit(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Emitted {
    const name = `t${this.#count++}`;
    this.nodes.push({ op, inputs, outputs: [name], attributes });
    return { name, scale: 1 };
  }

  #constant(dims: readonly number[], data: Float32Array): string {
    const name = `w${this.initializers.length}`;
    this.initializers.push({ name, dims, data });
    return name;
  }

  #weight(name: string): Weight {
    return present(this.#source.weights.get(name), `weight ${name}`);
  }

  #scalar(name: string): number | null {
    const weight = this.#source.weights.get(name);
    return weight?.data.length === 1 ? (weight.data[0] ?? null) : null;
  }
}

function input(node: GraphNode, index: number): string {
  return present(node.input[index], `input ${index} of ${node.name}`);
}

/** Strides and padding. `SAME` with even inputs: odd kernels pad (k - s) split with the smaller half first. */
function geometry(node: GraphNode, kernel: Weight): Record<string, Attribute> {
  const size = present(kernel.dims[0], 'kernel size');
  const stride = intsOf(node, 'strides')[1] ?? 1;
  const same = textOf(node, 'padding') === 'SAME';
  const total = same ? size - stride : 0;
  const before = Math.max(0, Math.floor(total / 2));
  const after = Math.max(0, total - before);
  if (size !== kernel.dims[1]) throw new Error(`${node.name} has a kernel that is not square`);
  return {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: [before, before, after, after],
  };
}

interface KernelOptions {
  readonly depthwise: boolean;
  readonly scale: number;
  readonly kept: readonly number[] | undefined;
}

/**
 * Kernel (kh, kw, in, out), or (kh, kw, channels, 1) when depthwise, to ONNX's (out, in, kh, kw) or
 * (channels, 1, kh, kw).
 */
function kernelToNchw(kernel: Weight, options: KernelOptions) {
  const [kh = 0, kw = 0, inputs = 0, outputs = 0] = kernel.dims;
  const outer = options.depthwise ? inputs : (options.kept?.length ?? outputs);
  const inner = options.depthwise ? 1 : inputs;
  const data = new Float32Array(outer * inner * kh * kw);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    const from = options.kept?.[o] ?? o;
    for (let i = 0; i < inner; i++) {
      for (let tap = 0; tap < kh * kw; tap++) {
        const index = options.depthwise ? tap * inputs + o : (tap * inputs + i) * outputs + from;
        data[at++] = (kernel.data[index] ?? 0) * options.scale;
      }
    }
  }
  return { dims: [outer, inner, kh, kw], data };
}
