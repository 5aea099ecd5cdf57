import { GraphConverter } from './graph.ts';
import { readOnnx } from './onnx-reader.ts';
import { writeOnnx } from './onnx.ts';
import type { OnnxValue } from './onnx.ts';
import { readGraphModel } from './tfjs.ts';

// The detector: CenterNet with a MobileNetV3 backbone, trained on COCO, from @vladmandic/human (MIT).
// Kept: the class heatmap of the two classes football needs, the box head and, for the football
// head, the last feature map. Dropped: the other 78 classes and the in-graph top-100.

const PERSON = 0;
const SPORTS_BALL = 32;

/** Tensors a football head reads, by their names in the source graph and ours. */
export const HEAD_INPUTS = {
  neck: { node: 'tower_0/CenternetHead/mul', channels: 128 },
  early: { node: 'tower_0/MobilenetV3/expanded_conv_3/expand/Relu', channels: 72 },
  logits: { node: 'tower_0/CenternetHead/centernet_cls_output/BiasAdd', channels: 2 },
  sides: { node: 'tower_0/wh', channels: 4 },
} as const;

const INPUT = { name: 'images', dims: ['n', 3, 'h', 'w'] };

/**
 * Converts the graph model.
 *
 * `images` (N, 3, H, W) RGB in 0..1, H and W multiples of 32 →
 * `heat` (N, 2, H/4, W/4) person and ball, 0..1 ·
 * `box` (N, 4, H/4, W/4) distances in input pixels from the cell's corner to left, top, right, bottom
 */
export function convertCenternet(json: string, weights: Uint8Array): Uint8Array {
  const converter = converterOf(json, weights);
  converter.output('tower_0/keypoints', 'heat');
  converter.output('tower_0/wh', 'box');
  return writeOnnx({
    ...graphOf(converter),
    outputs: [output('heat', 2), output('box', 4)],
  });
}

/** The same network with the tensors of HEAD_INPUTS as its outputs: what a head is trained on. */
export function convertBackbone(json: string, weights: Uint8Array): Uint8Array {
  const converter = converterOf(json, weights);
  for (const [name, { node }] of Object.entries(HEAD_INPUTS)) converter.output(node, name);
  return writeOnnx({
    ...graphOf(converter),
    outputs: Object.entries(HEAD_INPUTS).map(([name, { channels }]) => output(name, channels)),
  });
}

/**
 * The detector with a football head on it: outputs as convertCenternet, with `box` (N, 8, H/4, W/4),
 * four sides of a person and four of a ball, and `roles` (N, 3, H/4, W/4) besides.
 *
 * @param head ONNX model with the inputs of HEAD_INPUTS
 */
export function convertWithHead(json: string, weights: Uint8Array, head: Uint8Array): Uint8Array {
  const converter = converterOf(json, weights);
  for (const [name, { node }] of Object.entries(HEAD_INPUTS)) converter.output(node, name);
  const graph = graphOf(converter);
  const grafted = readOnnx(head);
  const rename = (name: string): string => (/^[tw]\d+$/.test(name) ? `head_${name}` : name);
  return writeOnnx({
    ...graph,
    nodes: [
      ...graph.nodes,
      ...grafted.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
    ],
    initializers: [
      ...graph.initializers,
      ...grafted.initializers.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
    ],
    outputs: [output('heat', 2), output('box', 8), output('roles', 3)],
  });
}

function converterOf(json: string, weights: Uint8Array): GraphConverter {
  return new GraphConverter(readGraphModel(json, weights), {
    input: { name: INPUT.name, scale: 255 },
    keep: {
      'CenternetHead/centernet_cls_output/pointwise_weights': [PERSON, SPORTS_BALL],
    },
  });
}

function graphOf(converter: GraphConverter) {
  return {
    name: 'centernet',
    opset: 17,
    nodes: converter.nodes,
    initializers: converter.initializers,
    inputs: [INPUT],
  };
}

function output(name: string, channels: number): OnnxValue {
  return { name, dims: ['n', channels, 'h4', 'w4'] };
}
