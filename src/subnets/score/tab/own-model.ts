import { AppError, toAppError } from '../../../shared/errors.ts';
import { type ModelConfig, NO_CONFIG, parseModelConfig } from '../heads/config.ts';
import { DEFAULT_CONFIG } from '../heads/default-model.ts';
import { type ModelDetector, openDetector } from '../heads/detect.ts';
import { checkModelSize } from '../heads/size.ts';
import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';
import type { Cut, Knobs, ModelFile } from '../workshop/contract.ts';
import { modelBytes, publishedDetector } from './models.ts';
import { type WasmModel, openWasmModel } from './ort-wasm.ts';
import type { OpenContext } from './garage.ts';

// A model of the visitor's own in this tab, on the CPU: no kernel of ours knows its outputs.

/** A detector with its model's memory, to be given back. */
export interface OwnDetector extends ModelDetector {
  readonly name: string;
  readonly bytes: number;
  dispose(): Promise<void>;
}

/** Tiles that cut a frame of 16:9 into columns and rows, for a longer side of 1280. */
const TILE_OF: Readonly<Record<Cut, ModelConfig['tile']>> = {
  '1x1': undefined,
  '2x1': { width: 720, height: 720, overlap: 0.1 },
  '3x2': { width: 480, height: 420, overlap: 0.1 },
};

/**
 * Opens a model from a file, or the default one.
 *
 * @throws AppError `limit.size`, `input.malformed`, `model.unusable`, `model.unavailable`
 */
export async function openOwnModel(
  model: ModelFile | null,
  knobs: Knobs,
  ctx: OpenContext,
): Promise<OwnDetector> {
  if (model) checkModelSize(model.name, model.file.size);
  const bytes = model
    ? new Uint8Array(await model.file.arrayBuffer())
    : await modelBytes(await publishedDetector(ctx.signal), ctx);
  const described = await describedBy(model);
  const loaded = await load(bytes, ctx.placement.threads);
  try {
    const detector = await openDetector(loaded, withKnobs(described, knobs));
    return {
      ...detector,
      name: model?.name ?? 'centernet',
      bytes: bytes.length,
      dispose: () => loaded.dispose(),
    };
  } catch (error) {
    await loaded.dispose();
    throw error;
  }
}

async function describedBy(model: ModelFile | null): Promise<ModelConfig> {
  if (!model) return DEFAULT_CONFIG;
  return model.description ? parseModelConfig(await model.description.text()) : NO_CONFIG;
}

async function load(bytes: Uint8Array<ArrayBuffer>, threads: number): Promise<WasmModel> {
  try {
    return await openWasmModel(bytes, threads);
  } catch (cause) {
    throw new AppError('model.unusable', toAppError(cause).message, { cause });
  }
}

function withKnobs(config: ModelConfig, knobs: Knobs): ModelConfig {
  const { personConfidence, ballConfidence, cut, pitchPrior } = knobs;
  const tile = TILE_OF[cut];
  const { confidence } = config;
  const described = (name: string): number | undefined =>
    typeof confidence === 'number' ? confidence : confidence?.[name];
  const chosen = FOOTBALL_CLASSES.flatMap((name) => {
    const value = (name === 'ball' ? ballConfidence : personConfidence) ?? described(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...config,
    confidence: Object.fromEntries(chosen),
    ...(tile ? { tile } : {}),
    ...(pitchPrior === null ? {} : { pitchPrior }),
  };
}
