import { existsSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { openNodeModel } from '../../coordinator/verification/node-model.ts';
import { AppError } from '../../shared/errors.ts';
import { sha256Hex } from '../../shared/hash.ts';
import { type ModelConfig, NO_CONFIG, parseModelConfig } from '../../subnets/score/heads/config.ts';
import { DEFAULT_CONFIG } from '../../subnets/score/heads/default-model.ts';
import { type ModelDetector, openDetector } from '../../subnets/score/heads/detect.ts';
import { checkModelSize } from '../../subnets/score/heads/size.ts';
import { builtFolder } from '../headless/coordinator.ts';

/** Threads of the runtime at most: more brings little on models of this size. */
const MAX_THREADS = 4;

/** What the command line says about the model; it goes before the model's description. */
export type ModelWishes = Partial<
  Pick<ModelConfig, 'head' | 'classes' | 'confidence' | 'pitchPrior'>
>;

export interface OpenedModel {
  readonly detector: ModelDetector;
  readonly name: string;
  readonly sha256: string;
  readonly threads: number;
}

/**
 * Loads FILE.onnx with the description in FILE.json beside it, or the default model without a file.
 *
 * @throws AppError `not-found`, `limit.size`, `input.malformed`, `model.unusable`
 */
export async function openModel(
  file: string | undefined,
  wishes: ModelWishes,
): Promise<OpenedModel> {
  const path = file ?? join(builtFolder(), '../../public/models/centernet.onnx');
  if (!existsSync(path)) throw new AppError('not-found', `there is no model ${path}`);
  checkModelSize(basename(path), statSync(path).size);
  const bytes = readFileSync(path);
  const described = file === undefined ? DEFAULT_CONFIG : describedBeside(path);
  const threads = Math.min(availableParallelism(), MAX_THREADS);
  const model = await openNodeModel(bytes, threads);
  const detector = await openDetector(model, { ...described, ...wishes });
  return { detector, name: basename(path), sha256: sha256Hex(bytes), threads };
}

function describedBeside(path: string): ModelConfig {
  const description = path.replace(/\.onnx$/i, '.json');
  if (description === path || !existsSync(description)) return NO_CONFIG;
  return parseModelConfig(readFileSync(description, 'utf8'));
}
