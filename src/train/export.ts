import { writeOnnx } from '../convert/onnx.ts';
import type { OnnxNode, OnnxTensor } from '../convert/onnx.ts';
import { AT, EARLY, HEAT, HIDDEN, NECK, OUT, ROLES, SIDES, SIDE_UNIT, TAPS } from './head-shape.ts';

/** The trained head as an ONNX model with the inputs of HEAD_INPUTS and outputs heat, box, roles. */
export function exportHead(p: Float32Array): Uint8Array {
  const initializers: OnnxTensor[] = [];
  const nodes: OnnxNode[] = [];
  const weight = (dims: readonly number[], data: Float32Array): string => {
    initializers.push({ name: `w${initializers.length}`, dims, data });
    return `w${initializers.length - 1}`;
  };
  const emit = (op: string, inputs: string[], rest: Partial<OnnxNode> = {}): string => {
    const outputs = rest.outputs ?? [`t${nodes.length}`];
    nodes.push({ op, inputs, outputs, attributes: rest.attributes ?? {} });
    return outputs[0] ?? '';
  };
  const depthwise = (input: string, at: number, channels: number): string =>
    emit('Conv', [input, weight([channels, 1, 3, 3], planes(p, at, channels))], {
      attributes: { group: channels, kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [1, 1] },
    });
  const pointwise = (input: string, kernel: Float32Array, bias: Float32Array | null): string => {
    const rows = kernel.length / (input === neck ? NECK : input === early ? EARLY : HIDDEN);
    const inputs = [input, weight([rows, kernel.length / rows, 1, 1], kernel)];
    if (bias) inputs.push(weight([rows], bias));
    return emit('Conv', inputs, {
      attributes: { kernel_shape: [1, 1], pads: [0, 0, 0, 0], strides: [1, 1] },
    });
  };
  const neck = depthwise('neck', AT.neckDw, NECK);
  const early = depthwise('early', AT.earlyDw, EARLY);
  const sum = emit('Add', [
    pointwise(neck, p.slice(AT.neckPw, AT.earlyPw), p.slice(AT.bias, AT.outW)),
    pointwise(early, p.slice(AT.earlyPw, AT.bias), null),
  ]);
  const hidden = emit('Relu', [sum]);
  const outW = p.slice(AT.outW, AT.outB);
  const outB = p.slice(AT.outB, AT.total);
  for (let o = HEAT; o < HEAT + SIDES; o++) {
    for (let h = 0; h < HIDDEN; h++) outW[o * HIDDEN + h] = (outW[o * HIDDEN + h] ?? 0) * SIDE_UNIT;
    outB[o] = (outB[o] ?? 0) * SIDE_UNIT;
  }
  const part = (from: number, to: number): string =>
    pointwise(hidden, outW.slice(from * HIDDEN, to * HIDDEN), outB.slice(from, to));
  const heat = emit('Add', [part(0, HEAT), 'logits']);
  emit('Sigmoid', [heat], { outputs: ['heat'] });
  const both = emit('Concat', ['sides', 'sides'], { attributes: { axis: 1 } });
  emit('Add', [part(HEAT, HEAT + SIDES), both], { outputs: ['box'] });
  emit('Identity', [part(HEAT + SIDES, OUT)], { outputs: ['roles'] });
  const value = (name: string, channels: number) => ({ name, dims: ['n', channels, 'h4', 'w4'] });
  return writeOnnx({
    name: 'football-head',
    opset: 17,
    nodes,
    initializers,
    inputs: [value('neck', NECK), value('early', EARLY), value('logits', HEAT), value('sides', 4)],
    outputs: [value('heat', HEAT), value('box', SIDES), value('roles', ROLES)],
  });
}

/** (tap, channel) to (channel, 1, 3, 3). */
function planes(p: Float32Array, at: number, channels: number): Float32Array {
  const out = new Float32Array(channels * TAPS);
  for (let c = 0; c < channels; c++) {
    for (let tap = 0; tap < TAPS; tap++) out[c * TAPS + tap] = p[at + tap * channels + c] ?? 0;
  }
  return out;
}
