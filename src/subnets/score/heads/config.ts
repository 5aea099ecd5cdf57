import * as v from 'valibot';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import { HEADS } from './contract.ts';

// What may stand in FILE.json beside a model FILE.onnx. Everything is optional: what is not said is
// taken from the model itself, and otherwise from the habits of its head (see defaults.ts).

/** Pixels along a side of a model's input. */
const Side = v.pipe(v.number(), v.integer(), v.minValue(32), v.maxValue(4096));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Finite = v.pipe(v.number(), v.finite());
const Three = <Item extends v.GenericSchema>(item: Item) => v.tuple([item, item, item]);
const ClassName = v.pipe(v.string(), v.maxLength(64));

/** Most classes of a model. */
const MAX_CLASSES = 1000;

const InputConfig = v.strictObject({
  /** Name of the model's input. */
  name: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
  width: v.exactOptional(Side),
  height: v.exactOptional(Side),
  layout: v.exactOptional(v.picklist(['nchw', 'nhwc'])),
  channels: v.exactOptional(v.picklist(['rgb', 'bgr'])),
  /** The model is fed (pixel · scale − mean) / std, pixel 0..255; mean and std in its channel order. */
  scale: v.exactOptional(v.pipe(Finite, v.minValue(1e-6), v.maxValue(1000))),
  mean: v.exactOptional(Three(Finite)),
  std: v.exactOptional(Three(v.pipe(Finite, v.minValue(1e-6)))),
  /** How a tile fills the input: with its aspect (flush or in the middle), or stretched. */
  fit: v.exactOptional(v.picklist(['letterbox', 'letterbox-middle', 'stretch'])),
  /** Pixel value of what a letterbox leaves empty. */
  pad: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(255))),
});

export const ModelConfig = v.strictObject({
  version: v.literal(1),
  head: v.exactOptional(v.picklist(HEADS)),
  input: v.optional(InputConfig, {}),
  /** Names of the model's classes in its order; those that are no object of the element are ignored. */
  classes: v.exactOptional(v.pipe(v.array(ClassName), v.minLength(1), v.maxLength(MAX_CLASSES))),
  /** Least confidence: one for all, or by the element's name of the class. */
  confidence: v.exactOptional(v.union([Share, v.record(ClassName, Share)])),
  nmsIou: v.exactOptional(Share),
  /** Cell sizes of YOLOX's grid in its order. */
  strides: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256))),
      v.minLength(1),
      v.maxLength(8),
    ),
  ),
  /** Size of a tile for a frame whose longer side has 1280 pixels; the whole frame by default. */
  tile: v.exactOptional(
    v.strictObject({
      width: v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(8192)),
      height: v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(8192)),
      overlap: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0.1),
    }),
  ),
  /** Factor by which a ball's sides grow about its centre. */
  ballScale: v.exactOptional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(3))),
  /** Drop persons who do not stand on the pitch or are of an unlikely size. */
  pitchPrior: v.exactOptional(v.boolean()),
});
export type ModelConfig = v.InferOutput<typeof ModelConfig>;

export const NO_CONFIG: ModelConfig = { version: 1, input: {} };

/** The text of FILE.json. @throws AppError `input.malformed` naming the first fault */
export function parseModelConfig(text: string): ModelConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('input.malformed', 'the model’s description is not JSON', { cause });
  }
  return parseAs(ModelConfig, value, 'input.malformed');
}
