import type { ModelConfig } from './config.ts';
import type { HeadName } from './contract.ts';

// What models of each head are used to, where neither the model nor its description says more.

type Input = Required<Omit<ModelConfig['input'], 'name' | 'width' | 'height'>>;

const UNIT = 1 / 255;

/** RGB planes 0..1, flush with the top left, black beside them: the subnet's norm `rgb-01`. */
const RGB_01: Input = {
  layout: 'nchw',
  channels: 'rgb',
  scale: UNIT,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: 'letterbox',
  pad: 0,
};

export const INPUT_OF: Readonly<Record<HeadName, Input>> = {
  // As its own export takes pictures: BGR bytes.
  yolox: { ...RGB_01, channels: 'bgr', scale: 1, pad: 114 },
  yolov8: { ...RGB_01, fit: 'letterbox-middle', pad: 114 },
  centernet: RGB_01,
  // Mean and deviation of ImageNet.
  detr: { ...RGB_01, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], fit: 'stretch' },
};

export const STRIDES = [8, 16, 32] as const;
export const CONFIDENCE = 0.25;
export const NMS_IOU = 0.5;
/** Size of an input that the model leaves open. */
export const OPEN_INPUT = { width: 1280, height: 736 } as const;
