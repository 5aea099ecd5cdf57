import { AppError } from '../../../shared/errors.ts';
import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';
import { footballKind, type KindOf } from '../pipeline/merge.ts';
import type { Tiling } from '../pipeline/tiles.ts';
import { areCocoClasses, mapClasses } from './classes.ts';
import type { ModelConfig } from './config.ts';
import type { HeadName } from './contract.ts';
import { CONFIDENCE, INPUT_OF, NMS_IOU, OPEN_INPUT, STRIDES } from './defaults.ts';
import type { Feed } from './feed.ts';
import { findHead, type OutputShapes } from './heads.ts';
import type { ModelInput } from './inputs.ts';

// A loaded model and its description → everything that decides a frame's boxes.

export interface ModelPlan {
  readonly head: HeadName;
  readonly feed: Feed;
  readonly strides: readonly number[];
  /** Objects of the element by `cls_id`. */
  readonly objects: readonly string[];
  readonly classes: readonly (number | null)[];
  readonly thresholds: readonly number[];
  readonly kindOf: KindOf;
  readonly tiling: Tiling;
  readonly nmsIou: number;
  /** Of football's balls; 1 for other elements. */
  readonly ballScale: number;
  readonly pitchPrior: boolean;
}

/** Where the frame goes and how large it is: known before the model has run. */
export type InputPlan = Pick<Feed, 'name' | 'width' | 'height' | 'layout'>;

const LAYOUTS = [
  { layout: 'nchw', channels: 1, height: 2, width: 3 },
  { layout: 'nhwc', channels: 3, height: 1, width: 2 },
] as const;

/**
 * The model's one picture input.
 *
 * @throws AppError `model.unusable` saying what the model takes and what is expected
 */
export function planInput(inputs: readonly ModelInput[], config: ModelConfig): InputPlan {
  const asked = config.input;
  const input = inputs.find(({ name }) => asked.name === undefined || name === asked.name);
  const listed = inputs.map(({ name, shape }) => `${name} (${shape.join(', ')})`).join(', ');
  if (!input) throw unusable(`it has no input ${asked.name ?? ''}; its inputs are ${listed}`);
  if (inputs.length > 1) throw unusable(`it takes ${listed}; expected is one picture`);
  if (input.type !== 'float32') {
    throw unusable(`its input ${input.name} is ${input.type}; expected is float32`);
  }
  const sideOf = (place: number): number | null => {
    const side = input.shape[place];
    return typeof side === 'number' && side > 0 ? side : null;
  };
  const fitting = LAYOUTS.filter(
    ({ layout, channels }) =>
      (asked.layout === undefined || asked.layout === layout) &&
      [3, null].includes(sideOf(channels)),
  );
  const [form] = fitting.toSorted(
    (a, b) => Number(sideOf(b.channels) === 3) - Number(sideOf(a.channels) === 3),
  );
  if (input.shape.length !== 4 || !form || (sideOf(0) ?? 1) !== 1) {
    throw unusable(
      `it takes ${listed}; expected is one picture (1, 3, height, width) or (1, height, width, 3)`,
    );
  }
  const side = (name: 'width' | 'height'): number => {
    const [own, said] = [sideOf(form[name]), asked[name]];
    if (own !== null && said !== undefined && own !== said) {
      throw unusable(`its input has ${name} ${own}, its description says ${said}`);
    }
    return own ?? said ?? OPEN_INPUT[name];
  };
  return {
    name: input.name,
    layout: form.layout,
    width: side('width'),
    height: side('height'),
  };
}

export interface PlanRequest {
  readonly input: InputPlan;
  /** Of a run with any picture. */
  readonly outputs: OutputShapes;
  readonly config: ModelConfig;
  /** Of the element, by `cls_id`. */
  readonly objects?: readonly string[];
}

/** @throws AppError `model.unusable` when outputs, classes and description do not fit together */
export function planModel({ input, outputs, config, objects = FOOTBALL_CLASSES }: PlanRequest) {
  const strides = config.strides ?? STRIDES;
  const { width, height } = input;
  const head = findHead(outputs, { width, height, strides }, config.head ?? null);
  const names = config.classes ?? null;
  const isFootball = objects === FOOTBALL_CLASSES;
  const plan: ModelPlan = {
    head: head.name,
    feed: { ...INPUT_OF[head.name], ...config.input, ...input },
    strides,
    objects,
    classes: mapClasses(head.classes, names, objects),
    thresholds: objects.map((object) => thresholdOf(object, config)),
    kindOf: isFootball ? footballKind : (cls) => cls,
    tiling: tilingOf(config),
    nmsIou: config.nmsIou ?? NMS_IOU,
    ballScale: isFootball ? (config.ballScale ?? 1) : 1,
    // A model that knows persons but no pitch finds the crowd, too.
    pitchPrior: config.pitchPrior ?? (isFootball && areCocoClasses(head.classes, names)),
  };
  return plan;
}

function thresholdOf(object: string, { confidence }: ModelConfig): number {
  if (typeof confidence === 'number') return confidence;
  return confidence?.[object] ?? CONFIDENCE;
}

/** Length of a frame's longer side for which tiles are given. */
const TILED_SIDE = 1280;

function tilingOf({ tile }: ModelConfig): Tiling {
  return {
    resizeLong: TILED_SIDE,
    tileWidth: tile?.width ?? TILED_SIDE,
    tileHeight: tile?.height ?? TILED_SIDE,
    overlap: tile?.overlap ?? 0,
  };
}

function unusable(message: string): AppError {
  return new AppError('model.unusable', `the model cannot be fed: ${message}`);
}
