import { GraphConverter } from './graph.ts';
import { writeOnnx } from './onnx.ts';
import { readGraphModel } from './tfjs.ts';

// The detector: CenterNet with a MobileNetV3 backbone, trained on COCO, from @vladmandic/human (MIT).
// Kept: the class heatmap of the two classes football needs, the box head and, for the football
// head, the last feature map. Dropped: the other 78 classes and the in-graph top-100.

const PERSON = 0;
const SPORTS_BALL = 32;

export interface CenternetOptions {
  /** Also give the last feature map, for training a head on it. */
  readonly features?: boolean;
}

/**
 * Converts the graph model.
 *
 * `images` (N, 3, H, W) RGB in 0..1, H and W multiples of 32 →
 * `heat` (N, 2, H/4, W/4) person and ball, 0..1 ·
 * `box` (N, 4, H/4, W/4) distances in input pixels from the cell's corner to left, top, right, bottom ·
 * `features` (N, 128, H/4, W/4) if asked for
 */
export function convertCenternet(
  json: string,
  weights: Uint8Array,
  options: CenternetOptions = {},
): Uint8Array {
  const converter = new GraphConverter(readGraphModel(json, weights), {
    input: { node: 'tower_0/images', name: 'images', scale: 255 },
    keep: {
      'CenternetHead/centernet_cls_output/pointwise_weights': [PERSON, SPORTS_BALL],
    },
  });
  converter.output('tower_0/keypoints', 'heat');
  converter.output('tower_0/wh', 'box');
  if (options.features) converter.output('tower_0/CenternetHead/mul', 'features');
  return writeOnnx({
    name: 'centernet',
    opset: 17,
    nodes: converter.nodes,
    initializers: converter.initializers,
    inputs: [{ name: 'images', dims: ['n', 3, 'h', 'w'] }],
    outputs: [
      { name: 'heat', dims: ['n', 2, 'h4', 'w4'] },
      { name: 'box', dims: ['n', 4, 'h4', 'w4'] },
      ...(options.features ? [{ name: 'features', dims: ['n', 128, 'h4', 'w4'] }] : []),
    ],
  });
}
