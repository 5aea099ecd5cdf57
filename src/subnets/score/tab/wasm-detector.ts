import type { Candidate, DetectSettings, Detection } from '../pipeline/contract.ts';
import { decode } from '../pipeline/decode.ts';
import { mergeTiles } from '../pipeline/detect.ts';
import { letterbox } from '../pipeline/letterbox.ts';
import { ownCandidates } from '../pipeline/merge.ts';
import { planTiles } from '../pipeline/tiles.ts';
import type { Detector } from './detector.ts';
import type { Frame } from './frame.ts';
import type { WasmModel } from './ort-wasm.ts';
import type { StageTimes } from './stage-times.ts';

/** The pipeline of `pipeline/detect.ts` on the CPU, stage by stage, with one input buffer for all frames. */
export function createWasmDetector(model: WasmModel): Detector {
  let input = new Float32Array(0);

  async function detect(
    frame: Frame,
    settings: DetectSettings,
    times: StageTimes,
  ): Promise<Detection[]> {
    const { inputWidth, inputHeight } = settings;
    const size = 3 * inputWidth * inputHeight;
    if (input.length !== size) input = new Float32Array(size);
    const tiles = planTiles(frame.width, frame.height, settings);
    const image = await times.measure('decode', () => frame.pixels());
    const found: Candidate[] = [];
    for (const tile of tiles) {
      const fit = await times.measure('letterbox', () => letterbox(image, tile, settings, input));
      const images = { dims: [1, 3, inputHeight, inputWidth], data: input };
      const outputs = await times.measure('model', () => model.run({ images }));
      await times.measure('boxes', () => {
        found.push(...ownCandidates(decode(outputs, tile, fit, settings), tile, tiles));
      });
    }
    return times.measure('boxes', () => mergeTiles(found, image, settings));
  }

  return { detect, dispose: () => model.dispose() };
}
