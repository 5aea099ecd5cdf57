import { AppError } from '../../../shared/errors.ts';
import { centernet } from './centernet.ts';
import { type Head, type HeadJob, type HeadName, HEADS } from './contract.ts';
import { detr } from './detr.ts';
import { yolov8 } from './yolov8.ts';
import { yolox } from './yolox.ts';

// Which head a model has, by the shape of its outputs.

export const HEAD_OF: Readonly<Record<HeadName, Head>> = { yolox, yolov8, centernet, detr };

/** Dimensions of each output by its name. */
export type OutputShapes = Readonly<Record<string, readonly number[]>>;

type InputShape = Pick<HeadJob, 'width' | 'height' | 'strides'>;

export interface FoundHead {
  readonly name: HeadName;
  /** Number of the model's classes. */
  readonly classes: number;
}

/**
 * The head as declared, or the first that fits the outputs.
 *
 * @throws AppError `model.unusable` saying what was found and what is expected
 */
export function findHead(
  outputs: OutputShapes,
  input: InputShape,
  declared: HeadName | null,
): FoundHead {
  if (declared) {
    const classes = HEAD_OF[declared].classesOf(outputs, input);
    if (typeof classes === 'number') return { name: declared, classes };
    throw new AppError(
      'model.unusable',
      `the model gives ${describe(outputs)}; ${declared} expects ${HEAD_OF[declared].expects}: ${classes}`,
    );
  }
  const tried = HEADS.map((name) => ({ name, classes: HEAD_OF[name].classesOf(outputs, input) }));
  const found = tried.find((one): one is FoundHead => typeof one.classes === 'number');
  if (found) return found;
  const known = tried.map(({ name, classes }) => `${name} (${HEAD_OF[name].expects}): ${classes}`);
  throw new AppError(
    'model.unusable',
    `the model gives ${describe(outputs)}, which is none of ${known.join('; ')}`,
  );
}

function describe(outputs: OutputShapes): string {
  const shapes = Object.entries(outputs).map(([name, dims]) => `${name} (${dims.join(', ')})`);
  return shapes.length > 0 ? shapes.slice(0, 8).join(', ') : 'no output';
}
