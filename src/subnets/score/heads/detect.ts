import { present } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DecodedImage, Tensor } from '../../contract.ts';
import type { Candidate, Detection } from '../pipeline/contract.ts';
import { finish, growBalls, ownCandidates, suppress } from '../pipeline/merge.ts';
import { applyPitchPrior } from '../pipeline/prior.ts';
import { planTiles } from '../pipeline/tiles.ts';
import { NO_CONFIG, type ModelConfig } from './config.ts';
import { createFeeder } from './feed.ts';
import { HEAD_OF } from './heads.ts';
import type { ModelInput } from './inputs.ts';
import { type ModelPlan, planInput, planModel } from './plan.ts';

// Any model's pipeline: frame → tiles → input → model → head → boxes. What `pipeline/detect.ts` is
// for the default model, with the model's own way of being fed and read.

/** A loaded model, on whichever back end. */
export interface LoadedModel {
  readonly inputs: readonly ModelInput[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
}

/** Runs a step and books its time under a name. */
export type Measure = <T>(stage: string, work: () => T | Promise<T>) => Promise<T>;

export interface ModelDetector {
  readonly plan: ModelPlan;
  /** Books `letterbox`, `model` and `boxes`. @throws AppError `model.unusable` */
  detect(image: DecodedImage, measure: Measure): Promise<Detection[]>;
}

/** Most boxes of a frame, as for the default model. */
const MAX_BOXES = 100;
/** A match has one ball. */
const MAX_BALLS = 1;

/**
 * Runs the model once on grey to see what it gives, and plans by that.
 *
 * @param objects of the element by `cls_id`; football's by default
 * @throws AppError `model.unusable` when model and description do not fit
 */
export async function openDetector(
  model: LoadedModel,
  config: ModelConfig = NO_CONFIG,
  objects?: readonly string[],
): Promise<ModelDetector> {
  const input = planInput(model.inputs, config);
  const { width, height, layout, name } = input;
  const images: Tensor = {
    dims: layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3],
    data: new Float32Array(3 * width * height).fill(0.5),
  };
  const outputs = checkFinite(await model.run({ [name]: images }));
  const shapes = Object.fromEntries(
    Object.entries(outputs).map(([output, { dims }]) => [output, dims]),
  );
  const plan = planModel({ input, outputs: shapes, config, ...(objects ? { objects } : {}) });
  return createModelDetector(model, plan);
}

export function createModelDetector(model: LoadedModel, plan: ModelPlan): ModelDetector {
  const feeder = createFeeder(plan.feed);
  const head = HEAD_OF[plan.head];
  const { width, height, name } = plan.feed;
  const { strides, classes, thresholds } = plan;
  return {
    plan,
    async detect(image, measure) {
      const tiles = planTiles(image.width, image.height, plan.tiling);
      const found: Candidate[] = [];
      for (const tile of tiles) {
        const { images, place } = await measure('letterbox', () => feeder(image, tile));
        const outputs = await measure('model', () => model.run({ [name]: images }));
        await measure('boxes', () => {
          const job = { outputs, width, height, place, strides, classes, thresholds };
          found.push(...ownCandidates(head.decode(job), tile, tiles));
        });
      }
      return measure('boxes', () => mergeFound(found, image, plan));
    },
  };
}

function mergeFound(
  found: readonly Candidate[],
  image: DecodedImage,
  { nmsIou, kindOf, ballScale, pitchPrior, objects }: ModelPlan,
): Detection[] {
  const kept = growBalls(suppress(found, nmsIou, kindOf), ballScale);
  const maxBalls = objects[0] === 'ball' ? MAX_BALLS : MAX_BOXES;
  const limits = { maxBalls, maxBoxes: MAX_BOXES };
  return finish(pitchPrior ? applyPitchPrior(kept, image) : kept, image, limits);
}

/** @throws AppError `model.unusable` naming the output and the first number that is not finite */
function checkFinite(outputs: Record<string, Tensor>): Record<string, Tensor> {
  for (const [name, { data }] of Object.entries(outputs)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new AppError(
      'model.unusable',
      `output ${name} has ${present(data[at], 'number')} at place ${at}; expected are finite numbers`,
    );
  }
  return outputs;
}
