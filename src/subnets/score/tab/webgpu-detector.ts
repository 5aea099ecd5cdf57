import { sizeClass } from '../../../gpu/buffers.ts';
import { type GpuContext, contextOf } from '../../../gpu/context.ts';
import { type SelfTestResult, runSelfTest } from '../../../gpu/self-test.ts';
import type { Placement } from '../../contract.ts';
import type { Candidate, DetectSettings, Detection, Tile } from '../pipeline/contract.ts';
import { decode } from '../pipeline/decode.ts';
import { mergeTiles, readsPixels } from '../pipeline/detect.ts';
import { type Fit, letterbox } from '../pipeline/letterbox.ts';
import { ownCandidates } from '../pipeline/merge.ts';
import { planTiles } from '../pipeline/tiles.ts';
import type { Detector } from './detector.ts';
import type { Frame } from './frame.ts';
import { type GpuDecode, createGpuDecode } from './gpu-decode.ts';
import { type GpuLetterbox, createGpuLetterbox } from './gpu-letterbox.ts';
import type { WebGpuModel, WebGpuOutputs } from './ort-webgpu.ts';
import { decodeTest, letterboxTest } from './self-tests.ts';
import type { StageTimes } from './stage-times.ts';

// The model on the GPU, and beside it the stages that the placement puts there: the frame goes up,
// candidates come down. A stage on the CPU costs the transfer of its tensors.

/**
 * The pipeline around a model on the GPU; a kernel that fails its self-test leaves its stage to the
 * CPU. The model stays the caller's.
 */
export interface WebGpuDetector extends Detector {
  readonly selfTests: readonly SelfTestResult[];
}

export async function createWebGpuDetector(
  device: GPUDevice,
  model: WebGpuModel,
  stages: Placement['stages'],
): Promise<WebGpuDetector> {
  const gpu = contextOf(device);
  const selfTests: SelfTestResult[] = [];
  const passes = async (test: typeof letterboxTest): Promise<boolean> => {
    const result = await runSelfTest(gpu, test);
    selfTests.push(result);
    return result.passed;
  };
  const gpuLetterbox =
    stages['letterbox'] !== 'cpu' && (await passes(letterboxTest))
      ? await createGpuLetterbox(gpu)
      : null;
  const gpuDecode =
    stages['boxes'] !== 'cpu' && (await passes(decodeTest)) ? await createGpuDecode(gpu) : null;
  const input = gpuLetterbox ? gpuInput(gpu, gpuLetterbox) : cpuInput();

  async function detect(
    frame: Frame,
    settings: DetectSettings,
    times: StageTimes,
  ): Promise<Detection[]> {
    const { inputWidth, inputHeight } = settings;
    const dims = [1, 3, inputHeight, inputWidth];
    const tiles = planTiles(frame.width, frame.height, settings);
    const fill = await times.measure('letterbox', () => input.open(frame, settings));
    const found: Candidate[] = [];
    for (const tile of tiles) {
      const { fit, data } = await times.measure('letterbox', () => fill(tile));
      const outputs = await times.measure('model', () => gpu.guard(model.run(data, dims)));
      const candidates = await times.measure('boxes', () =>
        decodeOutputs(outputs, { gpuDecode, tile, fit, settings }),
      );
      found.push(...ownCandidates(candidates, tile, tiles));
    }
    const { width, height } = frame;
    const image = readsPixels(settings) ? frame.pixels() : { width, height, rgba: NO_PIXELS };
    return times.measure('boxes', () => mergeTiles(found, image, settings));
  }

  return {
    selfTests,
    detect,
    dispose() {
      input.destroy();
      gpuDecode?.destroy();
      return Promise.resolve();
    },
  };
}

const NO_PIXELS = new Uint8Array(0);

/** A tile of the opened frame as the model's input. */
type FillTile = (tile: Tile) => {
  readonly fit: Fit;
  readonly data: GPUBuffer | Float32Array<ArrayBuffer>;
};

/** Where the model's input is made; its memory is shared by all frames of one size. */
interface InputStage {
  open(frame: Frame, settings: DetectSettings): FillTile;
  destroy(): void;
}

function gpuInput(gpu: GpuContext, stage: GpuLetterbox): InputStage {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  let planes: GPUBuffer | null = null;
  const release = (): void => {
    if (planes) gpu.buffers.give(planes);
    planes = null;
  };
  return {
    open(frame, settings) {
      const bytes = 12 * settings.inputWidth * settings.inputHeight;
      if (planes?.size !== sizeClass(bytes)) release();
      const data = (planes ??= gpu.buffers.take(bytes, usage, 'score model input'));
      stage.upload(frame.bitmap);
      return (tile) => ({ fit: stage.run(tile, settings, data), data });
    },
    destroy() {
      release();
      stage.destroy();
    },
  };
}

function cpuInput(): InputStage {
  let data = new Float32Array(0);
  return {
    open(frame, settings) {
      const size = 3 * settings.inputWidth * settings.inputHeight;
      if (data.length !== size) data = new Float32Array(size);
      return (tile) => ({ fit: letterbox(frame.pixels(), tile, settings, data), data });
    },
    destroy: () => undefined,
  };
}

interface DecodePlan {
  readonly gpuDecode: GpuDecode | null;
  readonly tile: Tile;
  readonly fit: Fit;
  readonly settings: DetectSettings;
}

async function decodeOutputs(
  outputs: WebGpuOutputs,
  { gpuDecode, tile, fit, settings }: DecodePlan,
): Promise<Candidate[]> {
  try {
    const found = await gpuDecode?.run(outputs.gpu, { tile, fit }, settings);
    return found ?? decode(await outputs.download(), tile, fit, settings);
  } finally {
    outputs.release();
  }
}
